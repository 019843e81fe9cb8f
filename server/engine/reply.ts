import type { Continuation, Step } from '../completion/continuation.ts';
import { isWorthReadingOn } from '../gate/progress.ts';
import type { Model, Prompt } from '../models/model.ts';

/**
 * One reply while it arrives: a continuation that grows, those who wait for it,
 * and the stop once more tokens cannot help. It outlives the request that asked
 * for it, so that the next key can join instead of asking again.
 */
export class Reply {
  readonly continuation: Continuation;
  /** Resolves when the stream is over, however it ended. */
  readonly settled: Promise<void>;
  readonly #steps: Step[] = [];
  readonly #abort = new AbortController();
  #typed: string;
  #isArriving = true;
  #isComplete = false;
  #failure: unknown;
  #changed = Promise.withResolvers<void>();

  /**
   * Asks the model at once.
   * @param typed what already stands between the anchor of the prompt and the cursor
   */
  constructor(
    model: Model,
    prompt: Prompt,
    place: Pick<Continuation, 'prefix' | 'suffix' | 'atCursor'>,
    typed: string,
  ) {
    this.continuation = { uri: prompt.uri, source: model.source, ...place, steps: this.#steps };
    this.#typed = typed;
    this.settled = this.#read(model, prompt);
  }

  /** More steps may come. */
  get isArriving(): boolean {
    return this.#isArriving;
  }

  /** The model said all it had to say, which may be nothing. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  /** What the model threw, if it did. */
  get failure(): unknown {
    return this.#failure;
  }

  /** Tells the reply how far the user has typed by now; it stops by itself when that contradicts it. */
  follow(typed: string): void {
    this.#typed = typed;
    if (this.isArriving && !isWorthReadingOn(this.#steps, typed)) this.stop();
  }

  /** Resolves at the next step or change of state, or at once when the signal aborts. */
  async next(signal: AbortSignal): Promise<void> {
    if (signal.aborted || !this.isArriving) return;
    const { promise: left, resolve } = Promise.withResolvers<void>();
    const leave = (): void => resolve();
    signal.addEventListener('abort', leave, { once: true });
    await Promise.race([this.#changed.promise, left]);
    signal.removeEventListener('abort', leave);
  }

  /** Ends the stream; what has arrived stays readable. */
  stop(): void {
    this.#settle();
    this.#abort.abort();
  }

  async #read(model: Model, prompt: Prompt): Promise<void> {
    try {
      for await (const step of model.complete(prompt, this.#abort.signal)) {
        if (!this.isArriving) return;
        this.#steps.push(step);
        if (!isWorthReadingOn(this.#steps, this.#typed)) {
          this.stop();
          return;
        }
        this.#announce();
      }
      this.#isComplete = this.isArriving;
    } catch (error) {
      if (this.isArriving) this.#failure = error ?? new TypeError('nothing was thrown');
    }
    this.#settle();
  }

  #settle(): void {
    if (!this.isArriving) return;
    this.#isArriving = false;
    this.#announce();
  }

  #announce(): void {
    const changed = this.#changed;
    this.#changed = Promise.withResolvers<void>();
    changed.resolve();
  }
}
