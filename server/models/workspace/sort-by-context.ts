/**
 * Sorts the positions of a token sequence by what stands before each, nearest
 * token first: all places where the last k tokens were the same lie next to
 * each other, for every k at once.
 */

/** Contexts longer than this are not told apart. */
const MAX_CONTEXT = 12;

/** Ranges smaller than this are sorted by insertion. */
const SMALL_RANGE = 12;

/** @returns all positions that have a token before them, sorted. @param tokens ids below `vocabularySize` */
export function sortByContext(tokens: Int32Array, vocabularySize: number): Int32Array<ArrayBuffer> {
  const { order, rangeStarts } = sortByLastToken(tokens, vocabularySize);
  for (let id = 1; id < vocabularySize; id++) {
    sortRange(tokens, order, rangeStarts[id]!, rangeStarts[id + 1]!, 2);
  }
  return order;
}

/** Where in a sorted order the positions after each token begin; one more entry than tokens. */
export function contextRanges(tokens: Int32Array, vocabularySize: number): Int32Array<ArrayBuffer> {
  const starts = new Int32Array(vocabularySize + 1);
  for (let position = 1; position < tokens.length; position++) starts[tokens[position - 1]! + 1]!++;
  for (let id = 0; id < vocabularySize; id++) starts[id + 1]! += starts[id]!;
  return starts;
}

function sortByLastToken(tokens: Int32Array, vocabularySize: number) {
  const rangeStarts = contextRanges(tokens, vocabularySize);
  const next = rangeStarts.slice();
  const order = new Int32Array(Math.max(0, tokens.length - 1));
  for (let position = 1; position < tokens.length; position++) {
    order[next[tokens[position - 1]!]!++] = position;
  }
  return { order, rangeStarts };
}

/** Three-way radix quicksort on the token `depth` places back. Positions in the range agree on all nearer ones. */
function sortRange(tokens: Int32Array, order: Int32Array, from: number, to: number, depth: number): void {
  while (to - from > SMALL_RANGE) {
    const pivot = tokenAt(tokens, order[(from + to) >> 1]!, depth);
    let less = from;
    let greater = to;
    for (let at = from; at < greater;) {
      const token = tokenAt(tokens, order[at]!, depth);
      if (token < pivot) swap(order, less++, at++);
      else if (token > pivot) swap(order, --greater, at);
      else at++;
    }
    sortRange(tokens, order, from, less, depth);
    // Nothing lies before a document's boundary (0), so positions that agree there agree for good.
    if (pivot > 0 && depth < MAX_CONTEXT) sortRange(tokens, order, less, greater, depth + 1);
    from = greater;
  }
  insertionSort(tokens, order, from, to, depth);
}

function insertionSort(tokens: Int32Array, order: Int32Array, from: number, to: number, depth: number): void {
  for (let at = from + 1; at < to; at++) {
    const position = order[at]!;
    let hole = at;
    while (hole > from && compareContexts(tokens, position, order[hole - 1]!, depth) < 0) {
      order[hole] = order[hole - 1]!;
      hole--;
    }
    order[hole] = position;
  }
}

function compareContexts(tokens: Int32Array, a: number, b: number, from: number): number {
  for (let depth = from; depth <= MAX_CONTEXT; depth++) {
    const tokenA = tokenAt(tokens, a, depth);
    const difference = tokenA - tokenAt(tokens, b, depth);
    if (difference !== 0 || tokenA <= 0) return difference;
  }
  return 0;
}

/** The token `depth` places before a position; -1 before the start. */
function tokenAt(tokens: Int32Array, position: number, depth: number): number {
  return position < depth ? -1 : tokens[position - depth]!;
}

function swap(order: Int32Array, a: number, b: number): void {
  const held = order[a]!;
  order[a] = order[b]!;
  order[b] = held;
}
