import { basename } from 'node:path';
import { pathOf, uriOf } from '../../../base/uri.ts';
import { createExclusions, type Exclusions, type FolderExclusions } from '../../../context/exclusions.ts';
import type { Shelf } from '../storage/shelf.ts';
import { findDeclarations } from './declarations.ts';
import { Delivery, type DeliveryParts, type ReadDocument } from './delivery.ts';
import type { Files } from './files.ts';
import { HoldOut } from './hold-out.ts';
import { Ledger } from './ledger.ts';
import type { Curriculum, LearningProgress } from './messages.ts';
import { Queue } from './queue.ts';
import { MAX_FILE_SIZE, readSource, type Source, type SourceText } from './read-source.ts';
import { recall } from './recall.ts';
import { type Walk, walk } from './walk.ts';

/**
 * What has been learnt of some folders, and how it is brought up to date: takes
 * what the store still holds, reads the other files, hands their text on in
 * batches, and keeps count. It keeps no text.
 */

/** What learning needs, and where its results go. */
export interface LearningParts extends DeliveryParts {
  readonly files: Files;
  onProgress(progress: LearningProgress): void;
  /** The documents that may be known, by canonical URI, each time that the rules were looked at; before any of them is learnt. */
  onAllowed?(uris: ReadonlySet<string>): Promise<void>;
  /** Where what was learnt is kept between starts; without it nothing is. */
  readonly shelf?: Shelf | undefined;
}

/** Bytes of the very first batch, so that something is known soon. */
const FIRST_BATCH_SIZE = 100_000;
/** Bytes of text a shard: small ones are ready sooner, but each costs every question a few hundredths of a millisecond. */
const MIN_BATCH_SIZE = 1_000_000;
const MAX_BATCH_SIZE = 8_000_000;
/** Share of what is known already that a batch may have: their number grows with the logarithm of the size. */
const BATCH_SHARE = 0.5;
/** Bytes of all that is learnt at once, which takes twice as many of memory. */
const MAX_TOTAL_SIZE = 100_000_000;
/** Shards from changed files; with more, their files are read again into as few as possible. */
const MAX_SMALL_SHARDS = 16;
/** Files read at once: enough that the disk does not wait for us, few enough that those that have become nearer come soon. */
const READS_AT_ONCE = 16;

export class FolderLearning {
  readonly #curriculum: Curriculum;
  readonly #parts: LearningParts;
  readonly #signal: AbortSignal;
  readonly #limit: number;
  readonly #exclusions: FolderExclusions;
  /** The user's globs and the built-in rules, without ignore files: those name what is installed. */
  readonly #ownExclusions: Exclusions;
  readonly #heldOut: ReadonlySet<string>;
  #holdOut = new HoldOut([]);
  readonly #ledger = new Ledger();
  readonly #queue = new Queue();
  readonly #delivery: Delivery;
  #hasSaidWhatIsLeftOut = false;
  /** Changed documents, whose shards are small. */
  readonly #recent = new Set<string>();
  #smallShards = 0;

