import { ModelFailure } from '../model.ts';

/** The key of one endpoint: asked for when it is first needed, remembered until it may be wrong. */
export class ApiKey {
  readonly #ask: () => Promise<string | undefined>;
  #known: Promise<string | undefined> | undefined;

  constructor(ask: () => Promise<string | undefined>) {
    this.#ask = ask;
  }

  /**
   * The key; undefined where none is set.
   * @throws ModelFailure when it cannot be had or cannot be a key; the signal's reason when that aborts first
   */
  async read(signal: AbortSignal): Promise<string | undefined> {
    this.#known ??= this.#fetch();
    return Promise.race([this.#known, aborted(signal)]);
  }

  /** Asks again the next time. */
  forget(): void {
    this.#known = undefined;
  }

  async #fetch(): Promise<string | undefined> {
    const key = await this.#ask().catch(() => {
      throw new ModelFailure('The API key could not be read: set it again.');
    });
    const trimmed = key?.trim() ?? '';
    // Refused here, since the error for a header that cannot be sent repeats the header.
    if (!/^[\x21-\x7e]*$/.test(trimmed)) {
      throw new ModelFailure('The API key holds characters that no key has: set it again.');
    }
    return trimmed === '' ? undefined : trimmed;
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  if (signal.aborted) reject(signal.reason);
  else signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  return promise;
}
