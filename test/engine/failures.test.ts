import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Step } from '../../server/completion/continuation.ts';
import { type Model, ModelFailure } from '../../server/models/model.ts';
import { tokens } from '../support/tokens.ts';
import { check, type Scenario, Session } from './session.ts';

const failed = new ModelFailure('The endpoint does not answer: start it, or change endpoint.url.');
const SECRET = 'text of the document';

describe('a model that fails', () => {
  it('leaves what is sure without it', () =>
    check({ endpoint: [{ steps: tokens('foo .98 → bar .99'), failure: failed }] }, ['f', 75], {
      told: ['f[oobar] 0.988 endpoint'],
    }));

  it('is named even when another model has an unsure answer', () =>
    check({ workspace: { f: tokens('oo .9') }, endpoint: [{ steps: [], failure: failed }] }, ['f', 75], {
      told: ['f█ model-failed'],
    }));

  it('is not asked, and not named, where the model in process is sure', () =>
    check(
      { workspace: { fo: tokens('o .99') }, endpoint: [{ steps: [], failure: failed }] },
      ['f', 75, 'o', 1000],
      {
        told: ['f█ model-failed', 'fo[o] 0.990 workspace'],
      },
    ));

  it('fails again at the next key without a line in the log', async () => {
    const session = new Session({
      endpoint: [
        { steps: [], failure: failed },
        { steps: [], failure: failed },
      ],
    });
    await session.type('f');
    await session.clock.advance(75);
    await session.type('o');
    await session.clock.advance(75);
    assert.deepEqual([session.told, session.logged], [['f█ model-failed', 'fo█ model-failed'], []]);
    await session.end();
  });
});

describe('a model that throws what it never should', () => {
  const garbage: readonly unknown[] = [
    new TypeError(SECRET),
    SECRET,
    undefined,
    null,
    42,
    { message: SECRET },
  ];
  for (const thrown of garbage) {
    const name = thrown instanceof Error ? 'a TypeError' : JSON.stringify(thrown);

    it(`${name}, while streaming: it has failed, and the log says so once without the text`, async () => {
      const script = { steps: [], failure: thrown };
      const session = new Session({ endpoint: [script, script] });
      await session.type('f');
      await session.clock.advance(75);
      await session.type('o');
      await session.clock.advance(75);
      assert.deepEqual(session.told, ['f█ model-failed', 'fo█ model-failed']);
      assert.equal(session.logged.length, 1);
      assert.doesNotMatch(session.logged.join('\n'), new RegExp(SECRET));
      await session.end();
    });

    it(`${name}, in process: an internal error, never a rejection`, async () => {
      const scenario: Scenario = { models: [modelThat(() => raise(thrown))] };
      const session = new Session(scenario);
      await session.type('fo');
      assert.deepEqual(session.told, ['f█ internal-error', 'fo█ internal-error']);
      assert.equal(session.logged.length, 1);
      assert.doesNotMatch(session.logged.join('\n'), new RegExp(SECRET));
      await session.end();
    });
  }

  it('or when asked whether a file is excluded', () =>
    check({ excluded: () => raise(new Error(SECRET)) }, ['f'], { told: ['f█ internal-error'] }));
});

function modelThat(complete: () => Iterable<Step>): Model {
  return { source: 'workspace', immediate: true, complete };
}

function raise(thrown: unknown): never {
  throw thrown;
}
