import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { MAX_ORDER } from '../../../server/models/workspace/evidence.ts';
import { contextRanges, sortByContext } from '../../../server/models/workspace/sort-by-context.ts';

/** Contexts are told apart up to this length, the longest that is looked up. */
const LONGEST = MAX_ORDER;

/** What stands before a position, nearest first, as far as it is looked at: up to a boundary or the start. */
function contextOf(tokens: readonly number[], position: number): number[] {
  const before = [...tokens.slice(0, position).toReversed(), -1].slice(0, LONGEST);
  const end = before.findIndex((token) => token <= 0);
  return end < 0 ? before : before.slice(0, end + 1);
}

function compare(one: readonly number[], other: readonly number[]): number {
  const at = one.findIndex((token, index) => token !== other[index]);
  return at < 0 ? 0 : (one[at] ?? 0) - (other[at] ?? 0);
}

function sortedTokens(tokens: readonly number[], vocabularySize: number) {
  const ids = Int32Array.from(tokens);
  const ranges = contextRanges(ids, vocabularySize);
  return { sorted: sortByContext(ids, ranges), ranges };
}

/** All positions after a token, in the order of their contexts. */
function check(tokens: readonly number[], vocabularySize: number): void {
  const positions = tokens.map((_, position) => position).slice(1);
  const { sorted } = sortedTokens(tokens, vocabularySize);
  assert.deepEqual(
    [...sorted].toSorted((a, b) => a - b),
    positions,
  );
  assert.deepEqual(
    Array.from(sorted, (position) => contextOf(tokens, position)),
    positions.map((position) => contextOf(tokens, position)).toSorted(compare),
  );
}

const VOCABULARY = 5;
const tokens = fc.array(fc.nat({ max: VOCABULARY - 1 }), { maxLength: 300 });

it('is the order of a naive sort', () => fc.assert(fc.property(tokens, (each) => check(each, VOCABULARY))));

it('also where long stretches repeat', () => {
  const stretch = fc.array(fc.nat({ max: 2 }), { minLength: 1, maxLength: 25 });
  const repeated = fc.tuple(stretch, fc.integer({ min: 1, max: 20 }));
  fc.assert(
    fc.property(repeated, ([each, times]) => check(Array.from({ length: times }, () => each).flat(), 3)),
  );
});

it('of no token there is no position', () => check([], VOCABULARY));

it('knows where the positions after each token begin', () => {
  const known = fc.property(tokens, (each) => {
    const { sorted, ranges } = sortedTokens(each, VOCABULARY);
    assert.equal(ranges.length, VOCABULARY + 1);
    for (let token = 0; token < VOCABULARY; token++) {
      for (const position of sorted.subarray(ranges[token], ranges[token + 1]))
        assert.equal(each[position - 1], token);
    }
    assert.equal(ranges[VOCABULARY], sorted.length);
  });
  fc.assert(known);
});
