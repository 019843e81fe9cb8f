import type { Clock } from '../base/clock.ts';
import { type Log, originOf } from '../base/log.ts';
import { type Known, placeOf, PrefixCache } from '../cache/prefix-cache.ts';
import type { Step } from '../completion/continuation.ts';
import type { CompletionRequest } from '../completion/request.ts';
import { decide } from '../gate/gate.ts';
import { type Model, ModelFailure, type Prompt } from '../models/model.ts';
import { defaultSettings, type Settings, settingsFor } from '../settings/settings.ts';
import type { Surroundings } from '../shape/shape.ts';
import {
  type Answer,
  answerOf,
  isFinal,
  isTypedAlong,
  leadingSteps,
  noAnswer,
  prefer,
  reused,
  type Sure,
  type Unsure,
} from './answer.ts';
import type { Arriving } from './arrivals.ts';
import type { AskPolicy } from './ask-policy.ts';
import { Asker } from './asker.ts';
import type { Judge } from './judge.ts';
import { Trace } from './trace.ts';

/**
 * The models, cheap to dear, over the replies that are known already; one that
 * is sure ends the climb. What is asked is remembered for the next key.
 */

/** Memory for replies; at about 4 KB each, some two thousand. */
const CACHE_BYTES = 8_000_000;

/** Of the replies known at a place, the nearest are read; all of them show a two-hundredth more and take three times as long. */
const MOST_READ = 4;

/** One request under way: what is asked, what is known there, and who may end it. */
export interface Asking {
  readonly request: CompletionRequest;
  readonly known: readonly Known[];
  readonly arriving: Arriving | undefined;
  readonly signal: AbortSignal;
  readonly trace: Trace;
  readonly surroundings: Surroundings;
  /** In force for the language. */
  readonly settings: Settings;
  /** A suggestion was just taken: no run of keys is to be waited for. */
  readonly atOnce?: boolean;
}

export class Ladder {
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #cache = new PrefixCache(CACHE_BYTES);
  readonly #asker: Asker;
  #settings = defaultSettings;
  #models: readonly Model[] = [];

  constructor(clock: Clock, log: Log, newPolicy: () => AskPolicy) {
    this.#clock = clock;
    this.#log = log;
    this.#asker = new Asker(clock, this.#cache, newPolicy);
  }

  /** Takes effect for the next request; replies read before stay known. @param models cheap to dear */
  configure(settings: Settings, models: readonly Model[]): void {
    this.#settings = settings;
    this.#models = models;
  }

  /** Another endpoint took the place of the one asked so far. */
  forgetEndpoint(): void {
    this.#asker.forget();
    this.#cache.forget('endpoint');
  }

  /** How far replies are believed. */
  get judge(): Judge {
    return this.#asker.judge;
  }

