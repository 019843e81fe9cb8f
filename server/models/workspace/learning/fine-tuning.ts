import { pathOf } from '../../../base/uri.ts';
import { parseWeights } from '../network/weights.ts';
import type { ShardData } from '../shard-data.ts';
import type { KeptNetwork, Shelf } from '../storage/shelf.ts';
import type { Files } from './files.ts';
import { ReadingList } from './reading-list.ts';
import type { Tutor } from './tutor.ts';

/**
 * Sees to it that the network is taught the workspace: once what is on disk has
 * been learnt, and again when that was long ago; else what was kept is used. What
 * was taught a file that was excluded since is neither used nor kept. It happens
 * beside everything else, and where it fails all goes on without.
 */
export interface FineTuningParts {
  readonly tutor: Tutor;
  /** The shipped network, as a file. */
  readonly shipped: Uint8Array;
  /** Where the network is kept between starts; without it it is taught at each. */
  readonly shelf: Shelf | undefined;
  readonly files: Pick<Files, 'stat'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Takes the file of a network that was taught; undefined where the one before is not to be used any more. */
  onNetwork(file: Uint8Array<ArrayBuffer> | undefined): void;
  /** One sentence for the log. */
  onWarning(message: string): void;
  readonly signal: AbortSignal;
}

/** What was taught so long ago is taught again: a project changes. In milliseconds. */
const MAX_AGE_MS = 7 * 24 * 60 * 60 * 1000;
/** The same where files that it was taught are gone: not each time that somebody looks at another branch. */
const MAX_AGE_OF_GONE_MS = 24 * 60 * 60 * 1000;

export class FineTuning {
  readonly #parts: FineTuningParts;
  /** Undefined where nothing will be taught any more. */
  #texts: ReadingList | undefined;
  /** What was kept, until it is handed on. */
  #kept: KeptNetwork | undefined;
  /** What the network was taught that is kept, being taught or in use, by canonical URI. */
  #taught: readonly string[] = [];
  #isUsed = false;
  /** Aborts when what is being taught may not be known any more. */
  #stop = new AbortController();

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

  /** Looks for what was kept, before anything is learnt. */
  async recall(): Promise<void> {
    const { shelf, shipped } = this.#parts;
    this.#kept = await shelf?.network(shipped);
    this.#taught = this.#kept?.documents ?? [];
  }

  /** Gives up what was taught other documents that are still there; where what was kept is fresh, nothing need be listed. */
  async allowed(uris: ReadonlySet<string>): Promise<void> {
    const lost = this.#taught.filter((uri) => !uris.has(uri));
    if (await this.#isAnyThere(lost)) await this.#giveUp();
    if (!this.#kept) return;
    const age = this.#parts.now() - this.#kept.modified;
    if (age < (lost.length > 0 ? MAX_AGE_OF_GONE_MS : MAX_AGE_MS)) this.#texts = undefined;
  }

  /** All that is on disk has been learnt. Resolves when the network has been taught, or need not be. */
  async begin(): Promise<void> {
    if (this.#kept) this.#handOn(this.#kept.file);
    this.#kept = undefined;
    const texts = this.#texts;
    this.#texts = undefined;
    if (texts?.isEnough) await this.#teach(texts);
  }

  async #isAnyThere(uris: readonly string[]): Promise<boolean> {
    for (const uri of uris) {
      const found = await this.#parts.files.stat(pathOf(uri) ?? '');
      if (found?.kind === 'file') return true;
    }
    return false;
  }

  async #giveUp(): Promise<void> {
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#taught = [];
    this.#kept = undefined;
    if (this.#isUsed) this.#handOn(undefined);
    await this.#parts.shelf?.discardNetwork();
  }

  async #teach({ texts, documents }: ReadingList): Promise<void> {
    const { tutor, shipped, shelf } = this.#parts;
    const signal = AbortSignal.any([this.#parts.signal, this.#stop.signal]);
    // What is used meanwhile may have been taught others.
    this.#taught = [...new Set([...this.#taught, ...documents])];
    const file = await this.#tried('was not taught this workspace', tutor.teach(texts, signal));
    if (!file || signal.aborted) return;
    // The bytes are copied at once; handing them on takes them away.
    const saved = shelf?.saveNetwork(shipped, { file, documents });
    this.#taught = documents;
    this.#handOn(file);
    await this.#tried('that was taught this workspace is not kept', saved);
    // It may have been given up while it was written.
    if (signal.aborted && !this.#parts.signal.aborted) await shelf?.discardNetwork();
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

  #handOn(file: Uint8Array<ArrayBuffer> | undefined): void {
    if (this.#parts.signal.aborted) return;
    this.#isUsed = file !== undefined;
    this.#parts.onNetwork(file);
  }
}
