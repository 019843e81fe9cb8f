import type { Step } from '../completion/continuation.ts';
import type { Model, Prompt } from '../models/model.ts';

/** A model with a meter on its line: what it is asked and sends. Changes nothing on the way. */
export class MeteredModel implements Model {
  readonly source;
  readonly immediate = false;
  readonly #model: Model;
  #requests = 0;
  #tokens = 0;

  constructor(model: Model) {
    this.source = model.source;
    this.#model = model;
  }

  get meter(): { readonly requests: number; readonly tokens: number } {
    return { requests: this.#requests, tokens: this.#tokens };
  }

  async *complete(prompt: Prompt, signal: AbortSignal): AsyncGenerator<Step, void, undefined> {
    this.#requests++;
    for await (const step of this.#model.complete(prompt, signal)) {
      this.#tokens++;
      yield step;
    }
  }
}
