/** A learnt part of the workspace as plain arrays: built in a worker, moved to the model without copying, and stored as it is. */
export interface ShardData {
  /** Canonical URIs of the documents, in the order of their tokens. */
  readonly documents: readonly string[];
  /** What each of them is indented by; empty where it shows nothing. */
  readonly units: readonly string[];
  /** Index of the first token of each document; one more entry than documents. */
  readonly starts: Int32Array<ArrayBuffer>;
  /** The shard's own vocabulary, one word after the other: thousands of strings take ten times as long from thread to thread. */
  readonly spelling: string;
  /** Where each word ends in it; token ids index this. */
  readonly wordEnds: Int32Array<ArrayBuffer>;
  readonly tokens: TokenIds;
  /** Token positions sorted by what stands before them, nearest token first. */
  readonly order: Int32Array<ArrayBuffer>;
  /** Where in the order the positions after each token begin; one more entry than words. */
  readonly ranges: Int32Array<ArrayBuffer>;
}

/** Two bytes each while the vocabulary allows, which is nearly always. */
export type TokenIds = Uint16Array<ArrayBuffer> | Int32Array<ArrayBuffer>;

/** Most words that two bytes can number. */
export const MAX_NARROW_WORDS = 1 << 16;

/** A document to learn from. */
export interface SourceDocument {
  /** Canonical URI. */
  readonly uri: string;
  readonly text: string;
}

/** The words of a vocabulary, in the order of their ids. */
export function wordsOf(vocabulary: Spelling): string[] {
  return Array.from(eachWord(vocabulary));
}

type Spelling = Pick<ShardData, 'spelling' | 'wordEnds'>;

/** The same one by one, for whoever takes them a little at a time. */
export function* eachWord({ spelling, wordEnds }: Spelling): Generator<string, void, undefined> {
  let start = 0;
  for (const end of wordEnds) {
    yield spelling.slice(start, end);
    start = end;
  }
}
