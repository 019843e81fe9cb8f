import type { Alternative, Step } from '../completion/continuation.ts';
import type { Explanation, ReadingExplained } from '../completion/explanation.ts';
import { type Outcome, silenceReasons } from '../completion/outcome.ts';
import { type Cell, type Column, decimal, percent, table } from './table.ts';

/** Tells an explanation to a person: the outcome, then each reply that was read with its tokens, then where the time went. */

/** Alternatives shown for a token; the rest have little to say. */
const SHOWN_ALTERNATIVES = 4;

const columns: readonly Column[] = [
  { title: 'token', isText: true },
  { title: 'probability' },
  { title: 'so far' },
  { title: 'instead of it', isText: true },
];

export function explanationReport(
  { outcome, cutoff, readings, timings }: Explanation,
  colours: boolean,
): string {
  const stages = timings.map(({ stage, at }) => `${stage} ${decimal(at, 1)} ms`);
  return [
    `${outcomeLine(outcome)} The cutoff is ${percent(cutoff, 2)}.\n`,
    ...readings.map((reading) => readingLines(reading, colours)),
    ...(stages.length > 0 ? [`\nTime: ${stages.join(', ')}\n`] : []),
  ].join('');
}

function outcomeLine(outcome: Outcome): string {
  if (outcome.kind === 'shown') {
    const { text, confidence, source } = outcome;
    return `Shown, from the ${source}: ${quoted(text)}, with ${percent(confidence)}.`;
  }
  const detail = outcome.detail === undefined ? '' : ` ${outcome.detail.replace(/\.?$/, '.')}`;
  return `Silent (${outcome.reason}): ${silenceReasons[outcome.reason]}${detail}`;
}

function readingLines(reading: ReadingExplained, colours: boolean): string {
  const { source, cached, typed, best, verdict, steps } = reading;
  const since = typed === '' ? '' : `, after which ${quoted(typed)} was typed`;
  const nearest = best
    ? `; nearest: ${quoted(best.text)} with ${percent(best.estimate)} (at least ${percent(best.floor)})`
    : '';
  const head = `\nThe ${source}${cached ? ', as it answered before' : ''}${since}: ${verdict}${nearest}\n`;
  let sum = 0;
  const rows = steps.map((step) => {
    sum += step.logprob ?? Number.NaN;
    return rowOf(step, sum);
  });
  return head + (rows.length > 0 ? table(columns, rows, rows.length, colours) : '');
}

function rowOf(step: Step, sum: number): readonly Cell[] {
  const others = step.alternatives.filter((other) => other.text !== step.text || other.ends !== step.ends);
  const shown = others
    .slice(0, SHOWN_ALTERNATIVES)
    .map((other) => `${nameOf(other)} ${shareOf(other.logprob)}`);
  return [
    nameOf(step),
    shareOf(step.logprob),
    Number.isNaN(sum) ? undefined : shareOf(sum),
    shown.join('  '),
  ];
}

function nameOf({ text, ends }: Alternative): string {
  return ends ? 'END' : quoted(text);
}

function shareOf(logprob: number | undefined): string {
  return logprob === undefined ? 'unknown' : (percent(Math.exp(logprob)) ?? '');
}

/** With its blanks and line breaks to be seen. */
function quoted(text: string): string {
  return JSON.stringify(text);
}
