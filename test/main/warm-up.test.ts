import assert from 'node:assert/strict';
import { it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { warmUp } from '../../server/main/warm-up.ts';

/** Keys pressed where it is stopped after so many turns of the event loop. */
async function check(turns: number): Promise<number> {
  const stop = new AbortController();
  const pressed = warmUp(() => setImmediate(), stop.signal);
  for (let turn = 0; turn < turns; turn++) await setImmediate();
  stop.abort();
  return pressed;
}

it('a text is typed, key by key', async () => {
  assert.ok((await warmUp(() => setImmediate(), new AbortController().signal)) > 1000);
});

it('others have their turn in between, and can stop it', async () => {
  const pressed = await check(50);
  assert.ok(pressed > 0 && pressed <= 50, String(pressed));
});
