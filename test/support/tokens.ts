import type { Alternative, Step } from '../../server/completion/continuation.ts';

/**
 * Steps with their probabilities on one line: `Breaking .45 | The .20 → ·Bad .97`.
 * Steps are parted by `→`, alternatives by `|`, the chosen token first. `·` is a
 * space, `⏎` a line break, `END` the end of the reply, `?` a probability that
 * the model did not give.
 */
export function tokens(notation: TemplateStringsArray | string): Step[] {
  const line = typeof notation === 'string' ? notation : notation.join('');
  if (line.trim() === '') return [];
  return line.split('→').map(stepOf);
}

function stepOf(notation: string): Step {
  const [chosen, ...alternatives] = notation.split('|').map(entry);
  if (chosen === undefined) throw new Error(`no token in ${JSON.stringify(notation)}`);
  return { ...chosen, alternatives };
}

/** Steps written back in the notation of `tokens`, with probabilities to three digits. */
export function written(steps: readonly Step[]): string {
  return steps.map((step) => [step, ...step.alternatives].map(writtenEntry).join(' | ')).join(' → ');
}

function entry(notation: string): Alternative {
  const [, spelled, p] = /^\s*(\S*)\s+(\?|1|0|0?\.\d+)\s*$/.exec(notation) ?? [];
  if (spelled === undefined || p === undefined) {
    throw new Error(`write a token and its probability, as in "foo .9", not ${JSON.stringify(notation)}`);
  }
  const logprob = p === '?' ? undefined : Math.log(Number(p));
  if (spelled === 'END') return { text: '', logprob, ends: true };
  return { text: spelled.replaceAll('·', ' ').replaceAll('⏎', '\n'), logprob };
}

function writtenEntry({ text, logprob, ends }: Alternative): string {
  const spelled = ends ? 'END' : text.replaceAll(' ', '·').replaceAll('\n', '⏎');
  return `${spelled} ${logprob === undefined ? '?' : String(Number(Math.exp(logprob).toFixed(3)))}`;
}
