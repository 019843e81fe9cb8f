import { type Column, decimal, percent, table, whole } from '../../server/cli/table.ts';
import type { Counted, Suggestion } from './counts.ts';
import { errorByChance, errorOf } from './figures.ts';

/** Says how soon the model is calibrated again after another project, mostly in another language, is opened. */

/** Keys told apart after each change. */
const STRETCH = 200;
/** Typed after each change: two stretches that are told apart, and what is called later. */
export const KEYS_AFTER_SWITCH = 4 * STRETCH;

const columns: readonly Column[] = [
  { title: 'keys after the change', isText: true },
  { title: 'shown' },
  { title: 'claimed' },
  { title: 'held' },
  { title: 'off by' },
  { title: 'by chance' },
];

/** @param files each another project's than the one before */
export function switchingTable(files: readonly Counted[], colours: boolean): string {
  const suggestions = files.flatMap((file) => file.suggestions);
  const between = (from: number, to: number): readonly Suggestion[] =>
    suggestions.filter(({ atKey }) => atKey >= from && atKey < to);
  const row = (name: string, some: readonly Suggestion[]) => {
    const mean = (pick: (one: Suggestion) => number): number | undefined =>
      some.length === 0 ? undefined : some.reduce((sum, one) => sum + pick(one), 0) / some.length;
    return [
      name,
      whole(some.length),
      percent(mean(({ confidence }) => confidence)),
      percent(mean(({ isRight }) => (isRight ? 1 : 0))),
      decimal(errorOf(some), 3),
      decimal(errorByChance(some), 3),
    ];
  };
  const rows = [
    row(`the first ${STRETCH}`, between(0, STRETCH)),
    row(`the next ${STRETCH}`, between(STRETCH, 2 * STRETCH)),
    row(`later, up to ${KEYS_AFTER_SWITCH}`, between(2 * STRETCH, Infinity)),
  ];
  const title = `One running model, ${files.length} files, each of another project than the one before`;
  return `\n${title}\n${table(columns, rows, rows.length, colours)}by chance: what a flawless model with these claims would be off by. Wanted: at most 0.010.\n`;
}
