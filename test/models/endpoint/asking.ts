import assert from 'node:assert/strict';
import { EndpointModel } from '../../../server/models/endpoint/endpoint-model.ts';
import type { EndpointState } from '../../../server/models/endpoint/health.ts';
import type { Prompt } from '../../../server/models/model.ts';
import type { EndpointSettings } from '../../../server/settings/settings.ts';
import { direct } from '../../support/send.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { type Answer, events, HttpEndpoint, type Received } from '../../support/http-endpoint.ts';
import { chatChunks, completionChunks } from '../../support/openai-replies.ts';
import { tokens, written } from '../../support/tokens.ts';

/** What became of some prompts, each put after the one before was answered. */
export interface Told {
  /** The steps that came, in the notation of `tokens`; with `!` and the sentence where the model then failed. */
  readonly replies: string[];
  readonly received: readonly Received[];
  readonly log: string[];
  readonly states: EndpointState[];
}

export interface Case {
  readonly answers: readonly Answer[];
  readonly settings?: Partial<EndpointSettings>;
  readonly prompt?: Partial<Prompt>;
  readonly key?: string;
  /** Milliseconds that pass before each prompt. One prompt at once by default. */
  readonly pauses?: readonly number[];
}

/** Puts prompts to a model whose endpoint is a real server on the loopback. */
export async function check({ answers, settings, prompt, key, pauses = [0] }: Case): Promise<Told> {
  await using endpoint = await HttpEndpoint.start(...answers);
  const clock = new FakeClock();
  const log: string[] = [];
  const states: EndpointState[] = [];
  const model = new EndpointModel({
    settings: { url: `${endpoint.origin}/v1`, model: 'gpt-4o-mini', dialect: 'auto', ...settings },
    apiKey: () => Promise.resolve(key),
    send: direct,
    clock,
    log: { info: (line) => log.push(line), warn: (line) => log.push(line) },
    onState: (state) => states.push(state),
  });
  const replies: string[] = [];
  for (const pause of pauses) {
    await clock.advance(pause);
    replies.push((await replyOf(model, prompt)).replaceAll(endpoint.origin, 'ORIGIN'));
  }
  assert.equal(clock.asleep, 0, 'no deadline outlives its request');
  return {
    replies,
    received: endpoint.received,
    log: log.map((line) => line.replaceAll(endpoint.origin, 'ORIGIN')),
    states,
  };
}

export async function replyOf(
  model: EndpointModel,
  prompt: Partial<Prompt> = {},
  signal = new AbortController().signal,
): Promise<string> {
  const steps = [];
  try {
    for await (const step of model.complete({ ...plainPrompt, ...prompt }, signal)) steps.push(step);
  } catch (error) {
    assert.equal((error as Error).name, 'ModelFailure', String((error as Error).stack));
    return `${written(steps)}! ${(error as Error).message}`;
  }
  return written(steps);
}

export const plainPrompt: Prompt = {
  uri: 'file:///a.py',
  languageId: 'python',
  prefix: 'def add(a, b):\n    return',
  suffix: '\n\nprint(add(1, 2))\n',
  maxTokens: 4,
  topLogprobs: 20,
};

export const sum = tokens`·a .98 | ·b .01 → ·+ .97 | ·- .02 → ·b .99 | ·a .005`;
/** `sum` in the notation of `tokens`, as a check tells it. */
export const sumWritten = '·a 0.98 | ·b 0.01 → ·+ 0.97 | ·- 0.02 → ·b 0.99 | ·a 0.005';
/** `sum` as a chat model streams it. */
export const chat: Answer = { pieces: events(...chatChunks(sum)) };
/** `sum` as a legacy model streams it. */
export const completion: Answer = { pieces: events(...completionChunks(sum)) };

/** A model for tests that look at the steps while they come. */
export function modelAt(
  { origin }: Pick<HttpEndpoint, 'origin'>,
  clock = new FakeClock(),
  states: EndpointState[] = [],
  apiKey = (): Promise<string | undefined> => Promise.resolve(undefined),
): EndpointModel {
  return new EndpointModel({
    settings: { url: origin, model: 'gpt-4o-mini', dialect: 'auto' },
    apiKey,
    send: direct,
    clock,
    log: { info() {}, warn() {} },
    onState: (state) => states.push(state),
  });
}
