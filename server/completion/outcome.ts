import type { ModelSource } from './continuation.ts';

/**
 * How one request ended. There is exactly one outcome a request, and every
 * silence carries its reason.
 */
export type Outcome = Shown | Silent;

/** Where the shown text came from: a model just now, or an earlier reply read again. */
export type Source = ModelSource | 'cache';

export interface Shown {
  readonly kind: 'shown';
  /** Names this suggestion when the editor says that it was accepted. */
  readonly id: string;
  /** Inserted at the cursor; never empty. */
  readonly text: string;
  /** Probability, 0 to 1, that the text goes on like this. */
  readonly confidence: number;
  readonly source: Source;
}

export interface Silent {
  readonly kind: 'silent';
  readonly reason: SilenceReason;
  /** What a person can be told beyond the reason; no source text in it. */
  readonly detail?: string;
}

/** Why nothing is shown, with the sentence a person reads. */
export const silenceReasons = {
  'switched-off': 'Sureline is switched off.',
  'language-off': 'Sureline is switched off for this language.',
  excluded: 'This file is excluded from suggestions.',
  'not-text': 'This document does not look like text.',
  'too-large': 'This document is too large.',
  superseded: 'A newer request or edit took its place.',
  'nothing-known': 'No model has an answer here.',
  'unknown-probability': 'The model did not say how probable its answer is.',
  'ruled-out': 'What was typed contradicts the answer.',
  'below-cutoff': 'No model is sure enough.',
  'model-failed': 'The model could not be asked.',
  blank: 'Only blanks would be inserted.',
  'repeats-suffix': 'It repeats what already follows the cursor.',
  'closing-bracket': 'Only a closing bracket would be inserted.',
  'half-character': 'It would end inside a character.',
  rejected: 'It was just typed over at this place.',
  secret: 'It looks like a secret.',
  'internal-error': 'Something went wrong inside Sureline; the log has the details.',
} as const;

export type SilenceReason = keyof typeof silenceReasons;

export function silent(reason: SilenceReason, detail?: string): Silent {
  return detail === undefined ? { kind: 'silent', reason } : { kind: 'silent', reason, detail };
}
