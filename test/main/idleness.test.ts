import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Idleness } from '../../server/main/idleness.ts';
import { FakeClock, settled } from '../support/fake-clock.ts';

type Event = 'idle' | 'key' | 'ended' | number;

/** What is done after a server becomes idle, is ended, or so many milliseconds pass. */
async function check(
  events: readonly Event[],
  expected: readonly string[],
  warmUp = (_turn: () => Promise<void>) => Promise.resolve(),
): Promise<void> {
  const clock = new FakeClock();
  const done: string[] = [];
  const idleness = new Idleness({
    clock,
    log: { info() {}, warn: (line) => done.push(line) },
    warmUp: async (turn) => {
      done.push('warmed up');
      await warmUp(turn);
      done.push('done');
    },
  });
  for (const event of events) {
    if (event === 'idle') idleness.begin();
    else if (event === 'key') idleness.disturb();
    else if (event === 'ended') idleness.end();
    else await clock.advance(event);
    await settled();
  }
  assert.deepEqual(done, expected);
}

it('it warms up a moment after it became idle', async () => {
  await check(['idle', 299], []);
  await check(['idle', 300], ['warmed up', 'done']);
});

it('once', () => check(['idle', 'idle', 300, 'idle', 300], ['warmed up', 'done']));

describe('it waits while somebody types', () => {
  const once = (turn: () => Promise<void>): Promise<void> => turn();
  const rows: readonly (readonly [title: string, events: readonly Event[], expected: readonly string[]])[] = [
    ['nobody does', ['idle', 300], ['warmed up', 'done']],
    ['a key has just come', ['idle', 200, 'key', 100], ['warmed up']],
    ['one more', ['idle', 200, 'key', 100, 'key', 199], ['warmed up']],
    ['and no other for a while', ['idle', 200, 'key', 100, 200], ['warmed up', 'done']],
    ['it has ended meanwhile', ['idle', 200, 'key', 100, 'ended'], ['warmed up', 'done']],
  ];
  for (const [title, events, expected] of rows) it(title, () => check(events, expected, once));
});

it('not where it has ended by then', () => check(['idle', 'ended', 300], []));

it('what goes wrong is told by its kind, without its text', () =>
  check(['idle', 300], ['warmed up', 'The first keys may take longer: TypeError'], () =>
    Promise.reject(Object.assign(new TypeError('const secret = 1'), { stack: '' })),
  ));
