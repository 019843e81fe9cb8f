import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { describe, it } from 'node:test';
import { noProxy } from '../../../server/lsp/proxy.ts';
import { createSend } from '../../../server/main/send.ts';
import { EndpointModel } from '../../../server/models/endpoint/endpoint-model.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { events } from '../../support/http-endpoint.ts';
import { completionChunks } from '../../support/openai-replies.ts';
import { answers, chunk, chunked, http, json, RawEndpoint, stream } from '../../support/raw-endpoint.ts';
import { tokens } from '../../support/tokens.ts';

/** What an endpoint model makes of a reply that breaks off, and when it asks again, over real sockets. */
interface Fault {
  readonly answer?: (socket: Socket, endpoint: RawEndpoint) => unknown;
  /** Nothing more comes: what ends it is time. */
  readonly waits?: true;
}

const [first = ''] = events(...completionChunks(tokens`·a .98 | ·b .01`));

/** What came of each request, after pauses in milliseconds: how often it was sent, the steps that came, and the sentence. */
async function replyTo(fault: Fault, pauses: readonly number[] = [0]): Promise<string[]> {
  await using endpoint = await RawEndpoint.start('http', (socket) => fault.answer?.(socket, endpoint));
  const clock = new FakeClock();
  const model = new EndpointModel({
    // Legacy completions: steps of a chat are held back until it is clear that they are no echo.
    settings: { url: endpoint.origin, model: 'davinci-002', dialect: 'openai-completions' },
    send: createSend({ environment: {}, proxy: noProxy }),
    apiKey: () => Promise.resolve(undefined),
    clock,
    log: { info() {}, warn() {} },
    onState() {},
  });
  const prompt = { uri: '', languageId: '', prefix: 'a', suffix: '', maxTokens: 4, topLogprobs: 5 };
  const replies: string[] = [];
  for (const pause of pauses) {
    await clock.advance(pause);
    const before = endpoint.requests.length;
    const reply = { text: '' };
    const read = async (): Promise<void> => {
      for await (const step of model.complete(prompt, new AbortController().signal)) {
        reply.text += step.logprob === undefined ? '?' : step.text;
        if (fault.waits) void clock.advance(5000);
      }
    };
    await read().catch((error: unknown) => (reply.text += `! ${(error as Error).message}`));
    replies.push(`${endpoint.requests.length - before}: ${reply.text.replaceAll(endpoint.origin, 'ORIGIN')}`);
  }
  return replies;
}

describe('what came before the fault stays', () => {
  for (const [name, fault, expected] of [
    [
      'a stream that drips',
      { answer: answers(stream + first), waits: true },
      '1:  a! ORIGIN sent nothing for 5 s: check that it is not overloaded, or choose a faster model.',
    ],
    [
      'a stream that is cut off',
      { answer: (socket: Socket) => socket.write(chunked + chunk(first), () => socket.resetAndDestroy()) },
      '1:  a! ORIGIN broke off in the middle of its answer: see the log of that server.',
    ],
    [
      'a stream whose mark of the end is the last that comes',
      { answer: answers(`${stream}${first}data: [DONE]\n\n`) },
      '1:  a',
    ],
    [
      'a stream without an end, of more than was asked for',
      {
        answer: (socket: Socket) =>
          [first, ...Array<string>(40).fill(first)].reduce(
            (_, one) => socket.write(one),
            socket.write(stream),
          ),
      },
      '1:  a a a a',
    ],
  ] satisfies [string, Fault, string][]) {
    it(name, async () => assert.deepEqual(await replyTo(fault), [expected]));
  }
});

describe('an endpoint that fails is left alone', () => {
  const limited = (wish: string) => ({
    answer: answers(http('{}', { ...json, status: '429 Too Many Requests', 'Retry-After': wish })),
  });
  for (const [name, fault, pauses, asked] of [
    [
      'for growing pauses',
      { answer: answers(http('', { status: '503 Busy' })) },
      [0, 1999, 1, 3999, 1],
      [1, 0, 1, 0, 1],
    ],
    ['for as long as it wants', limited('60'), [0, 2000, 57_999, 1], [1, 0, 0, 1]],
    ['for no longer than five minutes', limited('86400'), [0, 299_999, 1], [1, 0, 1]],
    ['for the usual pause where its wish makes no sense', limited('soon'), [0, 1999, 1], [1, 0, 1]],
  ] satisfies [string, Fault, number[], number[]][]) {
    it(name, async () => {
      const replies = await replyTo(fault, pauses);
      assert.deepEqual(
        replies.map((reply) => Number.parseInt(reply, 10)),
        asked,
      );
    });
  }
});

it('settings that change have it asked at once, with the key that then holds', async () => {
  await using endpoint = await RawEndpoint.start('http', (socket, request) =>
    request.includes('sk-new')
      ? socket.end(`${stream}${first}data: [DONE]\n\n`)
      : socket.write(http('{}', { ...json, status: '401 Unauthorized' })),
  );
  let key = 'sk-old';
  const model = new EndpointModel({
    settings: { url: endpoint.origin, model: 'davinci-002', dialect: 'openai-completions' },
    send: createSend({ environment: {}, proxy: noProxy }),
    apiKey: () => Promise.resolve(key),
    clock: new FakeClock(),
    log: { info() {}, warn() {} },
    onState() {},
  });
  const reply = async (): Promise<string> => {
    const prompt = { uri: '', languageId: '', prefix: 'a', suffix: '', maxTokens: 4, topLogprobs: 5 };
    let text = '';
    for await (const step of model.complete(prompt, new AbortController().signal)) text += step.text;
    return text;
  };
  await assert.rejects(reply(), /does not accept the API key/);
  key = 'sk-new';
  await assert.rejects(reply(), /does not accept the API key/);
  assert.equal(endpoint.requests.length, 1);
  model.retry();
  assert.equal(await reply(), ' a');
});
