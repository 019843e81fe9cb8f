import type { Clock } from '../../base/clock.ts';
import type { Step } from '../../completion/continuation.ts';
import type { EndpointSettings } from '../../settings/settings.ts';
import { type Model, ModelFailure, type Prompt } from '../model.ts';
import { type Address, addressOf } from './address.ts';
import { ApiKey } from './api-key.ts';
import { Approach, type Way } from './approach.ts';
import { Connection } from './connection.ts';
import { Deadline } from './deadline.ts';
import type { Ask, Route } from './dialect.ts';
import { withoutEcho, withoutOwed } from './echo.ts';
import { failureSentence, NothingReadable, retryAfter, silenceSentence, WithoutLogprobs } from './failure.ts';
import { Health, type HealthParts } from './health.ts';
import { within } from './limits.ts';
import { askFor } from './prompt.ts';
import { StepReader } from './read-steps.ts';
import type { Send } from './send.ts';

/**
 * A model behind an HTTP endpoint: one streamed request a prompt, and another
 * only while it is found out how the endpoint wants to be asked. How requests
 * and replies are spelled is the dialect's affair; what is sure, the gate's.
 */
export interface EndpointParts extends HealthParts {
  readonly settings: EndpointSettings;
  readonly send: Send;
  /** The key for this endpoint; undefined where none is set. Asked again after the endpoint refused it. */
  apiKey(): Promise<string | undefined>;
}

/** How long the first token may take, in milliseconds: a local server may load its model at the first request. */
const FIRST_TOKEN_MS = 20_000;
/** How long the next token may take, in milliseconds; slow machines need half a second. */
const NEXT_TOKEN_MS = 5000;
/** Most requests for one prompt: four routes, and as many limits to learn. */
const MOST_ATTEMPTS = 8;

export class EndpointModel implements Model {
  readonly source = 'endpoint';
  readonly immediate = false;
  readonly #parts: EndpointParts;
  readonly #apiKey: ApiKey;
  readonly #clock: Clock;
  readonly #health: Health;
  #target: Target | undefined;

  constructor(parts: EndpointParts) {
    this.#parts = parts;
    this.#apiKey = new ApiKey(() => parts.apiKey());
    this.#clock = parts.clock;
    this.#health = new Health(parts);
  }

  /**
   * Asks the endpoint once; while it rests from a failure, not at all.
   * @throws ModelFailure
   */
  async *complete(prompt: Prompt, signal: AbortSignal): AsyncGenerator<Step> {
    const { resting } = this.#health;
    if (resting) throw resting;
    if (signal.aborted) return;
    const exchange: Exchange = { prompt, deadline: new Deadline(this.#clock, signal), hasBegun: false };
    let hasFailed = false;
    try {
      yield* this.#steps(exchange);
    } catch (error) {
      if (signal.aborted) return;
      hasFailed = true;
      this.#apiKey.forget();
      this.#target?.approach.forget();
      throw this.#health.failed(this.#describe(error, exchange), retryAfter(error));
    } finally {
      exchange.deadline.close();
      if (exchange.hasBegun && !hasFailed) this.#health.succeeded();
    }
  }

  /** Settings may have changed, and the key with them: the next request is made at once, with what holds then. */
  retry(): void {
    this.#apiKey.forget();
    this.#health.wake();
  }

  /** Tries the ways there are until one brings a step, or an answer without any. */
  async *#steps(exchange: Exchange): AsyncGenerator<Step> {
    const { settings, send } = this.#parts;
    const { signal } = exchange.deadline;
    this.#target ??= targetOf(settings, send, this.#clock);
    const { approach, baseUrl } = this.#target;
    for (let attempt = 1; ; attempt++) {
      exchange.deadline.expectWithin(FIRST_TOKEN_MS);
      const key = await this.#apiKey.read(signal);
      const way = await approach.way(key, signal);
      const ask = askFor(exchange.prompt, settings.model, way.route, way.limits);
      const body = within(way.limits, way.route.request(ask));
      const chunks = this.#target.connection.post(
        way.route.url(baseUrl),
        body,
        key,
        signal,
        way.route.keyHeader,
      );
      let hasStep = false;
      try {
        for await (const step of filtered(way.route, ask, exchange, read(chunks, way, ask, exchange))) {
          hasStep = true;
          yield step;
        }
        return;
      } catch (error) {
        const isFinal = hasStep || signal.aborted || attempt === MOST_ATTEMPTS;
        if (isFinal || !approach.learn(error, way, body)) throw error;
        exchange.hasBegun = false;
      }
    }
  }

  #describe(error: unknown, { deadline, hasBegun }: Exchange): string {
    if (error instanceof ModelFailure) return error.message;
    const { missed } = deadline;
    const where = { origin: this.#target?.origin ?? '', model: this.#parts.settings.model, hasBegun };
    return missed === undefined ? failureSentence(error, where) : silenceSentence(where, missed);
  }
}

/** One prompt and its answer. */
interface Exchange {
  readonly prompt: Prompt;
  readonly deadline: Deadline;
  /** Something that is an answer has come. */
  hasBegun: boolean;
}

/** The steps of one reply, as they are listed. */
async function* read(
  chunks: AsyncIterable<unknown>,
  { dialect, route }: Way,
  ask: Ask,
  exchange: Exchange,
): AsyncGenerator<Step> {
  const { deadline, prompt } = exchange;
  const reader = new StepReader({
    hidesTokens: route.hidesTokens ?? false,
    repeats: route.repeats?.(ask) ?? '',
  });
  let listed = 0;
  let handedOn = 0;
  for await (const chunk of chunks) {
    const part = route.read(chunk);
    if (part === undefined) continue;
    exchange.hasBegun = true;
    if (part.text === '' && part.tokens.length === 0) continue;
    deadline.rest();
    listed += part.tokens.length;
    const steps = reader.push(part);
    if (reader.isOver && listed === 0) throw new WithoutLogprobs(dialect.remedy);
    for (const step of steps) if (handedOn++ < prompt.maxTokens) yield step;
    // One more than asked for is the end token; more still, and the endpoint ignores the limit.
    if (reader.isOver || listed > prompt.maxTokens + 1) return;
    deadline.expectWithin(NEXT_TOKEN_MS);
  }
  deadline.signal.throwIfAborted();
  deadline.release();
  if (!exchange.hasBegun) throw new NothingReadable();
  const rest = reader.finish();
  if (rest.length > 0 && listed === 0) throw new WithoutLogprobs(dialect.remedy);
  yield* rest;
}

/** The steps that are a continuation of the prefix. */
function filtered(
  route: Route,
  ask: Ask,
  { prompt }: Exchange,
  steps: AsyncIterable<Step>,
): AsyncIterable<Step> {
  const owed = route.owes?.(ask) ?? '';
  const own = owed === '' ? steps : withoutOwed(owed, steps);
  return route.mayEcho ? withoutEcho(prompt, own) : own;
}

/** Where requests go, and how they are spelled. */
interface Target extends Address {
  readonly connection: Connection;
  readonly approach: Approach;
}

function targetOf(settings: EndpointSettings, send: Send, clock: Clock): Target {
  const address = addressOf(settings);
  const connection = new Connection(address.baseUrl, send);
  return { ...address, connection, approach: new Approach({ settings, address, connection, clock }) };
}
