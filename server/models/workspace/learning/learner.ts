import type { Worker } from 'node:worker_threads';
import type { Log } from '../../../base/log.ts';
import { pathOf } from '../../../base/uri.ts';
import type { ShardData } from '../shard-data.ts';
import type { Curriculum, FromWorker, LearningProgress, ToWorker } from './messages.ts';

/**
 * The main thread's side of learning: tells a worker what to learn and hands
 * on what it has learnt. It reads no file and waits for nothing.
 */
export interface LearnerParts {
  /** Starts the worker thread; called at the first `open`, and at the next one after the worker has died. */
  readonly startWorker: () => Worker;
  /** Takes a shard in, a little at each step. */
  onShard(shard: ShardData): Iterable<void>;
  /** Resolves when what waits has had its turn, keys above all. */
  readonly turn: () => Promise<void>;
  /** Takes the file of a network that was taught what was learnt; undefined where that is not to be used any more. */
  onNetwork(file: Uint8Array | undefined): void;
  onForget(uris: readonly string[]): void;
  /** Everything learnt so far is to be forgotten. */
  onReset(): void;
  onProgress(progress: LearningProgress): void;
  readonly log: Log;
}

export class Learner {
  readonly #parts: LearnerParts;
  #worker: Worker | undefined;
  /** Messages that belong to an earlier `open` still arrive, and are dropped. */
  #generation = 0;
  #progress: LearningProgress | undefined;
  #edited = '';

  constructor(parts: LearnerParts) {
    this.#parts = parts;
  }

  /** Learns the folders, in place of those before. */
  open(curriculum: Curriculum): void {
    if (this.#generation > 0) this.#parts.onReset();
    this.#generation++;
    if (curriculum.folders.length > 0) this.#worker ??= this.#start();
    if (this.#edited !== '') this.#post({ kind: 'approach', uri: this.#edited });
    this.#post({ kind: 'open', generation: this.#generation, curriculum });
  }

  /** Someone edits this document now, so that what lies near it is learnt first; canonical URI. */
  approach(uri: string): void {
    if (uri === this.#edited) return;
    this.#edited = uri;
    this.#post({ kind: 'approach', uri });
  }

  /** Learns anew what was created, changed or renamed. What is not on disk, or outside the folders, does not matter. */
  changed(uris: readonly string[]): void {
    const paths = uris.map(pathOf).filter((path) => path !== undefined);
    if (paths.length > 0) this.#post({ kind: 'changed', paths });
  }

  /** Forgets at once what was removed; what lay below a folder, as soon as the worker has looked. */
  removed(uris: readonly string[]): void {
    if (uris.length > 0) this.#parts.onForget(uris);
    this.changed(uris);
  }

  /** Ends the worker. What was learnt stays with whoever was told. */
  dispose(): void {
    const worker = this.#worker;
    this.#worker = undefined;
    this.#generation++;
    void worker?.terminate();
  }

  #post(message: ToWorker): void {
    this.#worker?.postMessage(message);
  }

  #start(): Worker {
    const worker = this.#parts.startWorker();
    worker.on('message', (message: FromWorker) => {
      if (message.generation === this.#generation) this.#take(message);
    });
    worker.on('error', (error) => this.#died(worker, error));
    worker.on('exit', () => this.#died(worker, 'it ended'));
    return worker;
  }

  #take(message: FromWorker): void {
    switch (message.kind) {
      case 'shard':
        void this.#takeIn(message.shard);
        break;
      case 'network':
        this.#parts.onNetwork(message.file);
        this.#parts.log.info(
          message.file
            ? 'The network that was taught this workspace is in use.'
            : 'The network was taught a file that is excluded now: it is not used any more, and taught again at the next start.',
        );
        break;
      case 'forget':
        this.#parts.onForget(message.uris);
        break;
      case 'progress':
        this.#progress = message.progress;
        this.#parts.onProgress(message.progress);
        break;
      case 'warning':
        this.#parts.log.warn(message.message);
        break;
    }
  }

  /** Between two steps others have their turn; the next shard comes when this one is in use. */
  async #takeIn(shard: ShardData): Promise<void> {
    const generation = this.#generation;
    for (const _ of this.#parts.onShard(shard)) {
      await this.#parts.turn();
      if (generation !== this.#generation) return;
    }
    this.#post({ kind: 'taken' });
  }

  /** An error is followed by an exit; only the first is told. */
  #died(worker: Worker, cause: unknown): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    this.#parts.onProgress({ files: 0, totalFiles: 0, bytes: 0, leftOut: {}, ...this.#progress, done: true });
    const reason = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
    this.#parts.log.warn(`Learning from files has stopped; what was learnt stays in use. Reason: ${reason}`);
  }
}
