import type { History } from '../history.ts';
import { isLineBreakToken } from '../indentation.ts';
import { BOUNDARY, type Vocabulary } from '../vocabulary.ts';
import { Classes, FILE_MARK } from './classes.ts';
import { gapHeaderOf, headerOf } from './header.ts';
import { FAVOURITE, type Network, type Telling } from './network.ts';
import { Way } from './way.ts';

/**
 * What code in general makes expect at the end of a history: follows it with the
 * network, and says how likely a token of the workspace's vocabulary is. How much
 * that counts is the mixer's to learn.
 */

/** Tokens before the cursor that are read at once where it jumps to: some six milliseconds. */
const NEAR = 32;
/** Tokens that are read by and by, from the farthest on. */
const FAR = 256;
/** Tokens after the cursor's line that are read before those in front of it, as the network was taught (lessons.h). */
const FOLLOWING = 64;
/** Fewer may be brackets that the editor closed, with everything still to be written before them. */
const LEAST_FOLLOWING = 16;
/** Tokens read in front of the cursor then: some are left in the network's window for what is typed next. */
const FAR_IN_GAP = 128;
/** Once more is read, what follows the gap is out of the network's window, and all is read anew. */
const MOST_IN_GAP = 256;
/** Tokens read at a step: less than a millisecond. */
const STEP = 4;
/** Tokens compared to tell whether another history says the same. */
const SAME = 64;
/** Words that are proposed, at most. */
const MOST_PROPOSED = 6;
/** The class of a token has not been looked up. */
const UNREAD = -1;

/** A word that the network expects, with its probability. */
export interface Proposal {
  readonly word: string;
  readonly share: number;
}

/** What may still come once something is typed: as words with a class of their own, and as others. */
export interface Expected {
  readonly own: number;
  readonly shared: number;
}

export class Outlook {
  #network: Network;
  readonly #vocabulary: Vocabulary;
  readonly #classes: Classes;
  /** By the vocabulary's id. */
  #classesById = new Int32Array(1024).fill(UNREAD);
  #history: History | undefined;
  /** The last tokens of the history, to know them again. */
  #way: Way | undefined;
  /** The same from farther back, until it has come as far. */
  #farWay: Way | undefined;
  /** What is read first where a gap is filled, as classes; else nothing. */
  #gapHeader: readonly number[] = [];
  #telling: Telling = { weights: new Float32Array(0), sum: 1, own: 1, favourites: [] };
  /** What was asked last at this end: proposals and candidates ask alike. */
  #expected: (Expected & { readonly typed: string }) | undefined;

  constructor(network: Network, vocabulary: Vocabulary) {
    this.#network = network;
    this.#vocabulary = vocabulary;
    this.#classes = classesOf(network);
  }

  /** Asks another network from now on, that has the same classes. */
  consult(network: Network): void {
    this.#network = network;
    this.#cut(0);
  }

