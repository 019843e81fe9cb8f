import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { probe } from '../../../server/models/endpoint/probe.ts';
import type { ProbeReport } from '../../../server/models/endpoint/probe-report.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { type Answer, closedOrigin, events, HttpEndpoint } from '../../support/http-endpoint.ts';
import { chatChunks, completionChunks } from '../../support/openai-replies.ts';
import { direct } from '../../support/send.ts';
import { tokens } from '../../support/tokens.ts';

interface Case {
  /** To the first request; then to the one at another temperature, and to the one with another suffix. */
  readonly answers: readonly Answer[];
  readonly model?: string;
  readonly dialect?: string;
  readonly url?: string;
}

/** Probes a server that gives these answers, and holds what is reported against what is expected of it. */
async function check(
  { answers, model = 'gpt-4o-mini', dialect = 'openai-chat', url }: Case,
  expected: Partial<ProbeReport>,
): Promise<void> {
  await using endpoint = await HttpEndpoint.start(...answers);
  const settings = { url: url ?? endpoint.origin, model, dialect };
  const report = await probe(
    {
      settings,
      send: direct,
      clock: new FakeClock(),
      topLogprobs: 20,
      maxTokens: 12,
      apiKey: () => Promise.resolve('sk-secret'),
    },
    new AbortController().signal,
  );
  const told = JSON.stringify(report).replaceAll(settings.url, 'ORIGIN');
  assert.doesNotMatch(told, /sk-secret|fibonacci/, 'neither the key nor a text is repeated');
  assert.partialDeepStrictEqual(JSON.parse(told) as ProbeReport, expected);
}

const chat = (notation: string): Answer => ({ pieces: events(...chatChunks(tokens(notation))) });
const legacy = (notation: string): Answer => ({ pieces: events(...completionChunks(tokens(notation))) });
const good = chat('·fibonacci .9 | ·n .05 | ·1 .01 → ( .99 | [ .001');
const elsewhere = chat('·memoised .8 | ·fibonacci .1 | ·n .05');

describe('an endpoint that can be used', () => {
  it('is told with its route, its alternatives and what it makes of the text after the cursor', () =>
    check(
      { answers: [good, good, elsewhere] },
      {
        usable: true,
        remarks: ['Only 3 alternatives a token come: fewer than 5 make for many silences.'],
        dialect: 'openai-chat',
        route: 'chat',
        fillsInMiddle: false,
        grading: 'graded',
        suffix: 'used',
        alternatives: { asked: 20, least: 2, most: 3 },
      },
    ));

  it('is told when it ignores the text after the cursor', () =>
    check(
      { answers: [good, good, good] },
      {
        usable: true,
        suffix: 'ignored',
        remarks: [
          'The text after the cursor is sent, but ignored: a model with fill-in-the-middle would do better.',
          'Only 3 alternatives a token come: fewer than 5 make for many silences.',
        ],
      },
    ));

  it('is told when it gets no text after the cursor', () =>
    check(
      {
        answers: [legacy('·f .9 | ·n .05 → ( .9 | [ .1')],
        model: 'davinci-002',
        dialect: 'openai-completions',
      },
      { usable: true, suffix: 'not sent', grading: 'graded', alternatives: { asked: 5, least: 2, most: 2 } },
    ));

  it('is told with what the engine sends, without the text', () =>
    check(
      { answers: [legacy('·f .9 | ·n .05')], model: 'davinci-002', dialect: 'openai-completions' },
      {
        sends: {
          url: 'ORIGIN/v1/completions',
          keyHeader: 'authorization',
          body: { model: 'davinci-002', prompt: '<text before>', stream: true, max_tokens: 12, logprobs: 5 },
        },
      },
    ));
});

describe('an endpoint whose probabilities are no good', () => {
  const silent = { pieces: events({ choices: [{ index: 0, delta: { content: ' fibonacci(n - 1)' } }] }) };
  for (const [name, answers, expected] of [
    [
      'has none',
      [silent],
      {
        remarks: [
          'ORIGIN gives no token probabilities for the model "gpt-4o-mini": choose a model with logprobs.',
        ],
      },
    ],
    ['has placeholders', [chat('·f 1 → ( 1')], { grading: 'placeholders' }],
    [
      'has those after sampling',
      [good, chat('·fibonacci .5 | ·n .2 | ·1 .1'), good],
      { grading: 'after sampling' },
    ],
  ] satisfies [string, Answer[], Partial<ProbeReport>][]) {
    it(name, () => check({ answers }, { usable: false, ...expected }));
  }
});

describe('what goes wrong is told with its cause and a next step', () => {
  const json = { 'content-type': 'application/json' };
  const error = (status: number, message = 'no'): Answer => ({
    status,
    headers: json,
    pieces: [JSON.stringify({ error: { message } })],
  });
  for (const [name, answers, remark] of [
    ['a wrong key', [error(401)], 'ORIGIN does not accept the API key (401): set a valid key.'],
    [
      'an unknown model',
      [error(404, 'The model does not exist')],
      'ORIGIN knows no such address or no model "gpt-4o-mini" (404): check sureline.endpoint.url, which often ends in /v1, and sureline.endpoint.model.',
    ],
    [
      'a model without logprobs',
      [error(403, 'You are not allowed to request logprobs from this model')],
      'ORIGIN gives no token probabilities for the model "gpt-4o-mini": choose a model with logprobs.',
    ],
    [
      'a page for people',
      [{ headers: { 'content-type': 'text/html' }, pieces: ['<html>'] }],
      'ORIGIN answered with something else than a completion: check that sureline.endpoint.url is the address of its API; it often ends in /v1.',
    ],
  ] satisfies [string, Answer[], string][]) {
    it(name, () => check({ answers }, { usable: false, remarks: [remark] }));
  }

  it('nobody there', async () => {
    const url = await closedOrigin();
    const remark = 'ORIGIN refuses the connection: start the server, or correct sureline.endpoint.url.';
    await check({ answers: [], url }, { usable: false, remarks: [remark] });
  });

  it('settings that name no place', async () => {
    const remark = 'sureline.endpoint.url is no web address: write it like http://localhost:11434/v1.';
    await check({ answers: [], url: 'nowhere' }, { usable: false, remarks: [remark] });
  });
});
