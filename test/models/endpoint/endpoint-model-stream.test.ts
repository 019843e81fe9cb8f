import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { EndpointState } from '../../../server/models/endpoint/health.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { type Answer, events, HttpEndpoint } from '../../support/http-endpoint.ts';
import { chatChunks } from '../../support/openai-replies.ts';
import { tokens } from '../../support/tokens.ts';
import { chat, check, modelAt, plainPrompt, replyOf, sumWritten } from './asking.ts';

describe('a stream', () => {
  const whole = Buffer.from(events(...chatChunks(tokens`·"🧡é .98 → ; .97`)).join(''));
  const inPieces = (size: number): Uint8Array[] =>
    Array.from({ length: Math.ceil(whole.length / size) }, (_, at) =>
      whole.subarray(at * size, (at + 1) * size),
    );

  for (const size of [1, 7, 64, whole.length]) {
    it(`reads the same in pieces of ${size} bytes, through JSON and characters`, async () => {
      const { replies } = await check({ answers: [{ pieces: inPieces(size) }], prompt: { prefix: 'x =' } });
      assert.deepEqual(replies, ['·"🧡é 0.98 → ; 0.97']);
    });
  }

  for (const [name, answer, reply] of [
    [
      'with comments, usage and no mark of the end',
      { pieces: [': ping\n\n', ...(chat.pieces ?? []).slice(0, -1)] },
      sumWritten,
    ],
    ['with several tokens in one chunk', { pieces: events(several()) }, '·a 0.98 → ·+ 0.97'],
    [
      'that is one JSON object after all',
      { headers: { 'content-type': 'application/json' }, pieces: [JSON.stringify(atOnce(), undefined, 2)] },
      '·a 0.98 → ·+ 0.97',
    ],
    [
      'cut off between tokens',
      { pieces: (chat.pieces ?? []).slice(0, 2), ending: 'cut' },
      '·a 0.98 | ·b 0.01! ORIGIN broke off in the middle of its answer: see the log of that server.',
    ],
    [
      'cut off inside a chunk',
      { pieces: [...(chat.pieces ?? []).slice(0, 2), 'data: {"choi'] },
      '·a 0.98 | ·b 0.01! ORIGIN broke off in the middle of its answer: see the log of that server.',
    ],
    [
      'with an error in it',
      { pieces: [...(chat.pieces ?? []).slice(0, 2), 'data: {"error":{"message":"boom","code":500}}\n\n'] },
      '·a 0.98 | ·b 0.01! ORIGIN broke off in the middle of its answer: see the log of that server.',
    ],
    [
      'without logprobs',
      {
        pieces: events(
          { choices: [{ index: 0, delta: { content: ' a' } }] },
          { choices: [{ index: 0, delta: { content: ' + b' } }] },
        ),
      },
      '! ORIGIN gives no token probabilities for the model "gpt-4o-mini": choose a model with logprobs.',
    ],
  ] satisfies [string, Answer, string][]) {
    it(name, async () => {
      assert.deepEqual((await check({ answers: [answer] })).replies, [reply]);
    });
  }

  it('longer than asked for is read no further', async () => {
    const answers = [{ pieces: events(...chatChunks(tokens`·a .9 → ·b .9 → ·c .9 → ·d .9 → ·e .9`)) }];
    const { replies } = await check({ answers, prompt: { prefix: 'x', maxTokens: 2 } });
    assert.deepEqual(replies, ['·a 0.9 → ·b 0.9']);
  });

  it('ends the socket, and is no failure, when the signal aborts', async () => {
    await using endpoint = await HttpEndpoint.start({
      pieces: (chat.pieces ?? []).slice(0, 2),
      ending: 'open',
    });
    const states: EndpointState[] = [];
    const model = modelAt(endpoint, new FakeClock(), states);
    const controller = new AbortController();
    const seen: string[] = [];
    for await (const step of model.complete(plainPrompt, controller.signal)) {
      seen.push(step.text);
      controller.abort();
    }
    await endpoint.received[0]?.closed;
    assert.deepEqual(
      { seen, states, requests: endpoint.received.length },
      { seen: [' a'], states: ['ok'], requests: 1 },
    );
  });

  it('ends the socket when the reader leaves', async () => {
    await using endpoint = await HttpEndpoint.start({
      pieces: (chat.pieces ?? []).slice(0, 2),
      ending: 'open',
    });
    for await (const step of modelAt(endpoint).complete(plainPrompt, new AbortController().signal)) {
      assert.equal(step.text, ' a');
      break;
    }
    await endpoint.received[0]?.closed;
  });

  it('leaves the socket to the next request when it ends by itself', async () => {
    await using endpoint = await HttpEndpoint.start(chat);
    const model = modelAt(endpoint);
    const ports = new Set<number | undefined>();
    // The answer is over a moment before its socket is free: some request will find it so.
    for (let request = 0; request < 50 && ports.size === request; request++) {
      await replyOf(model);
      await endpoint.received[request]?.closed;
      ports.add(endpoint.received[request]?.port);
    }
    assert.ok(ports.size < endpoint.received.length, 'every request connected anew');
  });

  it('sends nothing under a signal that has aborted', async () => {
    await using endpoint = await HttpEndpoint.start(chat);
    assert.equal(await replyOf(modelAt(endpoint), {}, AbortSignal.abort()), '');
    assert.equal(endpoint.received.length, 0);
  });

  for (const [name, steps, silence, waited] of [
    ['first', 0, 20_000, '20 s'],
    ['next', 1, 5000, '5 s'],
  ] as const) {
    it(`fails when the ${name} token keeps being waited for`, async () => {
      await using endpoint = await HttpEndpoint.start({
        pieces: (chat.pieces ?? []).slice(0, 1 + steps),
        ending: 'open',
      });
      const clock = new FakeClock();
      const reply = modelAt(endpoint, clock).complete(plainPrompt, new AbortController().signal);
      for (let step = 0; step < steps; step++) assert.equal((await reply.next()).done, false);
      const next = reply.next();
      while (endpoint.received.length === 0 || clock.asleep === 0) await clock.advance(0);
      await clock.advance(silence - 1);
      assert.equal(clock.asleep, 1, 'not given up yet');
      const message = `${endpoint.origin} sent nothing for ${waited}: check that it is not overloaded, or choose a faster model.`;
      const failed = assert.rejects(next, { name: 'ModelFailure', message });
      await clock.advance(1);
      await failed;
      await endpoint.received[0]?.closed;
    });
  }

  it('does not wait for a key that never comes', async () => {
    const clock = new FakeClock();
    const model = modelAt({ origin: 'http://127.0.0.1:9' }, clock, [], () => new Promise(() => {}));
    const next = model.complete(plainPrompt, new AbortController().signal).next();
    const failed = assert.rejects(next, { name: 'ModelFailure' });
    await clock.advance(20_000);
    await failed;
  });
});

function several(): unknown {
  const content = [
    { token: ' a', logprob: Math.log(0.98), bytes: null, top_logprobs: [] },
    { token: ' +', logprob: Math.log(0.97), top_logprobs: [] },
  ];
  return { choices: [{ index: 0, delta: { content: ' a +' }, logprobs: { content } }] };
}

function atOnce(): unknown {
  const { choices } = several() as { choices: [{ delta: object }] };
  const [{ delta, ...rest }] = choices;
  return { object: 'chat.completion', choices: [{ ...rest, message: delta }] };
}
