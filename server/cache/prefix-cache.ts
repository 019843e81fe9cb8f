import { LRUCache } from 'lru-cache';
import { detached } from '../base/text.ts';
import type { Continuation, ModelSource, Step } from '../completion/continuation.ts';

/**
 * Replies by the prefix they were asked for, as they came: before the gate, so
 * that another cutoff reads the same replies. Bounded by size. Whether a reply
 * explains what was typed since is for the gate to say.
 */
export interface Known {
  readonly continuation: Continuation;
  /** What stands between the anchor of the continuation and the cursor. */
  readonly typed: string;
}

/** Characters before an anchor that must be the same for a reply to count as asked here. */
const PREFIX_WINDOW = 512;
/** Characters of that window in the look-up key; the rest is compared on a hit. */
const KEY_WINDOW = 32;
/** Characters after the cursor that must be the same, not counting brackets and quotes an editor may have closed. */
const SUFFIX_WINDOW = 64;
/** How far back from the cursor an anchor may lie, in characters. Further back than 24 nothing is gained (60 tried). */
const REACH = 24;
const CLOSED_BY_EDITOR = /^[\])}>'"`;\s]*/;

export class PrefixCache {
  readonly #entries: LRUCache<string, Continuation>;
  /** Models that ever replied: without an endpoint, half of the places need not be looked at. */
  readonly #sources = new Set<ModelSource>();

  /** @param maxBytes least recently used replies go when all together are estimated larger than this */
  constructor(maxBytes: number) {
    this.#entries = new LRUCache({ maxSize: maxBytes, sizeCalculation: bytesOf });
  }

  /** Replies asked for at the cursor or shortly before it, nearest first. */
  find(uri: string, text: string, offset: number): Known[] {
    const found: Known[] = [];
    if (this.#entries.size === 0) return found;
    const sources = SOURCES.filter((source) => this.#sources.has(source));
    const suffix = comparableSuffix(text.slice(offset, offset + 2 * SUFFIX_WINDOW));
    for (let anchor = offset; anchor >= Math.max(0, offset - REACH); anchor--) {
      for (const source of sources) {
        const continuation = this.#entries.get(keyOf(source, uri, text, anchor));
        if (continuation && isSamePlace(continuation, text, anchor, suffix)) {
          found.push({ continuation, typed: text.slice(anchor, offset) });
        }
      }
    }
    return found;
  }

  /** Keeps a reply; one already kept for the same place and model gives way. */
  add(continuation: Continuation): void {
    const { source, uri, prefix } = continuation;
    this.#sources.add(source);
    this.#entries.set(keyOf(source, uri, prefix, prefix.length), continuation);
  }

  /** Weighs a reply again that has grown since it was added; one that gave way in between stays forgotten. */
  weigh(continuation: Continuation): void {
    if (this.remove(continuation)) this.add(continuation);
  }

  /** Forgets a reply; returns whether it was still kept. */
  remove(continuation: Continuation): boolean {
    const { source, uri, prefix } = continuation;
    const key = keyOf(source, uri, prefix, prefix.length);
    return this.#entries.peek(key) === continuation && this.#entries.delete(key);
  }

  /** Drops what was replied by one model: its abilities changed. */
  forget(source: ModelSource): void {
    for (const [key, { source: from }] of this.#entries.entries())
      if (from === source) this.#entries.delete(key);
  }

  get bytes(): number {
    return this.#entries.calculatedSize;
  }
}

/** Cheap to dear, also among replies for the same place. */
const SOURCES: readonly ModelSource[] = ['workspace', 'endpoint'];

/** The place a reply was asked for, holding no more of the document than identifies it. */
export function placeOf(
  text: string,
  anchor: number,
  cursor: number,
): Pick<Continuation, 'prefix' | 'suffix'> {
  return {
    prefix: detached(text.slice(Math.max(0, anchor - PREFIX_WINDOW), anchor)),
    suffix: detached(text.slice(cursor, cursor + 2 * SUFFIX_WINDOW)),
  };
}

function keyOf(source: ModelSource, uri: string, text: string, anchor: number): string {
  return `${source}\n${uri}\n${text.slice(Math.max(0, anchor - KEY_WINDOW), anchor)}`;
}

function isSamePlace(continuation: Continuation, text: string, anchor: number, suffix: string): boolean {
  const { prefix } = continuation;
  if (prefix.length !== Math.min(anchor, PREFIX_WINDOW)) return false;
  return text.startsWith(prefix, anchor - prefix.length) && comparableSuffix(continuation.suffix) === suffix;
}

/** Typing a bracket may close it behind the cursor; that alone makes no other place. */
function comparableSuffix(suffix: string): string {
  return suffix.replace(CLOSED_BY_EDITOR, '').slice(0, SUFFIX_WINDOW);
}

/** A rough size in memory: object headers and two bytes a code unit. */
function bytesOf({ uri, prefix, suffix, steps }: Continuation): number {
  let bytes = 256 + 2 * (uri.length + prefix.length + suffix.length);
  for (const step of steps) bytes += bytesOfStep(step);
  return bytes;
}

function bytesOfStep({ text, alternatives }: Step): number {
  let bytes = 96 + 2 * text.length;
  for (const alternative of alternatives) bytes += 64 + 2 * alternative.text.length;
  return bytes;
}
