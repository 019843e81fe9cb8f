import type { ShardData, SourceDocument } from '../shard-data.ts';
import type { LearntDocument } from '../storage/shard-file.ts';
import type { Shelf } from '../storage/shelf.ts';

/**
 * Has shards built of what was read, one while the next is read and the one
 * before is handed on; hands them on one at a time, and keeps a copy for the
 * next start.
 */
export interface DeliveryParts {
  readonly build: (documents: readonly SourceDocument[]) => ShardData | Promise<ShardData>;
  /** A document that comes again replaces what was learnt of it. The next one comes only when this has resolved. */
  onShard(shard: ShardData): Promise<void> | undefined | void;
  /** Documents that are gone, or may no longer be learnt from. */
  onForget(uris: readonly string[]): void;
  /** One sentence for the log. */
  onWarning(message: string): void;
}

/** A document that was read. */
export interface ReadDocument extends SourceDocument, LearntDocument {}

/** Bytes; a smaller shard is learnt again sooner than it is worth a file. */
const MIN_STORED_SIZE = 100_000;

export class Delivery {
  readonly #parts: DeliveryParts;
  readonly #signal: AbortSignal;
  #shelf: Shelf | undefined;
  /** The last one, while it is built. */
  #building: Promise<unknown> = Promise.resolve();
  /** The last one, until it is handed on, and the one before it. */
  #underWay = Promise.resolve();
  #before = Promise.resolve();
  #hasBegun = false;

  /** @param shelf where copies are kept; without it none are */
  constructor(parts: DeliveryParts, shelf: Shelf | undefined, signal: AbortSignal) {
    this.#parts = parts;
    this.#shelf = shelf;
    this.#signal = signal;
  }

  /** Undefined once it could not be written to. */
  get shelf(): Shelf | undefined {
    return this.#shelf;
  }

  /** Whether there was anything to hand on yet. */
  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  /** Resolves when the one before has been built, and all before that handed on. @param isKept whether a copy is worth keeping */
  async learn(batch: readonly ReadDocument[], isKept: boolean): Promise<void> {
    await Promise.all([this.#building, this.#before]);
    this.#hasBegun = true;
    const building = this.#build(batch);
    this.#building = building;
    this.#before = this.#underWay;
    this.#underWay = this.#deliver(building, this.#before, batch, isKept);
  }

  /** Hands on what was stored; likewise. @param outdated names of documents in it that no longer hold */
  async recall(shard: ShardData, outdated: readonly string[]): Promise<void> {
    await this.#underWay;
    this.#hasBegun = true;
    this.#underWay = this.#handOn(shard, outdated);
  }

  /** Resolves when all has been handed on. */
  settled(): Promise<void> {
    return this.#underWay;
  }

  /** Writes to the shelf; when that fails it is said once, and the shelf is left alone. */
  async keep(write: (shelf: Shelf) => Promise<void>): Promise<void> {
    const shelf = this.#shelf;
    if (!shelf) return;
    try {
      await write(shelf);
    } catch (error) {
      if (this.#shelf === undefined) return;
      this.#shelf = undefined;
      const reason = error instanceof Error ? error.message : String(error);
      this.#parts.onWarning(`What was learnt is not kept for the next start: ${reason}`);
    }
  }

  async #build(batch: readonly ReadDocument[]): Promise<ShardData> {
    return this.#parts.build(batch.map(({ uri, text }) => ({ uri, text })));
  }

  async #deliver(
    building: Promise<ShardData>,
    before: Promise<void>,
    batch: readonly ReadDocument[],
    isKept: boolean,
  ): Promise<void> {
    const [shard] = await Promise.all([building, before]);
    if (this.#signal.aborted) return;
    const documents = batch.map(({ uri, size, modified }) => ({ uri, size, modified }));
    const size = documents.reduce((sum, each) => sum + each.size, 0);
    const isStored = isKept && size >= MIN_STORED_SIZE;
    // The arrays are copied at once; handing them on takes them away.
    const stored = isStored ? this.keep((shelf) => shelf.save({ documents, shard })) : undefined;
    await this.#handOn(shard, []);
    await stored;
  }

  async #handOn(shard: ShardData, outdated: readonly string[]): Promise<void> {
    if (this.#signal.aborted) return;
    await this.#parts.onShard(shard);
    if (outdated.length > 0 && !this.#signal.aborted) this.#parts.onForget(outdated);
  }
}
