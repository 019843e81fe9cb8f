import { pathOf, uriOf } from '../../../base/uri.ts';
import { createExclusions, type FolderExclusions } from '../../../context/exclusions.ts';
import type { ShardData, SourceDocument } from '../shard-data.ts';
import type { Files } from './files.ts';
import { HoldOut } from './hold-out.ts';
import type { Curriculum, LearningProgress } from './messages.ts';
import { readSource, type LeftOut, type Source } from './read-source.ts';
import { walk } from './walk.ts';

/**
 * What has been learnt of some folders, and how it is brought up to date: reads
 * the files, hands their text on in batches, and keeps count. It keeps no text.
 */

/** What learning needs, and where its results go. */
export interface LearningParts {
  readonly files: Files;
  readonly build: (documents: readonly SourceDocument[]) => ShardData;
  /** A document that comes again replaces what was learnt of it. */
  onShard(shard: ShardData): void;
  /** Documents that are gone, or may no longer be learnt from. */
  onForget(uris: readonly string[]): void;
  onProgress(progress: LearningProgress): void;
  /** One sentence for the log. */
  onWarning(message: string): void;
}

/** Bytes of text a shard; larger ones take longer to build than someone waits, many small ones slow every question. */
const BATCH_SIZE = 1_000_000;
/** Bytes of the very first one, so that something is known soon. */
const FIRST_BATCH_SIZE = 100_000;
/** Bytes of all that is learnt at once: what is learnt takes a small multiple of it in memory. */
const MAX_TOTAL_SIZE = 64_000_000;
/** Shards from changed files; with more, their files are read again into as few as possible. */
const MAX_SMALL_SHARDS = 16;

export class FolderLearning {
  readonly #curriculum: Curriculum;
  readonly #parts: LearningParts;
  readonly #signal: AbortSignal;
  readonly #exclusions: FolderExclusions;
  readonly #heldOut: ReadonlySet<string>;
  #holdOut = new HoldOut([]);
  /** Bytes of each document learnt. */
  readonly #known = new Map<string, number>();
  readonly #leftOut = new Map<string, LeftOut>();
  #bytes = 0;
  #hasLearnt = false;
  /** Documents not yet learnt or left out. */
  #waiting = 0;
  /** Changed documents, whose shards are small. */
  readonly #recent = new Set<string>();
  #smallShards = 0;

