import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { Links } from '../../../server/models/workspace/links.ts';

/** Pushes keys, or takes one back where there is none; and compares all that is known with a plain list. */
function check(moves: readonly (number | undefined)[]): void {
  const links = new Links();
  const list: number[] = [];
  for (const key of moves) {
    if (key !== undefined) {
      links.push(key);
      list.push(key);
    } else if (list.length > 0) {
      links.pop();
      list.pop();
    }
  }
  for (const key of new Set(moves)) {
    if (key !== undefined) assert.equal(links.last(key), list.lastIndexOf(key));
  }
  for (const [place, key] of list.entries()) {
    assert.equal(links.earlier(place), place === 0 ? -1 : list.lastIndexOf(key, place - 1));
  }
}

const few = fc.integer({ min: -5, max: 5 });

it('each place knows the last one before it with the same key, whatever is taken back', () =>
  fc.assert(fc.property(fc.array(fc.option(few, { nil: undefined })), check)));

it('also of many keys', () => {
  const many = fc.array(
    fc.oneof({ weight: 3, arbitrary: fc.integer() }, { weight: 1, arbitrary: fc.constant(undefined) }),
    {
      minLength: 500,
      maxLength: 3000,
    },
  );
  fc.assert(fc.property(many, check), { numRuns: 10 });
});

it('keys that come and go take no room for good', () => {
  const moves = Array.from({ length: 20_000 }, (_, move) => (move % 2 === 0 ? move : undefined));
  check([1, 2, ...moves, 1, 3]);
});

it('keys that differ in high bits alone are told apart', () =>
  check([1, 1 + 2 ** 24, 1 - 2 ** 31, 1 + 2 ** 24]));
