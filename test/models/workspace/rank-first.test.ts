import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { rankFirst } from '../../../server/models/workspace/rank-first.ts';

/** Ranks the places of keys, and compares the first ones with those of an ordinary sort; keys are beside their items still. */
function check(keys: readonly number[], most: number): void {
  const places = keys.map((_, place) => place);
  const ranked = places.slice();
  const moved = Float64Array.of(...keys, 99);
  rankFirst(ranked, moved, most);
  const sorted = places.toSorted((a, b) => (keys[b] ?? 0) - (keys[a] ?? 0));
  assert.deepEqual(ranked.slice(0, most), sorted.slice(0, most));
  assert.deepEqual(new Set(ranked), new Set(places));
  assert.deepEqual(
    ranked.map((place) => keys[place]),
    [...moved.subarray(0, keys.length)],
  );
  assert.equal(moved.at(-1), 99);
}

it('the largest come first, and equal ones in their order', () => {
  const few = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 40 });
  fc.assert(fc.property(few, fc.nat({ max: 45 }), check));
});

it('all of them where nothing else is said', () => {
  const items = ['c', 'a', 'b'];
  rankFirst(items, Float64Array.of(1, 3, 2));
  assert.deepEqual(items, ['a', 'b', 'c']);
});