  /** What is known at the place of a request, and the reply that arrives for it. */
  begin(request: CompletionRequest, signal: AbortSignal, trace: Trace): Asking {
    const { document, offset } = request;
    this.#asker.catchUp(request);
    const known = this.#cache.find(document.uri, document.text, offset);
    const arriving = this.#asker.arrivals.overtake(document.uri, known);
    const surroundings = { prefix: document.text.slice(0, offset), suffix: document.text.slice(offset) };
    const settings = settingsFor(this.#settings, document.languageId);
    return { request, known, arriving, signal, trace, surroundings, settings };
  }

  /** The best answer that can be had at a place, or the one that stands. */
  async climb(asking: Asking, standing: Answer): Promise<Answer> {
    const { signal, trace } = asking;
    this.#asker.observe(asking.request);
    let best = prefer(standing, this.#read(asking));
    trace.stage('known');
    for (const model of this.#models) {
      if (model.immediate) best = prefer(best, this.#askAtCursor(model, asking));
      else if (best.kind === 'unsure') best = prefer(best, await this.#askBeforeWord(model, asking, best));
      trace.stage(model.source);
      if (signal.aborted) return best;
    }
    return best;
  }

  /** What was asked for is on the screen now. */
  shown(answer: Sure, offset: number): void {
    this.#asker.shown(answer, offset);
  }

  /**
   * Asks how the text goes on once what is shown is taken, as soon as the reply
   * that it came from is over, where nothing at hand says so and asking is likely
   * to pay.
   */
  async askAhead(asking: Asking, { text, continuation }: Sure): Promise<void> {
    const model = this.#models.find((one) => one.source === continuation.source);
    const { document, offset } = asking.request;
    if (!model || model.immediate || this.#asker.isAhead) return;
    await this.#asker.arrivals.settled(document.uri);
    if (asking.signal.aborted) return;
    const { prefix, suffix } = asking.surroundings;
    const then = {
      document: { ...document, text: prefix + text + suffix },
      offset: offset + text.length,
      trigger: 'automatic' as const,
    };
    const known = this.#cache.find(document.uri, then.document.text, then.offset);
    const trace = new Trace(then, this.#clock, asking.settings.cutoff);
    const ahead = { ...asking, request: then, known, trace, surroundings: { prefix: prefix + text, suffix } };
    if (this.#read(ahead).kind === 'sure') return;
    const own = known.filter((one) => one.continuation.source === model.source);
    const site = this.#asker.siteAhead(then, own, asking.settings.cutoff);
    if (site) this.#asker.askAhead(model, then, promptAt(site.anchor, ahead), site);
  }

  closed(uri: string): void {
    this.#asker.closed(uri);
  }

  /** What earlier replies say about this place, nearest anchor first. */
  #read({ known, trace, surroundings, settings }: Asking): Answer {
    let best = noAnswer;
    for (const { continuation, typed } of this.#asker.believable(known).slice(0, MOST_READ)) {
      const verdict = this.#asker.judge.verdict(continuation, typed, settings.cutoff);
      trace.read(continuation, true, typed, verdict);
      const answer = answerOf(verdict, continuation, 'cache', surroundings);
      best = prefer(best, reused(answer, isTypedAlong(continuation, typed) ? 'typed-along' : 'ruled-out'));
    }
    return best;
  }

  #askAtCursor(model: Model, asking: Asking): Answer {
    const { request, signal, trace, surroundings, settings } = asking;
    const { document, offset } = request;
    const prompt = { ...promptAt(offset, asking), cutoff: settings.cutoff };
    const steps = [...(model.complete(prompt, signal) as Iterable<Step>)];
    const verdict = decide(steps, '', settings.cutoff);
    const continuation = { uri: document.uri, source: model.source, prefix: '', suffix: '', steps };
    trace.read(continuation, false, '', verdict);
    if (verdict.kind === 'pass') {
      // Only what is shown is kept, to go on showing it while it is typed along: the model itself is asked at every key.
      const shown = leadingSteps(steps, verdict.text.length);
      this.#cache.add({ ...continuation, ...placeOf(document.text, offset, offset), steps: shown });
    }
    return answerOf(verdict, continuation, model.source, surroundings);
  }

  /** Joins the reply that is arriving, or asks for one, too; waits until it is sure, done, or overtaken. Who invoked does not wait. */
  async #askBeforeWord(model: Model, asking: Asking, { nearest = 0 }: Unsure): Promise<Answer> {
    const { request, known, arriving, signal, trace, settings, atOnce } = asking;
    const isInvoked = request.trigger === 'invoked';
    if (arriving && isInvoked) return noAnswer;
    const joined = arriving ? await this.follow(arriving, asking) : noAnswer;
    if (joined.kind === 'sure' || signal.aborted) return reused(joined, 'in-flight');
    const own = known.filter(({ continuation }) => continuation.source === model.source);
    const site = this.#asker.site(request, own, nearest, settings.cutoff);
    if (!site) return joined;
    if (!isInvoked && !atOnce) await this.#clock.sleep(this.#asker.pause - trace.elapsed, signal);
    if (signal.aborted) return joined;
    const asked = this.#asker.ask(model, request, promptAt(site.anchor, asking), site);
    return isInvoked ? noAnswer : prefer(joined, await this.follow(asked, asking));
  }

  /** Waits with a growing reply until the verdict is final. */
  async follow(
    { reply, typed }: Arriving,
    { signal, trace, surroundings, settings }: Asking,
  ): Promise<Answer> {
    const { continuation } = reply;
    const isBelievable = this.#asker.believable([{ continuation, typed }]).length > 0;
    for (;;) {
      const verdict = this.#asker.judge.verdict(continuation, typed, settings.cutoff);
      if (isFinal(verdict, typed, continuation.steps) || !reply.isArriving || signal.aborted) {
        trace.read(continuation, false, typed, verdict);
        if (!isBelievable) return noAnswer;
        if (verdict.kind === 'pass' || reply.failure === undefined) {
          return answerOf(verdict, continuation, continuation.source, surroundings);
        }
        return { kind: 'unsure', reason: 'model-failed', detail: this.#describe(reply.failure) };
      }
      await reply.next(signal);
    }
  }

  /** The sentence a person reads; where a failure was not foreseen, the log says where it came from. */
  #describe(error: unknown): string {
    if (error instanceof ModelFailure) return error.message;
    this.#log.warn(`A model failed: ${originOf(error)}`);
    return 'The model failed unexpectedly; the log has the details.';
  }
}

function promptAt(anchor: number, { request: { document, offset }, settings }: Asking): Prompt {
  const { uri, languageId, text } = document;
  const { maxTokens, topLogprobs } = settings;
  return {
    uri,
    languageId,
    prefix: text.slice(0, anchor),
    suffix: text.slice(offset),
    maxTokens,
    topLogprobs,
  };
}
