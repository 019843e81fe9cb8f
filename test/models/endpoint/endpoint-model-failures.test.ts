import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Answer, closedOrigin, HttpEndpoint } from '../../support/http-endpoint.ts';
import { chat, check, sumWritten } from './asking.ts';

describe('a failure', () => {
  const html: Answer = { headers: { 'content-type': 'text/html' }, pieces: ['<!doctype html><html></html>'] };
  const refusal = (status: number, message: string, code: string | null = null): Answer => ({
    status,
    headers: { 'content-type': 'application/json' },
    pieces: [JSON.stringify({ error: { message, type: 'invalid_request_error', param: null, code } })],
  });
  const noApi =
    'ORIGIN answered with something else than a completion: check that sureline.endpoint.url is the address of its API; it often ends in /v1.';
  const noLogprobs =
    'ORIGIN gives no token probabilities for the model "gpt-4o-mini": choose a model with logprobs.';
  for (const [name, answer, sentence] of [
    [
      'a wrong key',
      refusal(401, 'Incorrect API key provided: sk-secret'),
      'ORIGIN does not accept the API key (401): set a valid key.',
    ],
    [
      'a key without leave',
      refusal(403, 'Forbidden'),
      'ORIGIN does not allow this request (403): check what the API key may do, and whether it may use the model "gpt-4o-mini".',
    ],
    [
      'a model that must not give logprobs',
      refusal(403, 'You are not allowed to request logprobs from this model'),
      noLogprobs,
    ],
    [
      'a model that has no logprobs',
      refusal(
        400,
        "Unsupported parameter: 'logprobs' is not supported with this model.",
        'unsupported_parameter',
      ),
      noLogprobs,
    ],
    [
      'an unknown model',
      refusal(404, 'The model does not exist', 'model_not_found'),
      'ORIGIN knows no such address or no model "gpt-4o-mini" (404): check sureline.endpoint.url, which often ends in /v1, and sureline.endpoint.model.',
    ],
    [
      'a request not understood',
      refusal(422, 'def add(a, b)', 'extra_forbidden'),
      'ORIGIN does not understand the request (422, extra_forbidden): try another sureline.endpoint.dialect or sureline.endpoint.model.',
    ],
    [
      'too many requests',
      refusal(429, 'Rate limit reached'),
      'ORIGIN takes no more requests for now (429): wait, or check the limits and the credit of the account.',
    ],
    [
      'an overloaded server',
      { status: 503, pieces: ['<html>'] },
      'ORIGIN has an error of its own (503): see the log of that server, or wait.',
    ],
    [
      'a redirect',
      { status: 307, headers: { location: 'http://127.0.0.1:9/v1' } },
      'ORIGIN redirects to another address (307), which is not followed: set sureline.endpoint.url to the address that it redirects to.',
    ],
    ['a page for people', html, noApi],
    [
      'an error under a status of success',
      {
        headers: { 'content-type': 'application/json' },
        pieces: ['{"error":"Unexpected endpoint or method"}'],
      },
      'ORIGIN reported an error instead of an answer: see the log of that server, and check sureline.endpoint.url and sureline.endpoint.model.',
    ],
    [
      'JSON of another kind',
      { headers: { 'content-type': 'application/json' }, pieces: ['{"hello":"world"}'] },
      noApi,
    ],
    ['events that are no JSON', { pieces: ['data: hello\n\n'] }, noApi],
    [
      'NaN in JSON',
      { pieces: ['data: {"choices":[{"logprobs":{"content":[{"token":"a","logprob":NaN}]}}]}\n\n'] },
      noApi,
    ],
    ['nothing at all', { pieces: [] }, noApi],
  ] satisfies [string, Answer, string][]) {
    it(`${name} is told in one sentence, after one request, without the key or the text`, async () => {
      const { replies, received, log, states } = await check({
        answers: [answer],
        key: 'sk-secret',
        pauses: [0, 0, 1000],
      });
      assert.deepEqual(replies, [`! ${sentence}`, `! ${sentence}`, `! ${sentence}`]);
      assert.equal(received.length, 1);
      assert.deepEqual(log, [sentence]);
      assert.equal(states.length, 1);
      assert.ok(!/sk-|def add/.test(JSON.stringify([log, states])));
    });
  }

  for (const [name, settings, sentence] of [
    [
      'a refused connection',
      async () => ({ url: await closedOrigin() }),
      / refuses the connection: start the server, or correct sureline\.endpoint\.url\.$/,
    ],
    ['a URL that is none', () => ({ url: 'localhost' }), /^! sureline\.endpoint\.url is no web address/],
    [
      'a URL with a password',
      () => ({ url: 'http://me:sk-secret@localhost/v1' }),
      /^! sureline\.endpoint\.url holds a user name or password: (?!.*sk-)/,
    ],
    [
      'no model',
      () => ({ model: ' ' }),
      /^! sureline\.endpoint\.model is empty: set it to a model that ORIGIN has\.$/,
    ],
    [
      'an unknown dialect',
      () => ({ dialect: 'esperanto' }),
      /^! "esperanto" is no dialect: set sureline\.endpoint\.dialect to one of auto, [a-z, -]+\.$/,
    ],
  ] as const) {
    it(`${name} is told without sending anything`, async () => {
      const { replies, received, log } = await check({
        answers: [chat],
        settings: await settings(),
        pauses: [0, 5000],
      });
      assert.match(replies[0] ?? '', sentence);
      assert.equal(replies[1], replies[0]);
      assert.equal(received.length, 0);
      assert.equal(log.length, 1);
    });
  }

  it('a redirect leads neither the text nor the key to another host', async () => {
    await using other = await HttpEndpoint.start(chat);
    await check({ answers: [{ status: 307, headers: { location: other.origin } }], key: 'sk-secret' });
    assert.equal(other.received.length, 0);
  });

  it('a key that no header can carry is not repeated in the message', async () => {
    const { replies, received } = await check({ answers: [chat], key: 'sk-secret\u2026' });
    assert.deepEqual(replies, ['! The API key holds characters that no key has: set it again.']);
    assert.equal(received.length, 0);
  });

  it('is followed by pauses that grow from 2 s to 5 min, and by one state', async () => {
    const answers = [{ status: 500 }];
    const pauses = [
      0, 1999, 1, 3999, 1, 7999, 1, 15_999, 1, 31_999, 1, 63_999, 1, 127_999, 1, 255_999, 1, 299_999, 1,
      299_999, 1,
    ];
    const { received, log, states } = await check({ answers, pauses });
    assert.equal(received.length, 11);
    assert.deepEqual([log.length, states.length], [1, 1]);
  });

  it('is forgotten at the first answer', async () => {
    const failing = { status: 500 };
    const { replies, received, states } = await check({
      answers: [failing, failing, chat, failing, chat],
      pauses: [0, 2000, 4000, 0, 1999, 1],
    });
    assert.deepEqual(
      replies.map((reply) => reply === sumWritten),
      [false, false, true, false, false, true],
    );
    assert.equal(received.length, 5);
    assert.deepEqual(
      states.map((state) => state === 'ok'),
      [false, true, false, true],
    );
  });
});
