import type { Clock } from '../base/clock.ts';
import { type Log, onceEach, originOf } from '../base/log.ts';
import { type Known, placeOf, PrefixCache } from '../cache/prefix-cache.ts';
import type { Step } from '../completion/continuation.ts';
import type { Explanation } from '../completion/explanation.ts';
import { type Outcome, silent } from '../completion/outcome.ts';
import type { CompletionRequest } from '../completion/request.ts';
import { anchorBeforeWord } from '../context/anchor.ts';
import type { Exclusions } from '../context/exclusions.ts';
import { decide } from '../gate/gate.ts';
import { type Model, ModelFailure, type Prompt } from '../models/model.ts';
import { defaultSettings, type EndpointSettings, type Settings } from '../settings/settings.ts';
import { shape } from '../shape/shape.ts';
import { type Answer, isFinal, leadingSteps, noAnswer, passing, prefer } from './answer.ts';
import { ineligible } from './eligibility.ts';
import { Reply } from './reply.ts';
import { Tally } from './tally.ts';
import { Trace } from './trace.ts';

/**
 * From a request to its one outcome: eligible? known? then the models, cheap to
 * dear, the gate and the filters. Never throws to the editor.
 */
export interface EngineParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly exclusions: Exclusions;
}

/** Memory for replies; at about 4 KB each, some two thousand. */
const CACHE_BYTES = 8_000_000;

/** Quiet wanted after a key before a model that costs something is asked, in milliseconds; joins and cached replies do not wait. */
const PAUSE_MS = 75;

/** One request under way: what is asked, what is known there, and who may end it. */
interface Asking {
  readonly request: CompletionRequest;
  readonly known: readonly Known[];
  readonly arriving: Arriving | undefined;
  readonly signal: AbortSignal;
  readonly trace: Trace;
}

/** A reply that still grows, and what was typed since its anchor. */
interface Arriving {
  readonly reply: Reply;
  readonly typed: string;
}

export class Engine {
  readonly #parts: EngineParts;
  readonly #cache = new PrefixCache(CACHE_BYTES);
  readonly #requests = new Map<string, AbortController>();
  readonly #replies = new Map<string, Reply>();
  readonly #last = new Map<string, { trace: Trace; outcome: Outcome }>();
  readonly #tally = new Tally();
  readonly #log: Log;
  #settings = defaultSettings;
  #models: readonly Model[] = [];

  constructor(parts: EngineParts) {
    this.#parts = parts;
    this.#log = onceEach(parts.log);
  }

