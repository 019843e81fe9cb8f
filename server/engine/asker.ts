import type { Clock } from '../base/clock.ts';
import { type Known, placeOf, type PrefixCache } from '../cache/prefix-cache.ts';
import type { CompletionRequest } from '../completion/request.ts';
import type { Model, Prompt } from '../models/model.ts';
import type { Sure } from './answer.ts';
import { type Ahead, standingOf } from './ahead.ts';
import { type Arriving, Arrivals } from './arrivals.ts';
import type { AskPolicy, Site } from './ask-policy.ts';
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
  readonly #newPolicy: () => AskPolicy;
  #policy: AskPolicy;
  #cutoff = 1;
  #ahead: Ahead | undefined;

  constructor(clock: Clock, cache: PrefixCache, newPolicy: () => AskPolicy) {
    this.#clock = clock;
    this.#newPolicy = newPolicy;
    this.#policy = newPolicy();
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
    if (this.#ahead?.expected.document.uri === uri) this.#giveUpAhead();
    this.#sequels.closed(uri);
  }

  /** Another model takes the place of the one asked so far. */
  forget(): void {
    this.arrivals.stopAll();
    this.#giveUpAhead();
    this.judge.forget();
    this.#policy = this.#newPolicy();
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

  /** The same for a place that the text will come to if what is shown is taken. */
  siteAhead(request: CompletionRequest, known: readonly Known[], cutoff: number): Site | undefined {
    return this.#policy.chooseAhead(request, known, cutoff);
  }

  /** Milliseconds of quiet wanted after a key before anything is asked. */
  get pause(): number {
    return this.#pace.pause;
  }

  /** Asks at once. */
  ask(model: Model, request: CompletionRequest, prompt: Prompt, site: Site): Arriving {
    const reply = this.#begin(model, request, prompt, site);
    void this.arrivals.keep(request.document.uri, reply);
    this.#sequels.follow(reply.continuation, site.anchor, site.typed, site);
    return { reply, typed: site.typed };
  }

  /** Asks at once about a place that the text will come to if what is shown is taken. */
  askAhead(model: Model, expected: CompletionRequest, prompt: Prompt, site: Site): void {
    this.#ahead = { reply: this.#begin(model, expected, prompt, site), site, expected };
  }

  /** Something is asked ahead; nothing more is, meanwhile. */
  get isAhead(): boolean {
    return this.#ahead !== undefined;
  }

  /** Once the text has come to where was asked ahead, that is a reply like any other; once it went elsewhere, it is given up. */
  catchUp(request: CompletionRequest): void {
    const ahead = this.#ahead;
    const standing = ahead && standingOf(ahead, request);
    if (!ahead || standing === 'waiting') return;
    if (standing === 'over') {
      this.#giveUpAhead();
      return;
    }
    this.#ahead = undefined;
    const { reply, site } = ahead;
    const { document, offset } = request;
    void this.arrivals.keep(document.uri, reply);
    const typed = document.text.slice(site.anchor, Math.min(offset, site.anchor + site.typed.length));
    this.#sequels.follow(reply.continuation, site.anchor, typed, site);
  }

  /** What nobody came to is a request that did not pay. */
  #giveUpAhead(): void {
    const ahead = this.#ahead;
    this.#ahead = undefined;
    ahead?.reply.stop();
    if (ahead && (!ahead.site.isAtCursor || this.#policy.trustsCursor)) this.#policy.paid(ahead.site, 0);
  }

  #begin(model: Model, { document, offset }: CompletionRequest, prompt: Prompt, site: Site): Reply {
    const { anchor, typed, isAtCursor } = site;
    const place = placeOf(document.text, anchor, offset);
    const reply = new Reply(model, prompt, isAtCursor ? { ...place, atCursor: true } : place, typed);
    void this.#time(reply);
    return reply;
  }

  async #time(reply: Reply): Promise<void> {
    const asked = this.#clock.now();
    await reply.next(new AbortController().signal);
    if (reply.continuation.steps.length > 0) this.#pace.answered(this.#clock.now() - asked);
  }

  #learn(sequel: Sequel<Site>): void {
    const { about: site, continuation, covered, actual } = sequel;
    this.judge.learn(sequel, this.#cutoff);
    // What may not be shown cannot pay; it only proves itself.
    if (!site.isAtCursor || this.#policy.trustsCursor) this.#policy.paid(site, covered);
    if (!site.isAtCursor) return;
    const verdict = this.judge.verdict(continuation, '', this.#cutoff);
    if (verdict.kind === 'pass') this.#policy.provedAtCursor(actual.startsWith(verdict.text));
  }
}
