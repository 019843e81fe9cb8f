import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Settings } from '../../server/settings/settings.ts';
import { settled } from '../support/fake-clock.ts';
import { tokens } from '../support/tokens.ts';
import { Session } from './session.ts';

/** Milliseconds between the tokens of the reply: slow enough to type in between. */
const EVERY = 100;

/** Types up to where the start of a reply is shown while the rest arrives; returns what it grows to, if it does. */
async function check(
  reply: string,
  expected: string | undefined,
  { settings = {}, next = '' }: { settings?: Partial<Settings>; next?: string } = {},
): Promise<void> {
  const session = new Session({
    source: 'let total =█',
    settings,
    endpoint: [{ steps: tokens(reply), every: EVERY }],
  });
  await session.type(' ');
  await session.clock.advance(EVERY + 75);
  await session.type('s');
  await settled();
  const shown = session.outcomes.find(({ kind }) => kind === 'shown');
  assert.ok(shown?.kind === 'shown', JSON.stringify(session.told));
  const longer = session.engine.longer(session.request(), shown);
  if (next !== '') session.edit(next);
  await session.clock.advance(10 * EVERY);
  assert.equal((await longer)?.text, expected);
  await session.end();
}

describe('what is shown while its reply still arrives', () => {
  it('grows by what the reply becomes sure of', () =>
    check('·sum .99 → ( .995 → values .99 → ) .4', 'um(values'));
  it('does not grow by what it is unsure of', () => check('·sum .99 → ( .6 → values .99', undefined));
  it('does not grow by lines', () => check('·sum .99 → ;⏎ .995 → return .99', undefined));
  it('does not grow once the document is another', () =>
    check('·sum .99 → ( .995 → values .99', undefined, { next: 'u' }));
  it('does not grow where that is switched off', () =>
    check('·sum .99 → ( .995 → values .99', undefined, { settings: { push: false } }));
});
