import type { Step } from '../completion/continuation.ts';
import type { Model, Prompt } from '../models/model.ts';

/** What went over the line. */
export interface Meter {
  readonly requests: number;
  /** Steps that came, and those that were asked for at most. */
  readonly tokens: number;
  readonly tokensAsked: number;
  /** Requests for a prompt that was asked before. */
  readonly repeated: number;
  /** Requests given up before their first token. */
  readonly unanswered: number;
}

/** A model with a meter on its line: what it is asked and sends. Changes nothing on the way. */
export class MeteredModel implements Model {
  readonly source;
  readonly immediate = false;
  readonly #model: Model;
  readonly #prompts = new Set<string>();
  #meter = { requests: 0, tokens: 0, tokensAsked: 0, repeated: 0, unanswered: 0 };

  constructor(model: Model) {
    this.source = model.source;
    this.#model = model;
  }

  get meter(): Meter {
    return { ...this.#meter };
  }

  async *complete(prompt: Prompt, signal: AbortSignal): AsyncGenerator<Step, void, undefined> {
    this.#meter.requests++;
    this.#meter.tokensAsked += prompt.maxTokens;
    const key = `${prompt.uri}\n${prompt.prefix}`;
    if (this.#prompts.size === this.#prompts.add(key).size) this.#meter.repeated++;
    let arrived = 0;
    try {
      for await (const step of this.#model.complete(prompt, signal)) {
        arrived++;
        this.#meter.tokens++;
        yield step;
      }
    } finally {
      if (arrived === 0 && signal.aborted) this.#meter.unanswered++;
    }
  }
}
