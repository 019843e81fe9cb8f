import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { test } from 'node:test';
import { systemClock } from '../../server/main/system-clock.ts';

const HOURS = 10_000_000;

/** Sleeps while something happens to the signal; resolves only if that wakes it, and leaves no listener behind. */
async function check(ms: number, happen: (controller: AbortController) => void): Promise<void> {
  const controller = new AbortController();
  const asleep = systemClock.sleep(ms, controller.signal);
  happen(controller);
  await asleep;
  assert.equal(getEventListeners(controller.signal, 'abort').length, 0);
}

test('a sleeper wakes when its time has come, or at once when its signal aborts', async () => {
  await check(HOURS, (controller) => controller.abort());
  await check(0, () => {});
  await check(-1, () => {});
  await check(1, () => {});
  const aborted = AbortSignal.abort();
  await systemClock.sleep(HOURS, aborted);
});

test('time never goes back', () => {
  const before = systemClock.now();
  assert.ok(systemClock.now() >= before);
});
