import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { MAX_ORDER } from '../../../server/models/workspace/evidence.ts';
import { Ranges } from '../../../server/models/workspace/ranges.ts';
import { contextRanges, sortByContext } from '../../../server/models/workspace/sort-by-context.ts';
import { BOUNDARY } from '../../../server/models/workspace/vocabulary.ts';

/** Numbers of the vocabulary are those of the shard and this, so that the two are told apart; the boundary's is one. */
const OFFSET = 100;
const VOCABULARY = 4;
/** More contexts than are remembered. */
const MANY = 300;

/** The places after each length of each context asked for, from the shortest, as positions in ascending order. */
function found(tokens: readonly number[], contexts: readonly (readonly number[])[]): number[][][] {
  const ids = Uint16Array.from(tokens);
  const starts = contextRanges(ids, VOCABULARY);
  const order = sortByContext(ids, starts);
  const ranges = new Ranges({ tokens: ids, order, ranges: starts });
  const numberOf = (token: number): number =>
    [0, 1, 2, 3].find((number) => inVocabulary(number) === token) ?? -1;
  return contexts.map((context) => {
    const longest = ranges.find(context.map(inVocabulary), numberOf);
    assert.equal(ranges.from(longest + 1), ranges.to(longest + 1), 'no place is after a longer one');
    return Array.from({ length: longest }, (_, index) =>
      [...order.subarray(ranges.from(index + 1), ranges.to(index + 1))].toSorted((a, b) => a - b),
    );
  });
}

function inVocabulary(token: number): number {
  return token === BOUNDARY ? token : token + OFFSET;
}

/** The same by comparing with every place. */
function naive(tokens: readonly number[], context: readonly number[]): number[][] {
  const places: number[][] = [];
  for (let length = 1; length <= Math.min(context.length, MAX_ORDER); length++) {
    const wanted = context.slice(0, length);
    const after = tokens.flatMap((_, position) =>
      position >= length && wanted.every((token, index) => tokens[position - 1 - index] === token)
        ? [position]
        : [],
    );
    if (after.length === 0) break;
    places.push(after);
  }
  return places;
}

function check(tokens: readonly number[], contexts: readonly (readonly number[])[]): void {
  assert.deepEqual(
    found(tokens, contexts),
    contexts.map((context) => naive(tokens, context)),
  );
}

const word = fc.integer({ min: BOUNDARY + 1, max: VOCABULARY - 1 });
/** One document, begun by a boundary. */
const documents = fc.array(word, { maxLength: 200 }).map((words) => [BOUNDARY].concat(words));
/** Nearest token first; some of them the shard does not know. */
const contexts = fc.array(fc.array(fc.integer({ min: 1, max: VOCABULARY }), { maxLength: MAX_ORDER }), {
  maxLength: 20,
});

it('are those of the places after each length of a context', () =>
  fc.assert(fc.property(documents, contexts, check)));

it('also for contexts asked for again, and those they were forgotten for', () => {
  const again = fc.property(
    documents,
    fc.infiniteStream(fc.array(word, { maxLength: 4 })),
    (tokens, stream) => {
      const asked = [...stream.take(MANY)];
      check(tokens, [...asked, ...asked.slice(0, 20), ...asked.slice(-20)]);
    },
  );
  fc.assert(again, { numRuns: 20 });
});

it('end at the boundary before a document', () =>
  assert.deepEqual(found([BOUNDARY, 1, 2, BOUNDARY, 1, 3], [[1, BOUNDARY, 2]]), [
    [
      [2, 5],
      [2, 5],
    ],
  ]));
