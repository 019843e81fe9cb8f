import type { ModelSource, Step } from './continuation.ts';
import type { Outcome } from './outcome.ts';

/** Everything that led to one outcome, for whoever asks why. */
export interface Explanation {
  readonly outcome: Outcome;
  readonly cutoff: number;
  /** The replies that were read, in the order they were. */
  readonly readings: readonly ReadingExplained[];
  /** Milliseconds from the request to the end of each stage. */
  readonly timings: readonly { readonly stage: string; readonly at: number }[];
}

export interface ReadingExplained {
  readonly source: ModelSource;
  /** Read again from the cache, not asked for now. */
  readonly cached: boolean;
  /** What was typed since the anchor of the reply. */
  readonly typed: string;
  readonly steps: readonly Step[];
  /** The leading text that came nearest to being shown, with its probability. */
  readonly best:
    | {
        readonly text: string;
        readonly estimate: number;
        readonly floor: number;
        /** What was held against the cutoff, where enough is known to correct the estimate; else the raw estimate was. */
        readonly calibrated?: number;
      }
    | undefined;
  readonly verdict: string;
}
