import type { Clock } from '../base/clock.ts';
import { type Log, onceEach, originOf } from '../base/log.ts';
import type { Explanation } from '../completion/explanation.ts';
import { type Outcome, type Shown, silent } from '../completion/outcome.ts';
import type { CompletionRequest } from '../completion/request.ts';
import type { Exclusions } from '../context/exclusions.ts';
import type { Model } from '../models/model.ts';
import { defaultSettings, type EndpointSettings, type Settings, settingsFor } from '../settings/settings.ts';
import { shape } from '../shape/shape.ts';
import { type Answer, growsOnLine, noAnswer, type Reuse } from './answer.ts';
import { AskPolicy } from './ask-policy.ts';
import { ineligible } from './eligibility.ts';
import { Hindsight } from './hindsight.ts';
import { type Asking, Ladder } from './ladder.ts';
import { atOtherCutoffs } from './other-cutoff.ts';
import { OnScreen } from './on-screen.ts';
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
  /** When models that cost something are asked; another one only where it is fitted. */
  readonly askPolicy?: () => AskPolicy;
}

/** A reason of its own spares the error with its stack that an abort would make, at every key. */
const OVERTAKEN = 'overtaken';

export class Engine {
  /** What was decided, held against what the text became. */
  readonly hindsight = new Hindsight();
  readonly #parts: EngineParts;
  readonly #requests = new Map<string, AbortController>();
  readonly #ladder: Ladder;
  readonly #screen = new OnScreen();
  readonly #last = new Map<string, { trace: Trace; outcome: Outcome }>();
  readonly #tally = new Tally();
  readonly #log: Log;
  #settings = defaultSettings;

  constructor(parts: EngineParts) {
    this.#parts = parts;
    this.#log = onceEach(parts.log);
    this.#ladder = new Ladder(parts.clock, this.#log, parts.askPolicy ?? (() => new AskPolicy()));
  }

  /** Takes effect for the next request; replies read before stay known. @param models cheap to dear */
  configure(settings: Settings, models: readonly Model[]): void {
    if (isOther(settings.endpoint, this.#settings.endpoint)) this.#ladder.forgetEndpoint();
    this.#ladder.configure(settings, models);
    this.#screen.clear();
    this.#settings = settings;
  }

  /** The one outcome of a request. Resolves when something is sure, nothing will be, or the signal aborts; never rejects. */
  async complete(request: CompletionRequest, signal: AbortSignal): Promise<Outcome> {
    const trace = this.#trace(request);
    const newest = this.#supersede(request.document.uri);
    if (signal.aborted) newest.abort();
    const cancel = (): void => newest.abort();
    signal.addEventListener('abort', cancel, { once: true });
    const outcome = await this.#guarded(request, newest.signal, trace);
    signal.removeEventListener('abort', cancel);
    if (outcome.kind === 'shown') this.#tally.shown(outcome.id);
    if (outcome.kind === 'shown' || outcome.reason !== 'superseded') {
      this.#last.set(request.document.uri, { trace, outcome });
      const shown = outcome.kind === 'shown' ? outcome : undefined;
      this.hindsight.decided({
        request,
        shown,
        at: atOtherCutoffs(request, trace.readings, this.#ladder.judge),
      });
    }
    return outcome;
  }

  /** A longer text for what was just shown, on the same line, once the reply that still arrives makes it sure; undefined where none comes or its state is over. */
  async longer(request: CompletionRequest, shown: Shown): Promise<Shown | undefined> {
    const signal = this.#requests.get(request.document.uri)?.signal;
    if (!this.#settingsFor(request).push || !signal) return undefined;
    const trace = this.#trace(request);
    const asking = this.#ladder.begin(request, signal, trace);
    if (!asking.arriving) return undefined;
    const outcome = this.#present(await this.#ladder.follow(asking.arriving, asking), request);
    return !signal.aborted && growsOnLine(outcome, shown) ? outcome : undefined;
  }

  /** Why there was or was not a suggestion at a place; asks anew where it was not the last place asked about. */
  async explain(request: CompletionRequest, signal: AbortSignal): Promise<Explanation> {
    const last = this.#last.get(request.document.uri);
    if (last?.trace.isOf(request)) return last.trace.explain(last.outcome);
    const trace = this.#trace(request);
    const outcome = await this.#guarded(request, signal, trace);
    return trace.explain(outcome);
  }

  /** The document changed: whoever waits for its old state waits no more. Replies go on; the next key may agree with them. */
  textChanged(uri: string): void {
    this.#requests.get(uri)?.abort(OVERTAKEN);
  }

  closed(uri: string): void {
    this.#requests.get(uri)?.abort(OVERTAKEN);
    this.#requests.delete(uri);
    this.#ladder.closed(uri);
    this.#screen.closed(uri);
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

  /** How often what was shown came of a reply that was there, or on its way, already. */
  get reuse(): Readonly<Record<Reuse, number>> {
    return this.#tally.reuse;
  }

  /** What holds for the language of a document. */
  #settingsFor({ document }: CompletionRequest): Settings {
    return settingsFor(this.#settings, document.languageId);
  }

  #trace(request: CompletionRequest): Trace {
    return new Trace(request, this.#parts.clock, this.#settingsFor(request).cutoff);
  }

  #supersede(uri: string): AbortController {
    this.#requests.get(uri)?.abort(OVERTAKEN);
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
    const atOnce = this.#screen.observe(document.uri, document.text, offset);
    const asking = { ...this.#ladder.begin(request, signal, trace), atOnce };
    const answer = await this.#ladder.climb(asking, this.#standing(asking));
    if (signal.aborted) return silent('superseded');
    const outcome = this.#present(answer, request);
    const held = trigger === 'automatic' ? this.#settingsFor(request).delay - trace.elapsed : 0;
    if (outcome.kind === 'shown' && held > 0) await this.#parts.clock.sleep(held, signal);
    if (signal.aborted) return silent('superseded');
    if (outcome.kind === 'shown' && answer.kind === 'sure') {
      this.#tally.reused(answer.reuse);
      this.#ladder.shown(answer, offset);
      const isNew = this.#screen.shown(document.uri, document.text, offset, answer);
      if (isNew) void this.#ladder.askAhead(asking, answer);
    }
    return outcome;
  }

  /** What is on the screen and was typed along stays there. */
  #standing({ request: { document, offset }, surroundings }: Asking): Answer {
    const rest = this.#screen.rest(document.uri, document.text, offset);
    if (!rest) return noAnswer;
    const shaped = shape(rest.text, surroundings);
    return 'dropped' in shaped ? noAnswer : { ...rest, text: shaped.text };
  }

  #present(answer: Answer, { document, offset }: CompletionRequest): Outcome {
    if (answer.kind === 'unsure') return silent(answer.reason, answer.detail);
    const { text, confidence, source } = answer;
    if (this.#screen.wasRejected(document.uri, document.text, offset, text)) return silent('rejected');
    return { kind: 'shown', id: this.#tally.name(), text, confidence, source };
  }
}

function isOther(one: EndpointSettings, other: EndpointSettings): boolean {
  return one.url !== other.url || one.model !== other.model || one.dialect !== other.dialect;
}
