import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Engine } from '../../../server/engine/engine.ts';
import { EndpointModel } from '../../../server/models/endpoint/endpoint-model.ts';
import { silentLog } from '../../../server/base/log.ts';
import { defaultSettings } from '../../../server/settings/settings.ts';
import { direct } from '../../support/send.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { type Answer, events, HttpEndpoint } from '../../support/http-endpoint.ts';
import { marked } from '../../support/marked.ts';
import { chatChunks, completionChunks } from '../../support/openai-replies.ts';
import { tokens } from '../../support/tokens.ts';

interface Case {
  readonly source: string;
  readonly model: string;
  readonly answer: Answer;
}

/** From settings to what is shown at a cursor, or the reason for silence with its detail. */
async function check({ source, model: name, answer }: Case, expected: string): Promise<void> {
  await using server = await HttpEndpoint.start(answer);
  const clock = new FakeClock();
  const endpoint = { url: server.origin, model: name, dialect: 'auto' };
  const model = new EndpointModel({
    settings: endpoint,
    apiKey: () => Promise.resolve('sk-secret'),
    send: direct,
    clock,
    log: silentLog,
    onState() {},
  });
  const engine = new Engine({ clock, log: silentLog, exclusions: { covers: () => false } });
  engine.configure({ ...defaultSettings, endpoint }, [model]);
  const { text, offset } = marked(source);
  const document = { uri: 'file:///a.ts', languageId: 'typescript', version: 1, text };
  const asked = engine.complete({ document, offset, trigger: 'automatic' }, new AbortController().signal);
  await clock.advance(1000);
  const outcome = await asked;
  assert.equal(server.received.length, 1);
  const told = outcome.kind === 'shown' ? `${outcome.text} ${outcome.confidence.toFixed(2)}` : outcome.reason;
  assert.equal(told, expected);
}

const chat = (notation: string): Answer => ({ pieces: events(...chatChunks(tokens(notation))) });
const legacy = (notation: string): Answer => ({ pieces: events(...completionChunks(tokens(notation))) });

describe('what an endpoint is sure of is shown', () => {
  const source = 'My least favorite TV show is Breaking Bad█';
  for (const [name, asked, expected] of [
    [
      'from a chat model',
      { source, model: 'gpt-4o-mini', answer: chat('·Bad .98 | · .01 → ·because .97 | , .02 → ·it .4') },
      ' because 0.97',
    ],
    [
      'from a legacy model',
      { source, model: 'davinci-002', answer: legacy('·Bad .98 | · .01 → ·because .97 | , .02 → ·it .4') },
      ' because 0.97',
    ],
    [
      'after a chat model repeated the line',
      {
        source: 'const total = items█',
        model: 'gpt-4o-mini',
        answer: chat('const .999 → ·total .999 → ·= .999 → ·items .999 → .map .98 → ( .5'),
      },
      '.map 0.98',
    ],
    [
      'at the start of a line',
      { source: 'import os\n█', model: 'gpt-4o-mini', answer: chat('import .99 → ·sys .98 → ⏎ .6') },
      'import sys 0.97',
    ],
  ] as const) {
    it(name, () => check(asked, expected));
  }
});

describe('what it is not sure of is not', () => {
  const source = 'const total = items█';
  const model = 'gpt-4o-mini';
  const silentReply = { pieces: events({ choices: [{ index: 0, delta: { content: ' items.map' } }] }) };
  for (const [name, answer, expected] of [
    ['below the cutoff', chat('·items .98 → .map .6 | . .3'), 'below-cutoff'],
    ['without logprobs', silentReply, 'model-failed'],
    ['certain of everything, as placeholders are', chat('·items 1 → .map 1'), 'unknown-probability'],
    ['repeating the line', chat('const .99 → ·total .99 → ·= .99'), 'unknown-probability'],
    [
      'repeating the line and the word',
      chat('const .99 → ·total .99 → ·= .99 → ·items .99'),
      'nothing-known',
    ],
    ['in a code fence', chat('``` .99 → ts .99'), 'unknown-probability'],
    ['with another word than was typed', chat('·rows .99 → ; .9'), 'ruled-out'],
    ['refused', { status: 401 }, 'model-failed'],
  ] as const) {
    it(name, () => check({ source, model, answer }, expected));
  }
});