  /** Nothing is handed on once the signal aborts. @param limit bytes of all that is learnt at once */
  constructor(curriculum: Curriculum, parts: LearningParts, signal: AbortSignal, limit = MAX_TOTAL_SIZE) {
    this.#limit = limit;
    this.#curriculum = curriculum;
    this.#parts = parts;
    this.#signal = signal;
    this.#heldOut = new Set(curriculum.holdOut.map(uriOf));
    // A store knows nothing of what is held out.
    const shelf = curriculum.holdOut.length === 0 ? parts.shelf : undefined;
    this.#delivery = new Delivery(parts, shelf, signal);
    const { folders, exclude } = curriculum;
    this.#exclusions = createExclusions({
      folders,
      exclude,
      readTextFile: (path) => parts.files.readTextFile(path),
    });
    this.#ownExclusions = createExclusions({ folders, exclude });
  }

  /** Learns all files of the folders. */
  async open(): Promise<void> {
    const texts: string[] = [];
    for (const path of this.#curriculum.holdOut) {
      const source = await readSource(path, this.#parts.files);
      if ('text' in source) texts.push(source.text);
    }
    this.#holdOut = new HoldOut(texts);
    await this.#synchronise(true);
    this.#report(true);
  }

  /** Someone edits this document: what lies near it is learnt first. */
  approach(uri: string): void {
    this.#queue.approach(uri);
  }

  /** Learns or forgets what was created, changed, renamed or removed at these paths; a folder stands for all in it. */
  async changed(paths: readonly string[]): Promise<void> {
    if (paths.some(decidesOnOthers)) {
      this.#exclusions.refresh();
      await this.#synchronise(false);
    }
    const present = await this.#filesAt(paths);
    const changed = paths.map(uriOf);
    this.#forget(this.#ledger.filter((uri) => !present.has(uri) && isAtOrBelow(uri, changed)));
    this.#smallShards += await this.#learn([...present], false);
    for (const uri of present) this.#recent.add(uri);
    if (this.#smallShards > MAX_SMALL_SHARDS) await this.#merge();
    this.#report(true);
  }

  /** Brings what is known in line with what the folders hold and the rules allow. */
  async #synchronise(isFirst: boolean): Promise<void> {
    const { folders } = this.#curriculum;
    const found = await walk(folders, this.#parts.files, this.#exclusions, this.#signal);
    if (this.#signal.aborted) return;
    this.#warnOf(found);
    const uris = new Set([...found.paths, ...(await this.#declarations(found))].map(uriOf));
    if (this.#signal.aborted) return;
    const gone = this.#ledger.filter((uri) => !uris.has(uri));
    this.#forget(gone);
    await this.#delivery.shelf?.discardAllOf(gone);
    this.#ledger.keepLeftOut(uris);
    await this.#parts.onAllowed?.(uris);
    if (isFirst) await this.#recall(uris);
    const unknown = [...uris].filter((uri) => !this.#ledger.has(uri));
    await this.#learn(unknown, true);
  }

  #declarations({ paths }: Walk): Promise<readonly string[]> {
    return findDeclarations({
      manifests: paths.filter((path) => basename(path) === 'package.json'),
      folders: this.#curriculum.folders,
      files: this.#parts.files,
      isExcluded: (path) => this.#ownExclusions.covers(uriOf(path)),
      signal: this.#signal,
    });
  }

  async #recall(allowed: ReadonlySet<string>): Promise<void> {
    const { shelf } = this.#delivery;
    if (!shelf) return;
    const { files } = this.#parts;
    const wanted = { shelf, files, allowed, limit: this.#limit, signal: this.#signal };
    for await (const { shard, documents, outdated } of recall(wanted)) {
      for (const { uri, size } of documents) this.#ledger.learnt(uri, size);
      await this.#delivery.recall(shard, outdated);
    }
    await this.#delivery.settled();
    await this.#delivery.keep(() => shelf.markUsed());
  }

  #warnOf({ missing, unreadable, isCut }: Walk): void {
    const warn = (message: string): void => this.#parts.onWarning(message);
    for (const folder of missing) {
      warn(`The folder ${folder} cannot be read, so nothing is learnt from it.`);
    }
    if (unreadable > 0) warn(`${unreadable} directories cannot be read; nothing is learnt from them.`);
    if (isCut) warn(`There are too many files to learn from all; open a smaller folder, or use \`exclude\`.`);
  }

  /** The documents at or below these paths that may be learnt from. */
  async #filesAt(paths: readonly string[]): Promise<ReadonlySet<string>> {
    const uris = new Set<string>();
    for (const path of paths) {
      const kind = (await this.#parts.files.stat(path))?.kind;
      if (kind === 'file' && !this.#exclusions.coversFile(path)) uris.add(uriOf(path));
      if (kind !== 'folder' || this.#exclusions.coversFolder(path)) continue;
      const below = await walk([path], this.#parts.files, this.#exclusions, this.#signal);
      for (const file of below.paths) uris.add(uriOf(file));
    }
    return uris;
  }

  /** Reads documents and hands them on in batches. Returns how many shards that made. */
  async #learn(uris: readonly string[], isKept: boolean): Promise<number> {
    let shards = 0;
    let size = 0;
    let batch: ReadDocument[] = [];
    this.#queue.add(uris);
    while (this.#queue.size > 0) {
      for (const document of await this.#readNext()) {
        batch.push(document);
        size += document.size;
        if (size < this.#batchSize()) continue;
        await this.#delivery.learn(batch, isKept);
        this.#report(false);
        shards++;
        batch = [];
        size = 0;
      }
      if (this.#signal.aborted) return shards;
    }
    if (batch.length > 0) await this.#delivery.learn(batch, isKept);
    await this.#delivery.settled();
    return batch.length > 0 ? shards + 1 : shards;
  }

  #batchSize(): number {
    if (!this.#delivery.hasBegun) return FIRST_BATCH_SIZE;
    return Math.min(MAX_BATCH_SIZE, Math.max(MIN_BATCH_SIZE, BATCH_SHARE * this.#ledger.bytes));
  }

  /** Of the next documents in the queue those that may be learnt; none once the signal has aborted. */
  async #readNext(): Promise<readonly ReadDocument[]> {
    const next = this.#queue.take(READS_AT_ONCE);
    const sources = await Promise.all(next.map((uri) => this.#read(uri)));
    if (this.#signal.aborted) return [];
    return next.flatMap((uri, index) => {
      const source = this.#admitted(uri, sources[index] ?? { leftOut: 'unreadable' });
      if ('leftOut' in source) return [];
      return [{ uri, text: source.text, size: source.bytes, modified: source.modified }];
    });
  }

  async #read(uri: string): Promise<Source> {
    if (this.#heldOut.has(uri)) return { leftOut: 'held-out' };
    // Near the limit nothing more is read, or a disk would be read to its end for nothing.
    const isFull = !this.#ledger.has(uri) && this.#ledger.bytes > this.#limit - MAX_FILE_SIZE;
    return isFull ? { leftOut: 'over-budget' } : readSource(pathOf(uri) ?? '', this.#parts.files);
  }

  /** Enters what was read into the ledger. */
  #admitted(uri: string, read: Source): Source {
    const source = 'text' in read ? this.#judged(uri, read) : read;
    if ('text' in source) {
      this.#ledger.learnt(uri, source.bytes);
      return source;
    }
    if (this.#ledger.has(uri)) this.#forget([uri]);
    this.#ledger.leftOut(uri, source.leftOut);
    return source;
  }

  #judged(uri: string, source: SourceText): Source {
    if (this.#holdOut.coversCopy(source.text)) return { leftOut: 'held-out' };
    const total = this.#ledger.bytes - this.#ledger.bytesOf(uri) + source.bytes;
    return total > this.#limit ? { leftOut: 'over-budget' } : source;
  }

  #forget(uris: readonly string[]): void {
    if (uris.length === 0 || this.#signal.aborted) return;
    for (const uri of uris) this.#ledger.forget(uri);
    this.#parts.onForget(uris);
  }

  /** Once what changed lately fills a shard of its own, it is left at that. */
  async #merge(): Promise<void> {
    const recent = [...this.#recent].filter((uri) => this.#ledger.has(uri));
    this.#smallShards = await this.#learn(recent, false);
    const size = recent.reduce((sum, uri) => sum + this.#ledger.bytesOf(uri), 0);
    if (size < MIN_BATCH_SIZE) return;
    this.#recent.clear();
    this.#smallShards = 0;
  }

  #report(done: boolean): void {
    if (this.#signal.aborted) return;
    const progress = this.#ledger.progress(done, this.#queue.size);
    this.#parts.onProgress(progress);
    const unread = progress.leftOut['over-budget'] ?? 0;
    if (!done || unread === 0 || this.#hasSaidWhatIsLeftOut) return;
    this.#hasSaidWhatIsLeftOut = true;
    const megabytes = this.#limit / 1_000_000;
    this.#parts.onWarning(
      `Learnt the nearest ${progress.files} files (${megabytes} MB); ${unread} more are left out. To choose, open a smaller folder, or use \`exclude\`.`,
    );
  }
}

/** Files that say which others may be learnt from. */
function decidesOnOthers(path: string): boolean {
  return /[\\/](?:\.gitignore|\.ignore|\.git[\\/]info[\\/]exclude|package\.json)$/.test(path);
}

function isAtOrBelow(uri: string, places: readonly string[]): boolean {
  return places.some((place) => uri === place || uri.startsWith(`${place}/`));
}
