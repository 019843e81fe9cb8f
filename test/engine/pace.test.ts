import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Pace } from '../../server/engine/pace.ts';

/** The pause wanted after keys at these intervals and first tokens after these milliseconds. */
function check(intervals: readonly number[], latencies: readonly number[], expected: number): void {
  assert.equal(Math.round(pauseAfter(intervals, latencies)), expected);
}

function pauseAfter(intervals: readonly number[], latencies: readonly number[]): number {
  const pace = new Pace();
  let now = 0;
  pace.key(now);
  for (const interval of intervals) pace.key((now += interval));
  for (const latency of latencies) pace.answered(latency);
  return pace.pause;
}

const keys = (interval: number, count = 30): number[] => Array<number>(count).fill(interval);

const rows: readonly [
  why: string,
  intervals: readonly number[],
  latencies: readonly number[],
  pause: number,
][] = [
  ['nothing is known', [], [], 75],
  ['a few keys say nothing', keys(20, 7), [], 75],
  ['a usual typist', keys(240), [], 72],
  ['a fast one', keys(100), [], 30],
  ['the fastest', keys(10), [], 20],
  ['a slow one', keys(700), [], 120],
  ['pauses are no rhythm', [...keys(240), 5000, 60_000], [], 72],
  ['a quick endpoint', keys(240), [80, 100], 72],
  ['a slow endpoint', keys(240), [800], 172],
  ['the slowest', keys(240), [30_000], 272],
];

describe('the pause before asking', () => {
  for (const [why, ...row] of rows) it(why, () => check(...row));

  it('is never shorter for a slower endpoint', () => {
    const latency = fc.double({ min: 1, max: 60_000, noNaN: true });
    const neverShorter = fc.property(fc.array(latency, { minLength: 1 }), latency, (latencies, more) => {
      const slower = latencies.map((one) => one + more);
      assert.ok(pauseAfter([], slower) >= pauseAfter([], latencies));
    });
    fc.assert(neverShorter, { seed: 20_260_101 });
  });

  it('is a number whatever the clock says', () => {
    const always = fc.property(fc.array(fc.double({ min: 0, max: 1e9, noNaN: true })), (intervals) => {
      const pause = pauseAfter(intervals, []);
      assert.ok(pause >= 20 && pause <= 320);
    });
    fc.assert(always, { seed: 20_260_101 });
  });
});
