import { parseWeights } from '../network/weights.ts';
import type { ShardData } from '../shard-data.ts';
import type { KeptNetwork, Shelf } from '../storage/shelf.ts';
import { ReadingList } from './reading-list.ts';
import type { Tutor } from './tutor.ts';

/**
 * Sees to it that the network is taught the workspace: once what is on disk has
 * been learnt, and again when that was long ago; else what was kept is used. It
 * happens beside everything else, and where it fails all goes on without.
 */
export interface FineTuningParts {
  readonly tutor: Tutor;
  /** The shipped network, as a file. */
  readonly shipped: Uint8Array;
  /** Where the network is kept between starts; without it it is taught at each. */
  readonly shelf: Shelf | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Takes the file of a network that was taught. */
  onNetwork(file: Uint8Array<ArrayBuffer>): void;
  /** One sentence for the log. */
  onWarning(message: string): void;
  readonly signal: AbortSignal;
}

/** What was taught so long ago is taught again: a project changes. In milliseconds. */
const MAX_AGE_MS = 7 * 24 * 60 * 60 * 1000;

export class FineTuning {
  readonly #parts: FineTuningParts;
  /** Undefined where nothing will be taught any more. */
  #texts: ReadingList | undefined;
  #kept: KeptNetwork | undefined;

  constructor(parts: FineTuningParts) {
    this.#parts = parts;
    this.#texts = new ReadingList(parseWeights(parts.shipped).words);
  }

  /** A shard is handed on; its arrays are still here. */
  learnt(shard: ShardData): void {
    this.#texts?.add(shard);
  }

  /** @param uris canonical */
  forgotten(uris: readonly string[]): void {
    for (const uri of uris) this.#texts?.remove(uri);
  }

  /** Looks for what was kept, before anything is learnt: where that is fresh, nothing need be listed. */
  async recall(): Promise<void> {
    const { shelf, shipped, now } = this.#parts;
    this.#kept = await shelf?.network(shipped);
    if (this.#kept && now() - this.#kept.modified < MAX_AGE_MS) this.#texts = undefined;
  }

  /** All that is on disk has been learnt. Resolves when the network has been taught, or need not be. */
  async begin(): Promise<void> {
    if (this.#kept) this.#handOn(this.#kept.file);
    const texts = this.#texts;
    this.#texts = undefined;
    if (texts?.isEnough) await this.#teach(texts);
  }

  async #teach({ texts }: ReadingList): Promise<void> {
    const { tutor, shipped, shelf, signal } = this.#parts;
    const file = await this.#tried('was not taught this workspace', tutor.teach(texts, signal));
    if (!file || signal.aborted) return;
    // The bytes are copied at once; handing them on takes them away.
    const saved = shelf?.saveNetwork(shipped, file);
    this.#handOn(file);
    await this.#tried('that was taught this workspace is not kept', saved);
  }

  /** Undefined where it fails, which is said unless nobody waits for it any more. */
  async #tried<Result>(failure: string, result: Promise<Result> | undefined): Promise<Result | undefined> {
    try {
      return await result;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (!this.#parts.signal.aborted) this.#parts.onWarning(`The network ${failure}: ${reason}`);
      return undefined;
    }
  }

  #handOn(file: Uint8Array<ArrayBuffer>): void {
    if (!this.#parts.signal.aborted) this.#parts.onNetwork(file);
  }
}
