import assert from 'node:assert/strict';
import { test } from 'node:test';
import { humanRhythm, uniformNumbers } from '../../server/cli/rhythm.ts';

/** Mean and standard deviation of ten thousand draws, within some share. */
function check(draw: () => number, mean: number, deviation: number, tolerance: number): void {
  const draws = Array.from({ length: 10_000 }, draw);
  const found = draws.reduce((sum, one) => sum + one, 0) / draws.length;
  const spread = Math.sqrt(draws.reduce((sum, one) => sum + (one - found) ** 2, 0) / draws.length);
  assert.ok(Math.abs(found - mean) < tolerance * mean, `mean ${found}`);
  assert.ok(Math.abs(spread - deviation) < tolerance * deviation, `deviation ${spread}`);
  assert.ok(draws.every((one) => one >= 0));
}

test('rhythm: intervals between keys are those of the study', () =>
  check(humanRhythm(1), 238.7, 111.6, 0.05));

test('rhythm: uniform numbers are uniform', () => check(uniformNumbers(1), 0.5, Math.sqrt(1 / 12), 0.03));

test('rhythm: the same seed draws the same, another seed something else', () => {
  const drawn = (seed: number): readonly number[] => Array.from({ length: 5 }, humanRhythm(seed));
  assert.deepEqual(drawn(4), drawn(4));
  assert.notDeepEqual(drawn(4), drawn(5));
});
