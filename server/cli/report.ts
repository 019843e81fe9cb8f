import { type Cell, type Column, decimal, percent, table, whole } from './table.ts';
import { type Line, poolLines } from './line.ts';
import { type Figures, figuresOf, pool, type Session } from './tally.ts';

/** Says what a replay found, as tables for people or as JSON. The arithmetic is the tally's. */
export type Mode = 'whole' | 'runs';

/** One thing typed, or several pooled, under one name. */
export interface Replayed {
  readonly name: string;
  readonly language: string;
  readonly mode: Mode;
  readonly session: Session;
  /** To models outside the process. */
  readonly line: Line;
}

/** What the figures depend on besides the files. */
export interface Conditions {
  readonly cutoff: number;
  readonly givesIndent: boolean;
  readonly seed: number;
}

const titles: Record<Mode, string> = {
  whole: 'Whole files, typed from an empty document',
  runs: 'Missing runs of lines, typed into the otherwise finished file',
};

const columns: readonly Column[] = [
  { title: '', isText: true },
  { title: 'language', isText: true },
  { title: 'characters' },
  { title: 'shown' },
  { title: 'right' },
  { title: 'right of 3+' },
  { title: 'coverage' },
  { title: 'non-blank' },
  { title: 'keys saved' },
  { title: 'p50 ms' },
  { title: 'p99 ms' },
];

/** What the titles mean, for those who have not read the documentation. */
export const legend = `right: suggestions of which every character was right; of 3+: of those with 3 or more visible characters.
coverage: characters that came by accepting; non-blank: of those that are no white space. keys saved: net, an accept is a key.
gone: a text vanished or changed although the last key agreed. off by: calibration error over ten bins of equal count.
`;

/** A table for each mode present, the pooled line and the range over its rows below. */
export function report(
  replayed: readonly Replayed[],
  { cutoff, givesIndent }: Conditions,
  colours: boolean,
): string {
  const indent = givesIndent ? '; the editor gives the indentation' : '';
  return modesIn(replayed)
    .map((mode) => {
      const rows = replayed.filter((one) => one.mode === mode);
      const all = rows.length > 1 ? [poolReplayed(rows, mode)] : [];
      const body = table(columns, [...rows, ...all].map(cellsOf), rows.length, colours);
      return `${titles[mode]} (cutoff ${cutoff}${indent})\n${body}${rangeLine(rows)}${detailLines(poolReplayed(rows, mode))}\n`;
    })
    .join('');
}

/** The same for machines: shares from 0 to 1, times in milliseconds; what is undefined is left out. */
export function reportJson(replayed: readonly Replayed[], conditions: Conditions): string {
  const pooled = modesIn(replayed).map((mode) =>
    describe(
      poolReplayed(
        replayed.filter((one) => one.mode === mode),
        mode,
      ),
    ),
  );
  return `${JSON.stringify({ conditions, pooled, rows: replayed.map(describe) }, undefined, 2)}\n`;
}

/** Everything of one mode as one row. */
function poolReplayed(rows: readonly Replayed[], mode: Mode): Replayed {
  return {
    name: 'all',
    language: '',
    mode,
    session: pool(rows.map((row) => row.session)),
    line: poolLines(rows.map((row) => row.line)),
  };
}

function modesIn(replayed: readonly Replayed[]): readonly Mode[] {
  return (['whole', 'runs'] as const).filter((mode) => replayed.some((one) => one.mode === mode));
}

function describe({ session, line, ...rest }: Replayed): object {
  return { ...rest, ...line, ...figuresOf(session) };
}

function cellsOf({ name, language, session }: Replayed): readonly Cell[] {
  const figures = figuresOf(session);
  return [
    name,
    language,
    whole(figures.characters),
    whole(figures.shown),
    percent(figures.shareRight),
    percent(figures.longShareRight),
    percent(figures.coverage),
    percent(figures.coverageVisible),
    percent(figures.saved),
    decimal(figures.waitMedian, 2),
    decimal(figures.waitP99, 2),
  ];
}

/** Suggestions in one file hang together, so the spread that means something is over rows. */
function rangeLine(rows: readonly Replayed[]): string {
  if (rows.length < 2) return '';
  const figures = rows.map((row) => figuresOf(row.session));
  const range = (pick: (one: Figures) => number | undefined): string => {
    const values = figures.flatMap((one) => pick(one) ?? []);
    if (values.length === 0) return '-';
    return `${percent(Math.min(...values))} to ${percent(Math.max(...values))}`;
  };
  return `from row to row: right ${range((one) => one.shareRight)}; coverage ${range((one) => one.coverage)}; keys saved ${range((one) => one.saved)}\n`;
}

/** What is too much for a row. */
function detailLines({ session, line }: Replayed): string {
  const figures = figuresOf(session);
  const show = (cell: Cell): string => cell ?? '-';
  const perThousand = [
    `${show(decimal(figures.shownPerThousandKeys, 0))} shown`,
    `${show(decimal(figures.wrongPerThousandKeys, 1))} wrong`,
    `${show(decimal(figures.withdrawnPerThousandKeys, 1))} gone`,
  ].join(', ');
  const claim = `claimed ${show(percent(figures.claimed))}, held ${show(percent(figures.shareRight))}, off by ${show(decimal(figures.calibrationError, 3))}`;
  return `per 1,000 keys: ${perThousand}; mean length ${show(decimal(figures.meanLength, 1))}\n${claim}\n${lineLine(line, session)}`;
}

/** What an endpoint was asked; nothing where none was. */
function lineLine(line: Line, { keys, acceptedCharacters }: Session): string {
  if (line.requests === 0) return '';
  const saved = line.tokensAsked - line.tokens;
  const each = decimal(line.tokens / Math.max(1, acceptedCharacters), 2) ?? '';
  const rate = whole((1000 * line.requests) / Math.max(1, keys));
  return `endpoint: ${whole(line.requests)} requests (${rate} per 1,000 keys, ${whole(line.repeated)} asked twice, ${whole(line.unanswered)} given up before the first token); ${whole(line.tokens)} tokens (${each} per accepted character), ${whole(saved)} fewer than asked for
shown without asking: ${whole(line['typed-along'])} typed along, ${whole(line['ruled-out'])} by what was ruled out, ${whole(line['in-flight'])} from a reply on its way
`;
}
