/** A learnt part of the workspace as plain arrays: built in a worker, moved to the model without copying. */
export interface ShardData {
  /** Canonical URIs of the documents, in the order of their tokens. */
  readonly documents: readonly string[];
  /** Index of the first token of each document; one more entry than documents. */
  readonly starts: Int32Array<ArrayBuffer>;
  /** The shard's own vocabulary; token ids index it. */
  readonly words: readonly string[];
  readonly tokens: Int32Array<ArrayBuffer>;
  /** Token positions sorted by what stands before them, nearest token first. */
  readonly order: Int32Array<ArrayBuffer>;
}

/** A document to learn from. */
export interface SourceDocument {
  /** Canonical URI. */
  readonly uri: string;
  readonly text: string;
}
