import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PLACES, placeOf } from '../../../server/models/workspace/place.ts';

/** Tokens after which the place is of one kind, and one after which it is of another. */
function check(alike: readonly string[], unlike: string): void {
  const places = new Set(alike.map(placeOf));
  assert.equal(places.size, 1);
  assert.ok(!places.has(placeOf(unlike)));
  for (const place of [...places, placeOf(unlike)])
    assert.ok(Number.isInteger(place) && place >= 0 && place < PLACES);
}

describe('places are told apart by the token before', () => {
  const rows: readonly (readonly [alike: readonly string[], unlike: string])[] = [
    [[''], '\n0'],
    [['\n0', '\n\n-1', '\n~2'], ' a'],
    [['12', ' 7'], 'a'],
    [[' get', ' Name', ' éa'], 'get'],
    [['get', 'Name', 'URL'], ' get'],
    [['.'], ','],
    [['(', ' (', '['], '{'],
    [["'", ' "', '`'], '('],
    [[' =', ';', ')', '=>'], '.'],
  ];
  for (const [alike, unlike] of rows) {
    it(`${alike.map((each) => JSON.stringify(each)).join(' as ')}, unlike ${JSON.stringify(unlike)}`, () =>
      check(alike, unlike));
  }
});
