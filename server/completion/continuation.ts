/**
 * A model's reply as plain values: steps with their alternatives, anchored at
 * the prefix they were asked for. Reading them is the gate's business.
 */

/** One entry of `top_logprobs`. */
export interface Alternative {
  /** The token's text; empty when it is the end of the reply or not known. */
  readonly text: string;
  /** Natural logarithm of its probability; undefined when the model did not say. */
  readonly logprob: number | undefined;
  /** The reply ends here. END equals no character. */
  readonly ends?: true;
}

/** One position of a reply: the chosen token and what else was possible there. */
export interface Step extends Alternative {
  /** `top_logprobs`; may list the chosen token again. */
  readonly alternatives: readonly Alternative[];
}

/** Which model the steps come from. */
export type ModelSource = 'workspace' | 'endpoint';

/** The steps of one reply; grows while the reply still arrives. */
export interface Continuation {
  readonly uri: string;
  readonly source: ModelSource;
  /** Text before the place that was asked for (the whole of it, or as much as identifies the place). */
  readonly prefix: string;
  /** The start of the text after that place. */
  readonly suffix: string;
  readonly steps: readonly Step[];
  /** Asked at the cursor, not before the word there: in a state that many models never saw and are wrongly sure in. */
  readonly atCursor?: true;
}
