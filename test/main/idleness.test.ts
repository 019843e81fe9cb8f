import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Idleness } from '../../server/main/idleness.ts';
import { FakeClock } from '../support/fake-clock.ts';

type Event = 'idle' | 'ended' | number;

/** What is done after a server becomes idle, is ended, or so many milliseconds pass. */
async function check(
  events: readonly Event[],
  expected: readonly string[],
  warmUp = () => Promise.resolve(),
): Promise<void> {
  const clock = new FakeClock();
  const done: string[] = [];
  const idleness = new Idleness({
    clock,
    log: { info() {}, warn: (line) => done.push(line) },
    warmUp: () => {
      done.push('warmed up');
      return warmUp();
    },
  });
  for (const event of events) {
    if (event === 'idle') idleness.begin();
    else if (event === 'ended') idleness.end();
    else await clock.advance(event);
  }
  assert.deepEqual(done, expected);
}

it('it warms up a moment after it became idle', async () => {
  await check(['idle', 299], []);
  await check(['idle', 300], ['warmed up']);
});

it('once', () => check(['idle', 'idle', 300, 'idle', 300], ['warmed up']));

it('not where it has ended by then', () => check(['idle', 'ended', 300], []));

it('what goes wrong is told by its kind, without its text', () =>
  check(['idle', 300], ['warmed up', 'The first keys may take longer: TypeError'], () =>
    Promise.reject(Object.assign(new TypeError('const secret = 1'), { stack: '' })),
  ));