  /** Takes effect for the next request; replies read before stay known. @param models cheap to dear */
  configure(settings: Settings, models: readonly Model[]): void {
    if (isOther(settings.endpoint, this.#settings.endpoint)) {
      for (const reply of this.#replies.values()) reply.stop();
      this.#cache.forget('endpoint');
    }
    this.#settings = settings;
    this.#models = models;
  }

  /** The one outcome of a request. Resolves when something is sure, nothing will be, or the signal aborts; never rejects. */
  async complete(request: CompletionRequest, signal: AbortSignal): Promise<Outcome> {
    const trace = new Trace(request, this.#parts.clock, this.#settings.cutoff);
    const newest = this.#supersede(request.document.uri);
    if (signal.aborted) newest.abort();
    const cancel = (): void => newest.abort();
    signal.addEventListener('abort', cancel, { once: true });
    const outcome = await this.#guarded(request, newest.signal, trace);
    signal.removeEventListener('abort', cancel);
    if (outcome.kind === 'shown') this.#tally.shown(outcome.id);
    if (outcome.kind === 'shown' || outcome.reason !== 'superseded') {
      this.#last.set(request.document.uri, { trace, outcome });
    }
    return outcome;
  }

  /** Why there was or was not a suggestion at a place; asks anew where it was not the last place asked about. */
  async explain(request: CompletionRequest, signal: AbortSignal): Promise<Explanation> {
    const last = this.#last.get(request.document.uri);
    if (last?.trace.isOf(request)) return last.trace.explain(last.outcome);
    const trace = new Trace(request, this.#parts.clock, this.#settings.cutoff);
    const outcome = await this.#guarded(request, signal, trace);
    return trace.explain(outcome);
  }

  /** The document changed: whoever waits for its old state waits no more. Replies go on; the next key may agree with them. */
  textChanged(uri: string): void {
    this.#requests.get(uri)?.abort();
  }

  closed(uri: string): void {
    this.#requests.get(uri)?.abort();
    this.#requests.delete(uri);
    this.#replies.get(uri)?.stop();
    this.#replies.delete(uri);
    this.#last.delete(uri);
  }

  /** The editor says that a shown suggestion was taken. Unknown ids are ignored. */
  accepted(id: string): void {
    this.#tally.accepted(id);
  }

  /** Suggestions shown and accepted since the start. */
  get tally(): { readonly shown: number; readonly accepted: number } {
    return this.#tally.counts;
  }

  #supersede(uri: string): AbortController {
    this.#requests.get(uri)?.abort();
    const controller = new AbortController();
    this.#requests.set(uri, controller);
    return controller;
  }

  async #guarded(request: CompletionRequest, signal: AbortSignal, trace: Trace): Promise<Outcome> {
    try {
      return await this.#answer(request, signal, trace);
    } catch (error) {
      this.#log.warn(`A request failed: ${originOf(error)}`);
      return silent('internal-error');
    }
  }

  async #answer(request: CompletionRequest, signal: AbortSignal, trace: Trace): Promise<Outcome> {
    const refused = ineligible(request, this.#settings, this.#parts.exclusions);
    if (refused) return refused;
    const { document, offset, trigger } = request;
    const known = this.#cache.find(document.uri, document.text, offset);
    const asking = { request, known, arriving: this.#overtake(document.uri, known), signal, trace };
    let best = this.#read(asking);
    trace.stage('known');
    for (const model of this.#models) {
      if (model.immediate) best = prefer(best, this.#askAtCursor(model, asking));
      else if (passing(best) === undefined) best = prefer(best, await this.#askBeforeWord(model, asking));
      trace.stage(model.source);
      if (signal.aborted) return silent('superseded');
    }
    const outcome = this.#present(best, request);
    const held = trigger === 'automatic' ? this.#settings.delay - trace.elapsed : 0;
    if (outcome.kind === 'shown' && held > 0) await this.#parts.clock.sleep(held, signal);
    return signal.aborted ? silent('superseded') : outcome;
  }

  /** What earlier replies say about this place, nearest anchor first. */
  #read({ known, trace }: Asking): Answer {
    let best = noAnswer;
    for (const { continuation, typed } of known) {
      const verdict = decide(continuation.steps, typed, this.#settings.cutoff);
      trace.read(continuation, true, typed, verdict);
      best = prefer(best, { verdict, source: 'cache' });
    }
    return best;
  }

  #askAtCursor(model: Model, { request, signal, trace }: Asking): Answer {
    const { document, offset } = request;
    const steps = [...(model.complete(this.#prompt(request, offset), signal) as Iterable<Step>)];
    const verdict = decide(steps, '', this.#settings.cutoff);
    const continuation = { uri: document.uri, source: model.source, prefix: '', suffix: '', steps };
    trace.read(continuation, false, '', verdict);
    if (verdict.kind === 'pass') {
      // Only what is shown is kept, to go on showing it while it is typed along: the model itself is asked at every key.
      const shown = leadingSteps(steps, verdict.text.length);
      this.#cache.add({ ...continuation, ...placeOf(document.text, offset, offset), steps: shown });
    }
    return { verdict, source: model.source };
  }

  /** Joins the reply that is arriving, or asks for one, too; waits until it is sure, done, or overtaken. Who invoked does not wait. */
  async #askBeforeWord(model: Model, asking: Asking): Promise<Answer> {
    const { request, known, arriving, signal, trace } = asking;
    const { document, offset, trigger } = request;
    if (arriving && trigger === 'invoked') return noAnswer;
    const joined = arriving ? await this.#follow(arriving, signal, trace) : noAnswer;
    if (passing(joined) !== undefined) return joined;
    const anchor = anchorBeforeWord(document.text, offset);
    const typed = document.text.slice(anchor, offset);
    const isAsked = known.some((one) => one.continuation.source === model.source && one.typed === typed);
    if (isAsked) return joined;
    if (trigger === 'automatic') await this.#parts.clock.sleep(PAUSE_MS - trace.elapsed, signal);
    if (signal.aborted) return joined;
    const place = placeOf(document.text, anchor, offset);
    const reply = new Reply(model, this.#prompt(request, anchor), place, typed);
    void this.#keep(document.uri, reply);
    if (trigger === 'invoked') return noAnswer;
    return prefer(joined, await this.#follow({ reply, typed }, signal, trace));
  }

  /** The reply still arriving for this document, if what was typed since agrees with it; it is stopped if not. */
  #overtake(uri: string, known: readonly Known[]): Arriving | undefined {
    const reply = this.#replies.get(uri);
    const here = known.find(({ continuation }) => continuation === reply?.continuation);
    if (reply && here) reply.follow(here.typed);
    else reply?.stop();
    return reply?.isArriving && here ? { reply, typed: here.typed } : undefined;
  }

  /** Makes a reply known from its first step on; one that brought nothing is forgotten, so that its place can be asked again. */
  async #keep(uri: string, reply: Reply): Promise<void> {
    this.#replies.get(uri)?.stop();
    this.#replies.set(uri, reply);
    this.#cache.add(reply.continuation);
    await reply.settled;
    if (reply.continuation.steps.length > 0) this.#cache.weigh(reply.continuation);
    else this.#cache.remove(reply.continuation);
    if (this.#replies.get(uri) === reply) this.#replies.delete(uri);
  }

  /** Waits with a growing reply until the verdict is final. */
  async #follow({ reply, typed }: Arriving, signal: AbortSignal, trace: Trace): Promise<Answer> {
    const { continuation } = reply;
    for (;;) {
      const verdict = decide(continuation.steps, typed, this.#settings.cutoff);
      if (isFinal(verdict, typed, continuation.steps) || !reply.isArriving || signal.aborted) {
        trace.read(continuation, false, typed, verdict);
        const failed = verdict.kind === 'refusal' && reply.failure !== undefined;
        return failed ? { failure: this.#describe(reply.failure) } : { verdict, source: continuation.source };
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

  #prompt({ document, offset }: CompletionRequest, anchor: number): Prompt {
    const { uri, languageId, text } = document;
    const { maxTokens, topLogprobs } = this.#settings;
    return {
      uri,
      languageId,
      prefix: text.slice(0, anchor),
      suffix: text.slice(offset),
      maxTokens,
      topLogprobs,
    };
  }

  /** Shapes what passed and makes it the outcome. */
  #present(answer: Answer, { document, offset }: CompletionRequest): Outcome {
    if ('failure' in answer) return silent('model-failed', answer.failure);
    const { verdict, source } = answer;
    if (verdict.kind === 'refusal') return silent(verdict.reason);
    const surroundings = { prefix: document.text.slice(0, offset), suffix: document.text.slice(offset) };
    const shaped = shape(verdict.text, surroundings);
    if ('dropped' in shaped) return silent(shaped.dropped);
    const id = this.#tally.name();
    return { kind: 'shown', id, text: shaped.text, confidence: verdict.confidence.estimate, source };
  }
}

function isOther(one: EndpointSettings, other: EndpointSettings): boolean {
  return one.url !== other.url || one.model !== other.model || one.dialect !== other.dialect;
}
