import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VirtualClock } from '../../server/cli/virtual-clock.ts';

const never = new AbortController().signal;

/** What some work writes down, with the hour. */
async function check(
  work: (clock: VirtualClock, note: (what: string) => void) => Promise<unknown>,
  expected: readonly string[],
): Promise<void> {
  const clock = new VirtualClock();
  const noted: string[] = [];
  await clock.run(work(clock, (what) => noted.push(`${clock.now()} ${what}`)));
  assert.deepEqual(noted, expected);
}

test('virtual clock: sleepers wake in the order of their hour, then of their lying down', () =>
  check(
    (clock, note) =>
      Promise.all(
        [200, 100, 100].map((ms, index) => clock.sleep(ms, never).then(() => note(`after ${ms}, ${index}`))),
      ),
    ['100 after 100, 1', '100 after 100, 2', '200 after 200, 0'],
  ));

test('virtual clock: no time passes for what needs none', () =>
  check(
    async (clock, note) => {
      await clock.sleep(0, never);
      await clock.sleep(-5, never);
      note('done');
    },
    ['0 done'],
  ));

test('virtual clock: an abort wakes at once', () =>
  check(
    async (clock, note) => {
      const abort = new AbortController();
      const slept = clock.sleep(1000, abort.signal).then(() => note('woken'));
      await clock.sleep(10, never);
      abort.abort();
      await slept;
    },
    ['10 woken'],
  ));

test('virtual clock: what the work throws is thrown, and waiting for what never comes is an error', async () => {
  const clock = new VirtualClock();
  await assert.rejects(clock.run(Promise.reject(new Error('mine'))), /mine/);
  await assert.rejects(clock.run(Promise.withResolvers<void>().promise), /not on this clock/);
});
