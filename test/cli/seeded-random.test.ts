import assert from 'node:assert/strict';
import { it } from 'node:test';
import { seededRandom } from '../../server/cli/seeded-random.ts';

function check(seed: number, expected: readonly number[]): void {
  const random = seededRandom(seed);
  assert.deepEqual(
    expected.map(() => Math.floor(random() * 1000)),
    expected,
  );
}

it('the same seed gives the same numbers', () => {
  check(1, [236, 369, 504, 704]);
  check(-1, [235, 187, 134, 630]);
});
