import type { Clock } from '../base/clock.ts';
import { type Known, placeOf, type PrefixCache } from '../cache/prefix-cache.ts';
import type { CompletionRequest } from '../completion/request.ts';
import type { Model, Prompt } from '../models/model.ts';
import type { Sure } from './answer.ts';
import { type Arriving, Arrivals } from './arrivals.ts';
import { AskPolicy, type Site } from './ask-policy.ts';
import { Judge } from './judge.ts';
import { Pace } from './pace.ts';
import { Reply } from './reply.ts';
import { type Sequel, Sequels } from './sequels.ts';

/**
 * Asks models that cost something, and learns from what the person then types
 * where that pays and how far to believe it. What is made of a reply is the
 * engine's business.
 */
export class Asker {
  readonly judge = new Judge();
  readonly arrivals: Arrivals;
  readonly #clock: Clock;
  readonly #pace = new Pace();
  readonly #sequels = new Sequels<Site>((sequel) => this.#learn(sequel));
  #policy = new AskPolicy();
  #cutoff = 1;

  constructor(clock: Clock, cache: PrefixCache) {
    this.#clock = clock;
    this.arrivals = new Arrivals(cache);
  }

  /** A request came: what was typed since the last one tells what became of the replies before it. */
  observe({ document, offset, trigger }: CompletionRequest): void {
    this.#sequels.observe(document.uri, document.text, offset);
    if (trigger === 'automatic') this.#pace.key(this.#clock.now());
  }

  /** Something was shown of a reply. */
  shown({ continuation, text }: Sure, offset: number): void {
    this.#sequels.shown(continuation, offset, text);
  }

  closed(uri: string): void {
    this.arrivals.stop(uri);
    this.#sequels.closed(uri);
  }

  /** Another model takes the place of the one asked so far. */
  forget(): void {
    this.arrivals.stopAll();
    this.judge.forget();
    this.#policy = new AskPolicy();
  }

  /** Replies that may be shown from. */
  believable(known: readonly Known[]): readonly Known[] {
    const trusts = this.#policy.trustsCursor;
    return known.filter(({ continuation }) => trusts || !continuation.atCursor);
  }

  /** Where asking may change the verdict and is likely to pay, if anywhere. @param nearest confidence of the best that other models say here */
  site(
    request: CompletionRequest,
    known: readonly Known[],
    nearest: number,
    cutoff: number,
  ): Site | undefined {
    this.#cutoff = cutoff;
    return this.#policy.choose(request, known, nearest, cutoff);
  }

  /** Milliseconds of quiet wanted after a key before anything is asked. */
  get pause(): number {
    return this.#pace.pause;
  }

  /** Asks at once. */
  ask(model: Model, { document, offset }: CompletionRequest, prompt: Prompt, site: Site): Arriving {
    const { anchor, typed, isAtCursor } = site;
    const place = placeOf(document.text, anchor, offset);
    const reply = new Reply(model, prompt, isAtCursor ? { ...place, atCursor: true } : place, typed);
    void this.arrivals.keep(document.uri, reply);
    void this.#time(reply);
    this.#sequels.follow(reply.continuation, anchor, typed, site);
    return { reply, typed };
  }

  async #time(reply: Reply): Promise<void> {
    const asked = this.#clock.now();
    await reply.next(new AbortController().signal);
    if (reply.continuation.steps.length > 0) this.#pace.answered(this.#clock.now() - asked);
  }

  #learn(sequel: Sequel<Site>): void {
    const { about: site, continuation, covered, actual } = sequel;
    this.judge.learn(sequel);
    // What may not be shown cannot pay; it only proves itself.
    if (!site.isAtCursor || this.#policy.trustsCursor) this.#policy.paid(site, covered > 0);
    if (!site.isAtCursor) return;
    const verdict = this.judge.verdict(continuation, '', this.#cutoff);
    if (verdict.kind === 'pass') this.#policy.provedAtCursor(actual.startsWith(verdict.text));
  }
}
