import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Explanation } from '../../server/completion/explanation.ts';
import { tokens, written } from '../support/tokens.ts';
import { type Event, type Scenario, Session } from './session.ts';

/** The explanation after some events, a line for each reading. */
async function check(
  scenario: Scenario,
  events: readonly Event[],
  expected: readonly string[],
): Promise<Explanation> {
  const session = new Session(scenario);
  for (const event of events) {
    if (typeof event === 'string') await session.type(event);
    else if (typeof event === 'number') await session.clock.advance(event);
    else await event(session);
  }
  const { outcome, cutoff, readings, timings } = await session.explain();
  const lines = readings.map(({ source, cached, typed, steps, best, verdict }) => {
    const nearest = best
      ? ` "${best.text}" ${best.estimate.toFixed(3)}, at least ${best.floor.toFixed(3)}`
      : '';
    return `${cached ? 'cached ' : ''}${source} "${typed}": ${steps.length > 0 ? `${written(steps)} ` : ''}${verdict}${nearest}`;
  });
  assert.deepEqual([`${outcome.kind} at ${cutoff}`, ...lines], expected);
  await session.end();
  return { outcome, cutoff, readings, timings };
}

describe('why this, or why nothing', () => {
  it('of what was shown last: tokens, probabilities and alternatives', async () => {
    await check(
      { workspace: { f: tokens('oo .97 | ar .02') } },
      ['f'],
      ['shown at 0.95', 'workspace "": oo 0.97 | ar 0.02 passes "oo" 0.970, at least 0.970'],
    );
  });

  it('of silence: what came nearest', async () => {
    await check(
      { workspace: { f: tokens('oo .9') } },
      ['f'],
      ['silent at 0.95', 'workspace "": oo 0.9 below-cutoff "oo" 0.900, at least 0.900'],
    );
  });

  it('estimate and floor apart, and what was read again apart from what was asked', async () => {
    await check(
      { endpoint: [{ steps: tokens('foo .97') }] },
      ['f', 75, 'o'],
      [
        'shown at 0.95',
        'cached endpoint "fo": foo 0.97 passes "o" 0.999, at least 0.970',
        'workspace "": nothing-known',
      ],
    );
  });

  it('of a place not asked about before, it asks', async () => {
    await check(
      { source: 'f█', workspace: { f: tokens('oo .97') } },
      [],
      ['shown at 0.95', 'workspace "": oo 0.97 passes "oo" 0.970, at least 0.970'],
    );
  });

  it('of another place in the same text, it asks', async () => {
    const session = new Session({ workspace: { f: tokens('oo .97') } });
    await session.type('f');
    const elsewhere = { ...session.request(), offset: 0 };
    const { outcome } = await session.engine.explain(elsewhere, new AbortController().signal);
    assert.deepEqual(outcome, { kind: 'silent', reason: 'nothing-known' });
    await session.end();
  });

  it('with the cutoff that was in force', async () => {
    await check(
      { workspace: { f: tokens('oo .97') } },
      ['f', (session) => session.configure({ cutoff: 0.99 })],
      ['shown at 0.95', 'workspace "": oo 0.97 passes "oo" 0.970, at least 0.970'],
    );
  });

  it('with the time each stage took', async () => {
    const { timings } = await check(
      { endpoint: [{ steps: tokens('foo .97'), every: 100 }] },
      ['f', 175],
      [
        'shown at 0.95',
        'workspace "": nothing-known',
        'endpoint "f": foo 0.97 passes "oo" 0.997, at least 0.970',
      ],
    );
    assert.deepEqual(timings, [
      { stage: 'known', at: 0 },
      { stage: 'workspace', at: 0 },
      { stage: 'endpoint', at: 175 },
    ]);
  });
});
