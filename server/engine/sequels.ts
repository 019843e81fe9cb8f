import type { Continuation } from '../completion/continuation.ts';

/**
 * What became of replies and of what was shown of them: follows each until the
 * text has gone beyond it, and then says so once.
 */
export interface Sequel<About> {
  readonly continuation: Continuation;
  readonly about: About;
  /** How much was typed when it was asked for. */
  readonly from: number;
  /** How the text really went on after the anchor. */
  readonly actual: string;
  /** Characters of the text that right suggestions from it have shown. */
  readonly covered: number;
}

interface Open<About> {
  readonly continuation: Continuation;
  readonly about: About;
  readonly anchor: number;
  readonly from: number;
  readonly shown: { readonly at: number; readonly text: string }[];
  actual: string;
}

/** Characters after the anchor beyond which nothing more is read of a reply, with room for a text shown at the last of them. */
const REACH = 48;
const MOST_OPEN = 64;

export class Sequels<About> {
  readonly #open = new Map<string, Open<About>[]>();
  readonly #tell: (sequel: Sequel<About>) => void;

  constructor(tell: (sequel: Sequel<About>) => void) {
    this.#tell = tell;
  }

  /** Follows a reply from now on. */
  follow(continuation: Continuation, anchor: number, typed: string, about: About): void {
    const { uri } = continuation;
    const list = this.#open.get(uri) ?? [];
    this.#open.set(uri, list);
    list.push({ continuation, about, anchor, from: typed.length, shown: [], actual: typed });
    if (list.length > MOST_OPEN) this.#close(list.shift());
  }

  /** A text was shown of a reply at a cursor. */
  shown(continuation: Continuation, offset: number, text: string): void {
    const open = this.#open.get(continuation.uri)?.find((one) => one.continuation === continuation);
    open?.shown.push({ at: offset - open.anchor, text });
  }

  /** The text of a document by now. */
  observe(uri: string, text: string, offset: number): void {
    const list = this.#open.get(uri);
    if (!list || list.length === 0) return;
    const still = list.filter((one) => {
      const isHere =
        offset >= one.anchor &&
        text.startsWith(one.continuation.prefix, one.anchor - one.continuation.prefix.length);
      if (isHere) one.actual = text.slice(one.anchor, Math.min(offset, one.anchor + REACH));
      if (isHere && offset - one.anchor < REACH) return true;
      this.#close(one);
      return false;
    });
    this.#open.set(uri, still);
  }

  closed(uri: string): void {
    for (const one of this.#open.get(uri) ?? []) this.#close(one);
    this.#open.delete(uri);
  }

  #close(one: Open<About> | undefined): void {
    if (!one) return;
    const { continuation, about, from, actual, shown } = one;
    let covered = 0;
    let reached = 0;
    for (const { at, text } of shown) {
      if (!actual.startsWith(text, at)) continue;
      covered += Math.max(0, at + text.length - Math.max(at, reached));
      reached = Math.max(reached, at + text.length);
    }
    this.#tell({ continuation, about, from, actual, covered });
  }
}
