import type { ShardData } from '../shard-data.ts';
import type { LeftOut } from './read-source.ts';
import type { StorePlace } from './store-on-disk.ts';

/** What the learner and its worker say to each other, as plain values. */

/** What to learn from. */
export interface Curriculum {
  /** Absolute paths. */
  readonly folders: readonly string[];
  /** The user's globs. */
  readonly exclude: readonly string[];
  /** Paths of files that are not learnt, nor any near copy of them. */
  readonly holdOut: readonly string[];
  /** The network is taught what was learnt. */
  readonly fineTuning?: boolean;
}

export interface LearningProgress {
  /** Nothing is left to be learnt for now. */
  readonly done: boolean;
  /** Files learnt so far. */
  readonly files: number;
  /** Files that may be learnt from, judged by their names. */
  readonly totalFiles: number;
  /** Bytes of the files learnt so far. */
  readonly bytes: number;
  /** Files seen and not learnt, by reason. */
  readonly leftOut: Readonly<Partial<Record<LeftOut, number>>>;
}

export type ToWorker =
  | { readonly kind: 'open'; readonly generation: number; readonly curriculum: Curriculum }
  | { readonly kind: 'changed'; readonly paths: readonly string[] }
  /** The document that is edited now, by canonical URI. */
  | { readonly kind: 'approach'; readonly uri: string }
  /** The last shard is in use, and the next may come. */
  | { readonly kind: 'taken' };

/** What a worker is started with. */
export interface WorkerTask {
  /** It only builds shards, or teaches a network, for a worker that reads. */
  readonly role?: 'builder' | 'tutor';
  /** Where what was learnt is kept between starts; without it nothing is. */
  readonly store?: StorePlace | undefined;
}

/** Of the generation that the last `open` the worker had read began. */
export type FromWorker = { readonly generation: number } & (
  | { readonly kind: 'shard'; readonly shard: ShardData }
  /** The file of a network that was taught what was learnt; none where it was taught what may not be known any more. */
  | { readonly kind: 'network'; readonly file: Uint8Array | undefined }
  | { readonly kind: 'forget'; readonly uris: readonly string[] }
  | { readonly kind: 'progress'; readonly progress: LearningProgress }
  | { readonly kind: 'warning'; readonly message: string }
);
