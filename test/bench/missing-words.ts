import { seededRandom } from '../../server/cli/seeded-random.ts';
import type { Task } from '../../server/cli/typist.ts';

/**
 * Chooses parts of lines that are missing from an otherwise finished file, with
 * text on both sides on their line: inside a call, between two signs, also inside
 * a name. The same seed gives the same parts.
 */

/** Parts of names, numbers and signs. */
const PIECE = /\p{Lu}?[\p{Ll}\p{M}\p{N}]+|\p{Lu}+|[^\s\p{L}\p{N}]/gu;
/** Pieces of a line, and pieces missing from it. */
const LEAST_PIECES = 5;
const MOST_MISSING = 6;
/** Lines of a file for each that something is missing from, and how many those are at most. */
const LINES_PER_GAP = 8;
const MOST_GAPS = 16;

/** @param seed any integer */
export function missingWords(text: string, seed: number): readonly Task[] {
  const random = seededRandom(seed);
  const gaps: Task[] = [];
  let start = 0;
  let number = 0;
  for (const line of text.split(/(?<=\n)/)) {
    const pieces = Array.from(line.matchAll(PIECE), ({ 0: piece, index }) => ({
      from: index,
      to: index + piece.length,
    }));
    if (number++ % LINES_PER_GAP === LINES_PER_GAP / 2 && pieces.length >= LEAST_PIECES) {
      const first = 1 + Math.floor(random() * (pieces.length - 2));
      const last = Math.min(pieces.length - 2, first + Math.floor(random() * MOST_MISSING));
      const from = start + (pieces[first]?.from ?? 0);
      const to = start + (pieces[last]?.to ?? 0);
      gaps.push({ before: text.slice(0, from), target: text.slice(from, to), after: text.slice(to) });
    }
    start += line.length;
  }
  return gaps.slice(0, MOST_GAPS);
}
