import { styleText } from 'node:util';

/** Lays out figures for people: aligned columns, one line a row. Knows nothing of what the figures mean. */

export type Cell = string | undefined;

export interface Column {
  readonly title: string;
  /** Text is aligned left, figures right. */
  readonly isText?: true;
}

const GAP = '  ';
/** Stands where there is nothing to take a share of. */
const NOTHING = '-';

/** @param emphasised rows from this one on are totals, printed bold where `colours` */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  emphasised: number,
  colours: boolean,
): string {
  const lines = [
    columns.map((column) => column.title),
    ...rows.map((row) => row.map((cell) => cell ?? NOTHING)),
  ];
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => (line[index] ?? '').length)));
  const laidOut = lines.map((line) =>
    columns
      .map(({ isText }, index) => {
        const cell = line[index] ?? '';
        const width = widths[index] ?? 0;
        return isText ? cell.padEnd(width) : cell.padStart(width);
      })
      .join(GAP)
      .trimEnd(),
  );
  return laidOut
    .map((line, index) => {
      if (!colours) return line;
      if (index === 0) return styleText('dim', line, { validateStream: false });
      return index > emphasised ? styleText('bold', line, { validateStream: false }) : line;
    })
    .map((line) => `${line}\n`)
    .join('');
}

export function percent(share: number | undefined, digits = 1): Cell {
  return share === undefined ? undefined : `${(share * 100).toFixed(digits)} %`;
}

export function decimal(value: number | undefined, digits: number): Cell {
  return value?.toFixed(digits);
}

/** 12,345. */
export function whole(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}
