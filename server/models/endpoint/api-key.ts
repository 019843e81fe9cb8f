import { ModelFailure } from '../model.ts';

/**
 * The key that the environment holds for an endpoint. `SURELINE_API_KEY` was set
 * for whichever endpoint is in use; `OPENAI_API_KEY` only for OpenAI, or for the
 * host that `OPENAI_BASE_URL` names, and is sent nowhere else.
 * @param url base URL of the endpoint
 */
export function environmentKey(
  environment: Readonly<Record<string, string | undefined>>,
  url: string,
): string | undefined {
  const own = environment['SURELINE_API_KEY'];
  if (own) return own;
  const host = URL.parse(url)?.host;
  const named = URL.parse(environment['OPENAI_BASE_URL'] ?? '')?.host;
  const isMeant = host !== undefined && (host === named || /^(.+\.)?api\.openai\.com$/.test(host));
  return (isMeant && environment['OPENAI_API_KEY']) || undefined;
}

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
