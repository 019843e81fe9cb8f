import type { Counted } from './counts.ts';
import type { PartName } from './parts.ts';

/** What the threads of the bench are told, and what they answer; plain values. */

/** A project that is on this machine. */
export interface Place {
  readonly name: string;
  readonly language: string;
  readonly folders: readonly string[];
}

export type Rival = 'present' | 'earlier' | 'words' | 'fixed-order';
/** One model for all files, a fresh one for each, or a fresh one that has learnt nothing of the project. */
export type Protocol = 'session' | 'cold' | 'alone';

/** One way to type the files of a project. */
export interface TypingJob {
  readonly kind: 'typing';
  readonly place: Place;
  readonly rival: Rival;
  readonly protocol: Protocol;
  /** The editor indents and closes brackets. */
  readonly inEditor: boolean;
  /** Left out of the present model. */
  readonly without?: PartName;
  /** How many are typed, if there are so many. */
  readonly files: number;
  /** Holds the earlier version. */
  readonly earlier?: string;
}

/** One running model, each file of another project than the last. */
export interface SwitchingJob {
  readonly kind: 'switching';
  readonly places: readonly Place[];
  readonly files: number;
  readonly mostKeys: number;
}

/** A project is learnt, and the network taught it: kept for the jobs that need it. */
export interface TuningJob {
  readonly kind: 'tuning';
  readonly place: Place;
  readonly files: number;
}

export type Job = TypingJob | SwitchingJob | TuningJob;

/** What is typed of a file: all of it, missing runs of lines, or words missing inside lines. */
export type Mode = 'whole' | 'runs' | 'words';

/** The files typed, by mode. */
export type Done = Readonly<Partial<Record<Mode, readonly Counted[]>>>;

export type FromThread = { readonly done: Done } | { readonly failed: string };