  /** Nothing is handed on once the signal aborts. */
  constructor(curriculum: Curriculum, parts: LearningParts, signal: AbortSignal) {
    this.#curriculum = curriculum;
    this.#parts = parts;
    this.#signal = signal;
    this.#heldOut = new Set(curriculum.holdOut.map(uriOf));
    const { folders, exclude } = curriculum;
    this.#exclusions = createExclusions({
      folders,
      exclude,
      readTextFile: (path) => parts.files.readTextFile(path),
    });
  }

  /** Learns all files of the folders. */
  async open(): Promise<void> {
    const texts: string[] = [];
    for (const path of this.#curriculum.holdOut) {
      const source = await readSource(path, this.#parts.files);
      if ('text' in source) texts.push(source.text);
    }
    this.#holdOut = new HoldOut(texts);
    await this.#synchronise();
    this.#report(true);
  }

  /** Learns or forgets what was created, changed, renamed or removed at these paths; a folder stands for all in it. */
  async changed(paths: readonly string[]): Promise<void> {
    if (paths.some(isIgnoreFile)) {
      this.#exclusions.refresh();
      await this.#synchronise();
    }
    const present = await this.#filesAt(paths);
    const changed = paths.map(uriOf);
    this.#forget([...this.#known.keys()].filter((uri) => !present.has(uri) && isAtOrBelow(uri, changed)));
    this.#smallShards += await this.#learn([...present]);
    for (const uri of present) this.#recent.add(uri);
    if (this.#smallShards > MAX_SMALL_SHARDS) await this.#merge();
    this.#report(true);
  }

  /** Brings what is known in line with what the folders hold and the rules allow. */
  async #synchronise(): Promise<void> {
    const { folders } = this.#curriculum;
    const found = await walk(folders, this.#parts.files, this.#exclusions, this.#signal);
    if (this.#signal.aborted) return;
    for (const folder of found.missing) {
      this.#parts.onWarning(`The folder ${folder} cannot be read, so nothing is learnt from it.`);
    }
    if (found.unreadable > 0) {
      this.#parts.onWarning(`${found.unreadable} directories cannot be read; nothing is learnt from them.`);
    }
    if (found.isCut) {
      this.#parts.onWarning(
        `There are too many files to learn from all; open a smaller folder, or use \`exclude\`.`,
      );
    }
    const uris = new Set(found.paths.map(uriOf));
    this.#forget([...this.#known.keys()].filter((uri) => !uris.has(uri)));
    for (const uri of this.#leftOut.keys()) if (!uris.has(uri)) this.#leftOut.delete(uri);
    await this.#learn([...uris].filter((uri) => !this.#known.has(uri)));
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
  async #learn(uris: readonly string[]): Promise<number> {
    let shards = 0;
    let size = 0;
    let batch: SourceDocument[] = [];
    this.#waiting = uris.filter((uri) => !this.#known.has(uri)).length;
    for (const uri of uris) {
      const source = await this.#read(uri);
      if (this.#signal.aborted) return shards;
      if (!this.#known.has(uri)) this.#waiting--;
      this.#note(uri, source);
      if ('leftOut' in source) continue;
      batch.push({ uri, text: source.text });
      size += source.bytes;
      if (size < (this.#hasLearnt ? BATCH_SIZE : FIRST_BATCH_SIZE)) continue;
      this.#handOn(batch);
      this.#report(false);
      shards++;
      batch = [];
      size = 0;
    }
    if (batch.length === 0) return shards;
    this.#handOn(batch);
    return shards + 1;
  }

  async #read(uri: string): Promise<Source> {
    if (this.#heldOut.has(uri)) return { leftOut: 'held-out' };
    const source = await readSource(pathOf(uri) ?? '', this.#parts.files);
    if ('leftOut' in source) return source;
    if (this.#holdOut.coversCopy(source.text)) return { leftOut: 'held-out' };
    const total = this.#bytes - (this.#known.get(uri) ?? 0) + source.bytes;
    return total > MAX_TOTAL_SIZE ? { leftOut: 'over-budget' } : source;
  }

  #note(uri: string, source: Source): void {
    if ('leftOut' in source) {
      if (this.#known.has(uri)) this.#forget([uri]);
      this.#leftOut.set(uri, source.leftOut);
      return;
    }
    this.#bytes += source.bytes - (this.#known.get(uri) ?? 0);
    this.#known.set(uri, source.bytes);
    this.#leftOut.delete(uri);
  }

  #handOn(batch: readonly SourceDocument[]): void {
    this.#parts.onShard(this.#parts.build(batch));
    this.#hasLearnt = true;
  }

  #forget(uris: readonly string[]): void {
    if (uris.length === 0 || this.#signal.aborted) return;
    for (const uri of uris) {
      this.#bytes -= this.#known.get(uri) ?? 0;
      this.#known.delete(uri);
    }
    this.#parts.onForget(uris);
  }

  /** Once what changed lately fills a shard of its own, it is left at that. */
  async #merge(): Promise<void> {
    const recent = [...this.#recent].filter((uri) => this.#known.has(uri));
    this.#smallShards = await this.#learn(recent);
    const size = recent.reduce((sum, uri) => sum + (this.#known.get(uri) ?? 0), 0);
    if (size < BATCH_SIZE) return;
    this.#recent.clear();
    this.#smallShards = 0;
  }

  #report(done: boolean): void {
    if (this.#signal.aborted) return;
    const leftOut: Partial<Record<LeftOut, number>> = {};
    for (const reason of this.#leftOut.values()) leftOut[reason] = (leftOut[reason] ?? 0) + 1;
    const files = this.#known.size;
    const totalFiles = files + this.#leftOut.size + this.#waiting;
    this.#parts.onProgress({ done, files, totalFiles, bytes: this.#bytes, leftOut });
  }
}

function isIgnoreFile(path: string): boolean {
  return /[\\/](?:\.gitignore|\.ignore|\.git[\\/]info[\\/]exclude)$/.test(path);
}

function isAtOrBelow(uri: string, places: readonly string[]): boolean {
  return places.some((place) => uri === place || uri.startsWith(`${place}/`));
}
