import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { tokens } from '../support/tokens.ts';
import { Session } from './session.ts';

const sure = { workspace: { f: tokens('oobar .97') } };

/** The counts after `foo` was typed along a suggestion, which is shown three times, and these names were accepted. */
async function check(accepted: readonly string[], expected: number): Promise<void> {
  const session = new Session(sure);
  await session.type('foo');
  for (const id of accepted) session.engine.accepted(id);
  assert.deepEqual(session.engine.tally, { shown: 3, accepted: expected });
  await session.end();
}

describe('what was shown and accepted', () => {
  const rows: readonly [string, readonly string[], number][] = [
    ['nothing', [], 0],
    ['the last one', ['3'], 1],
    ['an earlier one', ['1'], 1],
    ['one twice', ['2', '2'], 1],
    ['names never given', ['0', '4', '-1', '1.0', '', 'x'], 0],
  ];
  for (const [name, accepted, expected] of rows) it(name, () => check(accepted, expected));

  it('each suggestion has its own name, also those that are only explained or held back', async () => {
    const session = new Session({ ...sure, settings: { delay: 100 } });
    await session.type('f');
    await session.explain();
    await session.type('o');
    await session.clock.advance(100);
    session.ask('invoked');
    await session.clock.advance(0);
    const names = session.outcomes.flatMap((outcome) => (outcome.kind === 'shown' ? [outcome.id] : []));
    assert.equal(names.length, 2);
    assert.equal(new Set(names).size, 2);
    await session.end();
  });
});
