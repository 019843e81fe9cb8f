import type { Clock } from '../../server/base/clock.ts';
import type { Step } from '../../server/completion/continuation.ts';
import { type Outcome, silent } from '../../server/completion/outcome.ts';
import type { CompletionRequest } from '../../server/completion/request.ts';
import { decide } from '../../server/gate/gate.ts';
import type { Model } from '../../server/models/model.ts';
import type { Settings } from '../../server/settings/settings.ts';
import { shape } from '../../server/shape/shape.ts';
import type { Asked } from './confidence-typing.ts';

/** What others do with the same endpoint: ask at every key, or keep whole replies as text. */

/** Asks at every key, at the cursor, and shows what passes; keeps nothing. */
export class EveryKey implements Asked {
  readonly #model: Model;
  readonly #settings: Settings;
  readonly #open = new Map<string, AbortController>();
  #named = 0;

  constructor(model: Model, settings: Settings) {
    this.#model = model;
    this.#settings = settings;
  }

  async complete({ document, offset }: CompletionRequest): Promise<Outcome> {
    const abort = new AbortController();
    this.#open.set(document.uri, abort);
    const { maxTokens, topLogprobs, cutoff } = this.#settings;
    const prefix = document.text.slice(0, offset);
    const suffix = document.text.slice(offset);
    const steps: Step[] = [];
    const prompt = { ...document, prefix, suffix, maxTokens, topLogprobs };
    for await (const step of this.#model.complete(prompt, abort.signal)) steps.push(step);
    if (abort.signal.aborted) return silent('superseded');
    const verdict = decide(steps, '', cutoff);
    if (verdict.kind === 'refusal') return silent(verdict.reason);
    const shaped = shape(verdict.text, { prefix, suffix });
    if ('dropped' in shaped) return silent(shaped.dropped);
    this.#named++;
    const confidence = verdict.confidence.estimate;
    return { kind: 'shown', id: String(this.#named), text: shaped.text, confidence, source: 'endpoint' };
  }

  textChanged(uri: string): void {
    this.#open.get(uri)?.abort();
  }

  accepted(): void {}

  closed(uri: string): void {
    this.#open.get(uri)?.abort();
  }
}

interface KeptText {
  readonly uri: string;
  readonly prefix: string;
  readonly whole: string;
  readonly shown: string;
  readonly confidence: number;
}

/**
 * Asks at the cursor where no earlier reply goes on with what was typed; keeps
 * replies as text, with what passed of each when it came. It may be held to a
 * number of requests, and then does without where it has made its share.
 */
export class TextCache implements Asked {
  readonly #model: Model;
  readonly #settings: Settings;
  readonly #clock: Clock;
  readonly #replies: KeptText[] = [];
  readonly #perKey: number;
  #abort = new AbortController();
  #named = 0;
  #keys = 0;
  #asked = 0;

  /** @param perKey most requests for each key so far */
  constructor(model: Model, settings: Settings, clock: Clock, perKey: number) {
    this.#perKey = perKey;
    this.#model = model;
    this.#settings = settings;
    this.#clock = clock;
  }

  async complete({ document, offset }: CompletionRequest): Promise<Outcome> {
    this.#keys++;
    const prefix = document.text.slice(0, offset);
    const suffix = document.text.slice(offset);
    const kept = this.#replies.findLast(
      (one) =>
        one.uri === document.uri &&
        one.prefix.length <= prefix.length &&
        one.whole.length > prefix.length - one.prefix.length &&
        one.whole.startsWith(prefix.slice(one.prefix.length)) &&
        prefix.startsWith(one.prefix),
    );
    const reply = kept ?? (await this.#ask(document, prefix, suffix));
    if (!reply) return silent('nothing-known');
    const rest = reply.shown.slice(prefix.length - reply.prefix.length);
    const shaped = shape(rest, { prefix, suffix });
    if (rest === '' || 'dropped' in shaped) return silent('below-cutoff');
    this.#named++;
    return {
      kind: 'shown',
      id: String(this.#named),
      text: shaped.text,
      confidence: reply.confidence,
      source: 'cache',
    };
  }

  async #ask(
    document: CompletionRequest['document'],
    prefix: string,
    suffix: string,
  ): Promise<KeptText | undefined> {
    if (this.#asked >= this.#perKey * this.#keys) return undefined;
    this.#asked++;
    const abort = new AbortController();
    this.#abort = abort;
    const { maxTokens, topLogprobs, cutoff } = this.#settings;
    await this.#clock.sleep(0, abort.signal);
    const steps: Step[] = [];
    const prompt = { ...document, prefix, suffix, maxTokens, topLogprobs };
    for await (const step of this.#model.complete(prompt, abort.signal)) steps.push(step);
    if (abort.signal.aborted) return undefined;
    const verdict = decide(steps, '', cutoff);
    const reply = {
      uri: document.uri,
      prefix,
      whole: steps.map((step) => step.text).join(''),
      shown: verdict.kind === 'pass' ? verdict.text : '',
      confidence: verdict.kind === 'pass' ? verdict.confidence.estimate : 0,
    };
    this.#replies.push(reply);
    if (this.#replies.length > 200) this.#replies.shift();
    return reply;
  }

  textChanged(): void {
    this.#abort.abort();
  }

  accepted(): void {}

  closed(): void {
    this.#abort.abort();
  }
}
