import type { ModelSource, Step } from '../completion/continuation.ts';

/**
 * What every rung of the ladder is to the engine: something that yields steps
 * for a prompt. How it comes by them is its own affair.
 */
export interface Model {
  readonly source: ModelSource;
  /**
   * It answers in process, within a millisecond, at the cursor itself. Others
   * are asked before the word at the cursor, and only when that may help.
   */
  readonly immediate: boolean;
  /**
   * The steps of one reply, in order, each with its natural-log probability.
   * Ends early when the signal aborts.
   * @throws ModelFailure when no answer can be had.
   */
  complete(prompt: Prompt, signal: AbortSignal): Iterable<Step> | AsyncIterable<Step>;
}

export interface Prompt {
  readonly uri: string;
  readonly languageId: string;
  /** All text before the place asked about. */
  readonly prefix: string;
  /** All text after the cursor. */
  readonly suffix: string;
  /** At most this many steps. */
  readonly maxTokens: number;
  /** This many alternatives a step, where the model can. */
  readonly topLogprobs: number;
  /** Less probable texts will not be shown: a model may end where there is nothing else to tell. */
  readonly cutoff?: number;
}

/** Why a model could not answer: one sentence that names the cause and what to do. */
export class ModelFailure extends Error {
  override readonly name = 'ModelFailure';
}
