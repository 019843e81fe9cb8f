import type { Clock } from '../../base/clock.ts';
import type { Step } from '../../completion/continuation.ts';
import type { EndpointSettings } from '../../settings/settings.ts';
import { type Model, ModelFailure, type Prompt } from '../model.ts';
import { addressOf } from './address.ts';
import { ApiKey } from './api-key.ts';
import { chooseDialect } from './choose-dialect.ts';
import { Connection } from './connection.ts';
import { Deadline } from './deadline.ts';
import type { Dialect } from './dialect.ts';
import { withoutEcho } from './echo.ts';
import { failureSentence, NothingReadable, silenceSentence } from './failure.ts';
import { Health, type HealthParts } from './health.ts';
import { askFor } from './prompt.ts';
import { StepReader } from './read-steps.ts';

/**
 * A model behind an HTTP endpoint: one streamed request a prompt, no retries.
 * How requests and replies are spelled is the dialect's affair; what is sure,
 * the gate's.
 */
export interface EndpointParts extends HealthParts {
  readonly settings: EndpointSettings;
  /** The key for this endpoint; undefined where none is set. Asked again after the endpoint refused it. */
  apiKey(): Promise<string | undefined>;
}

/** How long the first token may take, in milliseconds: a local server may load its model at the first request. */
const FIRST_TOKEN_MS = 20_000;
/** How long the next token may take, in milliseconds; slow machines need half a second. */
const NEXT_TOKEN_MS = 5000;

export class EndpointModel implements Model {
  readonly source = 'endpoint';
  readonly immediate = false;
  readonly #settings: EndpointSettings;
  readonly #apiKey: ApiKey;
  readonly #clock: Clock;
  readonly #health: Health;
  #target: Target | undefined;

  constructor(parts: EndpointParts) {
    this.#settings = parts.settings;
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
      throw this.#health.failed(this.#describe(error, exchange));
    } finally {
      exchange.deadline.close();
      if (exchange.hasBegun && !hasFailed) this.#health.succeeded();
    }
  }

  #steps(exchange: Exchange): AsyncIterable<Step> {
    this.#target ??= targetOf(this.#settings);
    const steps = this.#read(this.#target, exchange);
    return this.#target.dialect.mayEcho ? withoutEcho(exchange.prompt.prefix, steps) : steps;
  }

  async *#read({ dialect, connection }: Target, exchange: Exchange): AsyncGenerator<Step> {
    const { deadline, prompt } = exchange;
    const { signal } = deadline;
    deadline.expectWithin(FIRST_TOKEN_MS);
    const key = await this.#apiKey.read(signal);
    const body = dialect.request(askFor(prompt, this.#settings, dialect));
    const reader = new StepReader();
    let listed = 0;
    let handedOn = 0;
    for await (const chunk of connection.post(dialect.path, body, key, signal)) {
      const part = dialect.read(chunk);
      if (part === undefined) continue;
      exchange.hasBegun = true;
      if (part.text === '' && part.tokens.length === 0) continue;
      deadline.rest();
      for (const step of reader.push(part)) if (handedOn++ < prompt.maxTokens) yield step;
      listed += part.tokens.length;
      // One more than asked for is the end token; more still, and the endpoint ignores the limit.
      if (reader.isOver || listed > prompt.maxTokens + 1) return;
      deadline.expectWithin(NEXT_TOKEN_MS);
    }
    signal.throwIfAborted();
    deadline.release();
    if (!exchange.hasBegun) throw new NothingReadable();
    yield* reader.finish();
  }

  #describe(error: unknown, { deadline, hasBegun }: Exchange): string {
    if (error instanceof ModelFailure) return error.message;
    const { missed } = deadline;
    const where = { origin: this.#target?.origin ?? '', model: this.#settings.model, hasBegun };
    return missed === undefined ? failureSentence(error, where) : silenceSentence(where, missed);
  }
}

/** One request and its answer. */
interface Exchange {
  readonly prompt: Prompt;
  readonly deadline: Deadline;
  /** Something that is an answer has come. */
  hasBegun: boolean;
}

/** Where requests go and how they are spelled. */
interface Target {
  readonly origin: string;
  readonly dialect: Dialect;
  readonly connection: Connection;
}

function targetOf(settings: EndpointSettings): Target {
  const { baseUrl, origin } = addressOf(settings);
  return { origin, dialect: chooseDialect(settings), connection: new Connection(baseUrl) };
}
