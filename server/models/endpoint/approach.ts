import type { Clock } from '../../base/clock.ts';
import type { EndpointSettings } from '../../settings/settings.ts';
import { ModelFailure } from '../model.ts';
import type { Address } from './address.ts';
import type { Connection } from './connection.ts';
import { Deadline } from './deadline.ts';
import type { Dialect, Route } from './dialect.ts';
import { besideVersion } from './dialects/routes/url.ts';
import { NothingReadable, WithoutLogprobs } from './failure.ts';
import { type Limits, lowered, noLimits } from './limits.ts';
import { type Answers, dialectByAnswers, dialectBySettings, isTold, signPaths } from './recognise.ts';
import { Unanswered } from './send.ts';

/**
 * How one endpoint is spoken to, as far as it was found out: its dialect, the
 * route that works there, the limits it was seen to have. Remembered until
 * something fails.
 */
export interface Way {
  readonly dialect: Dialect;
  readonly route: Route;
  readonly limits: Limits;
}

export interface ApproachParts {
  readonly settings: EndpointSettings;
  readonly address: Address;
  readonly connection: Connection;
  readonly clock: Clock;
}

/** How long a server may take to say what it is, in milliseconds; one that takes longer is known by its address alone. */
const SIGN_MS = 2000;

/** How long a lesser route is kept to, in milliseconds: the model behind it may have been changed for one that can do more. */
const LESSER_MS = 600_000;

export class Approach {
  readonly #parts: ApproachParts;
  #dialect: Dialect | undefined;
  /** How many routes were found not to work. */
  #passed = 0;
  #passedAt = 0;
  #limits = noLimits;

  constructor(parts: ApproachParts) {
    this.#parts = parts;
  }

  /**
   * The way that is thought to work; asks the endpoint what it is, where neither
   * the settings nor its address tell.
   * @throws ModelFailure when there is no such dialect, or none of its routes gives probabilities
   */
  async way(key: string | undefined, signal: AbortSignal): Promise<Way> {
    const { settings, address, clock } = this.#parts;
    const { model } = settings;
    if (this.#passed > 0 && clock.now() - this.#passedAt > LESSER_MS) this.forget();
    this.#dialect ??=
      dialectBySettings({ ...settings, url: address.baseUrl }) ?? (await this.#recognise(key, signal));
    const refusal = this.#dialect.refusal?.(model);
    if (refusal !== undefined) throw new ModelFailure(refusal);
    const route = this.#dialect.routes(model)[this.#passed];
    if (route === undefined) throw new RangeError(`The dialect ${this.#dialect.name} has no route.`);
    return { dialect: this.#dialect, route, limits: this.#limits };
  }

  /**
   * Learns from an error whether something else is worth trying: lower limits, or the next route.
   * @param way what was tried
   * @param body what was sent
   */
  learn(error: unknown, { dialect, route, limits }: Way, body: Readonly<Record<string, unknown>>): boolean {
    const status = statusOf(error);
    if (status === 400 || status === 413 || status === 422) {
      const lower = lowered(limits, messageOf(error), body);
      if (lower) {
        this.#limits = lower;
        return true;
      }
    }
    const routes = dialect.routes(this.#parts.settings.model);
    const next = routes.findIndex(({ name }) => name === route.name) + 1;
    if (next >= routes.length || !isAboutTheRoute(error, status)) return false;
    this.#dialect = dialect;
    this.#passed = next;
    this.#passedAt = this.#parts.clock.now();
    this.#limits = { ...noLimits, windowTokens: limits.windowTokens };
    return true;
  }

  /** The other end may have changed: everything is found out anew. */
  forget(): void {
    this.#dialect = undefined;
    this.#passed = 0;
    this.#limits = noLimits;
  }

  /** Asks first where the port hints at something, then everywhere at once. */
  async #recognise(key: string | undefined, signal: AbortSignal): Promise<Dialect> {
    const settings = { ...this.#parts.settings, url: this.#parts.address.baseUrl };
    const [first, ...others] = signPaths(settings);
    const answers = new Map<string, unknown>();
    for (const paths of [[first], others]) {
      const round = await this.#answers(
        paths.filter((path) => path !== undefined),
        key,
        signal,
      );
      for (const [path, answer] of round) answers.set(path, answer);
      if (isTold(answers)) break;
    }
    return dialectByAnswers(answers, settings);
  }

  async #answers(paths: readonly string[], key: string | undefined, signal: AbortSignal): Promise<Answers> {
    const { address, connection, clock } = this.#parts;
    const deadline = new Deadline(clock, signal);
    deadline.expectWithin(SIGN_MS);
    const asked = await Promise.allSettled(
      paths.map((path) => connection.get(besideVersion(address.baseUrl, path), key, deadline.signal)),
    );
    deadline.close();
    signal.throwIfAborted();
    const unreachable = asked.find((one) => one.status === 'rejected');
    if (unreachable && deadline.missed === undefined && asked.every(({ status }) => status === 'rejected')) {
      throw unreachable.reason;
    }
    return new Map(
      paths.flatMap((path, at) => {
        const answer = asked[at];
        return answer?.status === 'fulfilled' && answer.value !== undefined ? [[path, answer.value]] : [];
      }),
    );
  }
}

/** Statuses of an endpoint that does not have a route, or not for this model. */
const NOT_HERE = new Set([400, 403, 404, 405, 422, 501]);

/** Whether another route may do better. An unknown model is unknown on all of them. */
function isAboutTheRoute(error: unknown, status: number | undefined): boolean {
  if (error instanceof NothingReadable || error instanceof WithoutLogprobs) return true;
  const message = messageOf(error);
  if (status === undefined) return isReported(error);
  if (status === 404 && /\bmodel\b/i.test(message)) return false;
  if (status === 403) return /logprob/i.test(message);
  return NOT_HERE.has(status);
}

/** An error that the endpoint reported under a status of success. */
function isReported(error: unknown): boolean {
  return error instanceof Error && 'status' in error && !(error.cause instanceof Unanswered);
}

function statusOf(error: unknown): number | undefined {
  const status: unknown =
    typeof error === 'object' && error !== null ? Reflect.get(error, 'status') : undefined;
  return typeof status === 'number' ? status : undefined;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : '';
}
