import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Health } from '../../../server/models/endpoint/health.ts';
import { FakeClock } from '../../support/fake-clock.ts';

type Event = 'ok' | `fails ${string}` | number;

/** What is told after some events, where a number lets milliseconds pass; and how long the endpoint then rests. */
async function check(happened: readonly Event[], told: readonly string[], rest: number): Promise<void> {
  const clock = new FakeClock();
  const lines: string[] = [];
  const health = new Health({
    clock,
    log: { info() {}, warn: (line) => lines.push(`log: ${line}`) },
    onState: (state) => lines.push(`state: ${state === 'ok' ? 'ok' : state.failed}`),
  });
  for (const event of happened) {
    if (typeof event === 'number') await clock.advance(event);
    else if (event === 'ok') health.succeeded();
    else health.failed(event);
  }
  assert.deepEqual(lines, told);
  const since = clock.now();
  while (health.resting) await clock.advance(1000);
  assert.equal(clock.now() - since, rest);
}

const rows: readonly [string, readonly Event[], readonly string[], number][] = [
  ['a first success is told', ['ok', 'ok'], ['state: ok'], 0],
  ['a failure is told and logged', ['fails a'], ['log: fails a', 'state: fails a'], 2000],
  [
    'failures at the same time are one',
    ['fails a', 'fails a', 1000, 'fails a'],
    ['log: fails a', 'state: fails a'],
    1000,
  ],
  [
    'failures after each other rest longer',
    ['fails a', 2000, 'fails a', 4000, 'fails a'],
    ['log: fails a', 'state: fails a'],
    8000,
  ],
  [
    'another failure is told and logged',
    ['fails a', 2000, 'fails b'],
    ['log: fails a', 'state: fails a', 'log: fails b', 'state: fails b'],
    4000,
  ],
  [
    'a failure that comes back is told but logged once',
    ['fails a', 'ok', 'fails a'],
    ['log: fails a', 'state: fails a', 'state: ok', 'state: fails a'],
    2000,
  ],
];
for (const [name, happened, told, rest] of rows) it(name, () => check(happened, told, rest));