  /** Turns to the end of a history; what is told refers to it until this is called again. */
  attend(history: History): void {
    this.#follow(history);
    const way = (this.#way ??= this.#begin(history));
    way.readOn(history, Infinity);
    this.#telling = this.#network.tell(way.end);
    this.#expected = undefined;
  }

  /** Reads a little from farther back. The history must end where it did before anything was predicted. @returns whether there is more */
  readOn(history: History): boolean {
    this.#follow(history);
    if (this.#way && this.#hasGoneFar(this.#way)) this.#farWay ??= this.#beginFar(history);
    if (!this.#way || !this.#farWay?.readOn(history, STEP)) return this.#farWay !== undefined;
    this.#way = this.#farWay;
    this.#farWay = undefined;
    return false;
  }

  /** Probability that a token comes, for a rare spelling that one of its class does. */
  share(id: number): number {
    return this.#telling.weights[this.classOf(id)]! / this.#telling.sum;
  }

  /** A token shares its class with others. */
  isShared(id: number): boolean {
    return this.#classes.isShared(this.classOf(id));
  }

  /** What begins like this, as far as classes tell. */
  expect(typed: string): Expected {
    const { weights, sum, own: ofWords } = this.#telling;
    if (typed === '') return { own: ofWords / sum, shared: 1 - ofWords / sum };
    if (this.#expected?.typed === typed) return this.#expected;
    const { sorted } = this.#classes;
    const begin = this.#classes.startingWith(startOf(typed));
    let own = 0;
    for (let at = begin.start; at < begin.end; at++) own += weights[sorted[at]!]!;
    const like = this.#classes.sharedLike(typed);
    let shared = 0;
    for (let each = like.start; each < like.end; each++) shared += weights[each]!;
    this.#expected = { typed, own: own / sum, shared: shared / sum };
    return this.#expected;
  }

  /** The likeliest words that begin like this. */
  propose(typed: string): readonly Proposal[] {
    const { weights, sum, favourites } = this.#telling;
    return (typed === '' ? favourites : this.#favourites(typed))
      .map((each) => ({ word: this.#classes.words[each]!, share: weights[each]! / sum }))
      .filter(({ word }) => !word.startsWith(FILE_MARK))
      .toSorted((a, b) => b.share - a.share)
      .slice(0, MOST_PROPOSED);
  }

  /** Classes of words that begin like this, each with at least its share of what may come. */
  #favourites(typed: string): readonly number[] {
    const { weights, sum } = this.#telling;
    const { sorted } = this.#classes;
    const { start, end } = this.#classes.startingWith(startOf(typed));
    const least = FAVOURITE * this.expect(typed).own * sum;
    const found: number[] = [];
    for (let at = start; at < end; at++) if (weights[sorted[at]!]! >= least) found.push(sorted[at]!);
    return found;
  }

  /** Takes back of the ways what the history has taken back, and all where it is another one. */
  #follow(history: History): void {
    const lowest = history.lowestSince();
    const before = this.#history;
    this.#history = history;
    if (!this.#network.isStillRead(this) || !before) {
      this.#cut(0);
    } else if (before === history) {
      this.#cut(lowest);
    } else {
      this.#cut(endsAlike(before, history) ? before.lowestSince() : 0);
      this.#way?.move(history.length - before.length);
      this.#farWay?.move(history.length - before.length);
    }
    if (before !== history) this.#look(history);
    if (this.#way && history.length - this.#way.reached > NEAR) this.#way = undefined;
  }

  #cut(length: number): void {
    if (!this.#way?.cutTo(length)) this.#way = undefined;
    if (!this.#farWay?.cutTo(length)) this.#farWay = undefined;
  }

  /** Looks at what follows the cursor. Where it is something else now, what was read before it goes on until all is read anew. */
  #look(history: History): void {
    const ids = history.following(FOLLOWING + 1);
    const first = ids.findIndex((id) => !isBlank(this.#vocabulary.word(id)));
    const following = first < 0 ? [] : ids.slice(first, first + FOLLOWING).map((id) => this.classOf(id));
    const header = following.length < LEAST_FOLLOWING ? [] : gapHeaderOf(following, this.#classes);
    const isSame =
      header.length === this.#gapHeader.length && header.every((each, at) => each === this.#gapHeader[at]);
    if (isSame) return;
    this.#gapHeader = header;
    this.#farWay = this.#way && this.#beginFar(history);
  }

  /** A way that begins a few tokens before the end, or with the file; with one from farther back where that reads more. */
  #begin(history: History): Way {
    const near = this.#wayFrom(history, NEAR, []);
    if (this.#gapHeader.length > 0 || !near.hasHeader) this.#farWay = this.#beginFar(history);
    return near;
  }

  /** What follows the gap is out of sight, and reading anew begins later: a long name of the file alone fills the window, too. */
  #hasGoneFar({ length, tokens }: Way): boolean {
    return this.#gapHeader.length > 0 && length > MOST_IN_GAP && tokens > FAR_IN_GAP;
  }

  #beginFar(history: History): Way {
    const reach = this.#gapHeader.length > 0 ? FAR_IN_GAP : FAR;
    return this.#wayFrom(history, reach, this.#gapHeader);
  }

  /** A way that begins so many tokens before the end, or with the file. @param header read before either */
  #wayFrom(history: History, reach: number, header: readonly number[]): Way {
    const classOf = (id: number): number => this.classOf(id);
    const from = Math.max(0, history.length - reach);
    for (let at = history.length - 1; at >= from; at--) {
      if (history.tokenAt(at) !== BOUNDARY) continue;
      const whole = [...header, ...headerOf(history.uri, this.#classes)];
      return new Way(this.#network, classOf, whole, at + 1);
    }
    return new Way(this.#network, classOf, header, from);
  }

  /** The network's class of a token. */
  classOf(id: number): number {
    if (id >= this.#classesById.length) {
      const wider = new Int32Array(2 * id).fill(UNREAD);
      wider.set(this.#classesById);
      this.#classesById = wider;
    }
    const known = this.#classesById[id]!;
    if (known !== UNREAD) return known;
    const spelling = id === BOUNDARY ? FILE_MARK : this.#vocabulary.word(id);
    return (this.#classesById[id] = this.#classes.of(spelling));
  }
}

/** The last tokens of both are the same. */
function endsAlike(one: History, other: History): boolean {
  for (let back = 1; back <= Math.min(SAME, one.length); back++)
    if (one.tokenAt(one.length - back) !== other.tokenAt(other.length - back)) return false;
  return true;
}

/** What may stand before the first word or sign of a line. */
function isBlank(word: string): boolean {
  return isLineBreakToken(word) || word.trim() === '';
}

/** Line breaks are spelt otherwise than typed: any may come. */
function startOf(typed: string): string {
  return /^[\r\n]/.test(typed) ? '\n' : typed;
}

const classesByNetwork = new WeakMap<Network, Classes>();

function classesOf(network: Network): Classes {
  const known = classesByNetwork.get(network) ?? new Classes(network.words);
  classesByNetwork.set(network, known);
  return known;
}
