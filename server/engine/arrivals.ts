import type { Known, PrefixCache } from '../cache/prefix-cache.ts';
import type { Reply } from './reply.ts';

/**
 * The replies still arriving, one a document: who may join one, and which the
 * newest puts an end to. They are in the cache as they grow.
 */
export interface Arriving {
  readonly reply: Reply;
  /** What was typed since its anchor. */
  readonly typed: string;
}

export class Arrivals {
  readonly #replies = new Map<string, Reply>();
  readonly #cache: PrefixCache;

  constructor(cache: PrefixCache) {
    this.#cache = cache;
  }

  /** The reply still arriving for this document, if what was typed since agrees with it; it is stopped if not. */
  overtake(uri: string, known: readonly Known[]): Arriving | undefined {
    const reply = this.#replies.get(uri);
    const here = known.find(({ continuation }) => continuation === reply?.continuation);
    if (reply && here) reply.follow(here.typed);
    else reply?.stop();
    return reply?.isArriving && here ? { reply, typed: here.typed } : undefined;
  }

  /** Makes a reply known from its first step on. One that failed or was stopped before it said anything is forgotten, so that its place can be asked again. */
  async keep(uri: string, reply: Reply): Promise<void> {
    this.stop(uri);
    this.#replies.set(uri, reply);
    this.#cache.add(reply.continuation);
    await reply.settled;
    if (reply.continuation.steps.length > 0 || reply.isComplete) this.#cache.weigh(reply.continuation);
    else this.#cache.remove(reply.continuation);
    if (this.#replies.get(uri) === reply) this.#replies.delete(uri);
  }

  /** Resolves once no reply for this document is under way. */
  async settled(uri: string): Promise<void> {
    await this.#replies.get(uri)?.settled;
  }

  stop(uri: string): void {
    this.#replies.get(uri)?.stop();
    this.#replies.delete(uri);
  }

  stopAll(): void {
    for (const reply of this.#replies.values()) reply.stop();
  }
}
