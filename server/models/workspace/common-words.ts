import lines from './common-words.json' with { type: 'json' };

/**
 * Words that stand in many projects, commonest first: what a half-typed word may
 * become that this workspace has never seen. What else is known of other
 * people's code is the network's.
 */

export interface CommonWord {
  /** Spelt as what is typed of it. */
  readonly text: string;
  /** Probability that a common word, however spelt, is this one. */
  readonly share: number;
}

/** Words given for a start. */
const MOST_WORDS = 30;
/** Of the start, in letters, that words are found by. */
const KEY = 3;
/** Zipf's law in Mandelbrot's form: a word's share falls with its rank plus this. */
const RANK_OFFSET = 30;
/** The share of the words listed; short words are not. */
const LISTED = 0.8;
/** Of the spellings of a word: in small letters after a blank, with a capital after one, and either without. */
const SMALL_AFTER_BLANK = 0.4;
const CAPITAL_AFTER_BLANK = 0.1;
const BARE = 0.25;

/** A blank or none, then letters, all or all but the first in one case. */
const HALF_TYPED = /^ ?(?:[A-Za-z][a-z]*|[A-Z]{2,})$/;

export class CommonWords {
  readonly #words: readonly string[];
  /** Ranks by the first letters, as many as the key has at most. */
  readonly #byStart = new Map<string, number[]>();
  /** What the shares of all ranks are divided by. */
  #total = 0;

  /** @param words in small letters, commonest first */
  constructor(words: readonly string[]) {
    this.#words = words;
    for (const [rank, word] of words.entries()) {
      this.#total += 1 / (rank + RANK_OFFSET);
      for (let length = 1; length <= KEY; length++) this.#enter(word.slice(0, length), rank);
    }
  }

  /** Those that begin with what is typed, commonest first. @param typed with the blank before it, if any */
  startingWith(typed: string): readonly CommonWord[] {
    if (!HALF_TYPED.test(typed)) return [];
    const start = typed.trimStart().toLowerCase();
    const isUpper = start.length > 1 && /[A-Z]$/.test(typed);
    const form = formShareOf(typed);
    const found: CommonWord[] = [];
    for (const rank of this.#byStart.get(start.slice(0, KEY)) ?? []) {
      const word = this.#words[rank]!;
      if (!word.startsWith(start)) continue;
      const rest = word.slice(start.length);
      const share = (form * LISTED) / (rank + RANK_OFFSET) / this.#total;
      found.push({ text: typed + (isUpper ? rest.toUpperCase() : rest), share });
      if (found.length === MOST_WORDS) break;
    }
    return found;
  }

  #enter(start: string, rank: number): void {
    const ranks = this.#byStart.get(start);
    if (ranks) ranks.push(rank);
    else this.#byStart.set(start, [rank]);
  }
}

function formShareOf(typed: string): number {
  if (!typed.startsWith(' ')) return BARE;
  return /^ [A-Z]/.test(typed) ? CAPITAL_AFTER_BLANK : SMALL_AFTER_BLANK;
}

let shipped: CommonWords | undefined;

/** The shipped list, read when it is first asked for. */
export function shippedWords(): CommonWords {
  return (shipped ??= new CommonWords(lines.flatMap((line) => line.split(' '))));
}
