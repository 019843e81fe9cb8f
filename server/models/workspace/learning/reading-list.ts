import { Classes } from '../network/classes.ts';
import { headerOf } from '../network/header.ts';
import { type ShardData, wordsOf } from '../shard-data.ts';

/**
 * The texts that the network may be taught: of each document learnt, its tokens as
 * the network's classes, which is all that it can know of them.
 */

/** Tokens kept, some 30 bytes of text each, so that a large workspace takes four megabytes here. */
const MOST_TOKENS = 2_000_000;
/** Fewer say nothing of a project. */
const LEAST_TOKENS = 16_000;
/** What is installed says how others write. */
const INSTALLED = /\/(?:node_modules|site-packages|vendor)\//;

export class ReadingList {
  readonly #classes: Classes;
  readonly #texts = new Map<string, Uint16Array<ArrayBuffer>>();
  #size = 0;

  /** @param words that have a class of their own */
  constructor(words: readonly string[]) {
    this.#classes = new Classes(words);
  }

  /** In the order in which they were learnt: what lies near what is edited comes first. */
  get texts(): readonly Uint16Array<ArrayBuffer>[] {
    return [...this.#texts.values()];
  }

  /** What they are of, by canonical URI. */
  get documents(): readonly string[] {
    return [...this.#texts.keys()];
  }

  /** There is something to be learnt from them. */
  get isEnough(): boolean {
    return this.#size >= LEAST_TOKENS;
  }

  /** Takes the documents of a shard, before it is handed on. */
  add(shard: ShardData): void {
    for (const uri of shard.documents) this.remove(uri);
    if (this.#size >= MOST_TOKENS) return;
    const classOf = Uint16Array.from(wordsOf(shard), (word) => this.#classes.of(word));
    for (const [index, uri] of shard.documents.entries()) {
      if (INSTALLED.test(uri) || this.#size >= MOST_TOKENS) continue;
      const header = headerOf(uri, this.#classes);
      // A boundary stands before each document.
      const tokens = shard.tokens.subarray((shard.starts[index] ?? 0) + 1, shard.starts[index + 1]);
      const text = new Uint16Array(header.length + tokens.length);
      text.set(header);
      for (const [at, id] of tokens.entries()) text[header.length + at] = classOf[id] ?? 0;
      this.#texts.set(uri, text);
      this.#size += text.length;
    }
  }

  /** @param uri canonical */
  remove(uri: string): void {
    this.#size -= this.#texts.get(uri)?.length ?? 0;
    this.#texts.delete(uri);
  }
}
