import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { IdMap } from '../../../server/models/workspace/id-map.ts';

const MAX_ID = 2 ** 31 - 1;

/** What a Map of the same entries answers. */
function check(entries: readonly (readonly [key: number, value: number])[], asked: readonly number[]): void {
  const map = new Map(entries);
  const ids = new IdMap(map.size);
  for (const [key, value] of entries) ids.set(key, value);
  for (const key of [...map.keys(), ...asked]) assert.equal(ids.get(key), map.get(key) ?? -1);
}

it('answers like a Map, and -1 for what it does not hold', () => {
  const id = fc.oneof(fc.nat({ max: 40 }), fc.nat({ max: MAX_ID }));
  fc.assert(fc.property(fc.array(fc.tuple(id, id)), fc.array(id), check));
});

it('holds as many neighbours as it was made for', () =>
  check(
    Array.from({ length: 5000 }, (_, id) => [id, id + 7]),
    [5000, MAX_ID],
  ));

it('holds nothing when made for nothing', () => check([], [0, 1]));
