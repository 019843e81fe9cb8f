import { MAX_ORDER } from './evidence.ts';
import type { TokenIds } from './shard-data.ts';

/**
 * Sorts the positions of a token sequence by what stands before each, nearest
 * token first: all places where the last k tokens were the same lie next to
 * each other, for every k that is asked for.
 */

/**
 * All positions that have a token before them, sorted. Contexts longer than are
 * ever looked up are not told apart; nor is what lies before a document's boundary.
 * @param ranges of the same tokens, as `contextRanges` gives them
 */
export function sortByContext(tokens: TokenIds, ranges: Int32Array): Int32Array<ArrayBuffer> {
  let sorted = sortByLastToken(tokens, ranges);
  let longer = new Int32Array(sorted.length);
  for (let length = 2; length <= MAX_ORDER; length++) {
    lengthen(tokens, ranges, sorted, longer);
    [sorted, longer] = [longer, sorted];
  }
  return sorted;
}

function sortByLastToken(tokens: TokenIds, ranges: Int32Array): Int32Array<ArrayBuffer> {
  const free = ranges.slice();
  const sorted = new Int32Array(Math.max(0, tokens.length - 1));
  for (let position = 1; position < tokens.length; position++) {
    sorted[free[tokens[position - 1]!]!++] = position;
  }
  return sorted;
}

/** Positions in the order of their contexts, each replaced by the next one and dealt out by its last token, are in the order of contexts one token longer. */
function lengthen(tokens: TokenIds, ranges: Int32Array, sorted: Int32Array, longer: Int32Array): void {
  const free = ranges.slice();
  const last = tokens.length - 1;
  // The first position follows none that is sorted, and nothing follows the last.
  if (last > 0) longer[free[tokens[0]!]!++] = 1;
  for (let index = 0; index < sorted.length; index++) {
    const position = sorted[index]!;
    if (position < last) longer[free[tokens[position]!]!++] = position + 1;
  }
}

/** Where in a sorted order the positions after each token begin; one more entry than tokens. */
export function contextRanges(tokens: TokenIds, vocabularySize: number): Int32Array<ArrayBuffer> {
  const starts = new Int32Array(vocabularySize + 1);
  for (let position = 1; position < tokens.length; position++) starts[tokens[position - 1]! + 1]!++;
  for (let id = 0; id < vocabularySize; id++) starts[id + 1]! += starts[id]!;
  return starts;
}
