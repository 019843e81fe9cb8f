import { type CommonWord, type CommonWords, shippedWords } from './common-words.ts';
import type { Evidence } from './evidence.ts';
import type { History } from './history.ts';
import { isLineBreakToken } from './indentation.ts';
import { rankFirst } from './rank-first.ts';
import type { Scored } from './scores.ts';
import type { Outlook } from './network/outlook.ts';
import type { Vocabulary } from './vocabulary.ts';

/**
 * Which tokens could come: those that followed a context like this one, and, once
 * part of a word is typed, every known and every common word that begins with it.
 * What is not among them keeps its share as "something else": a word never seen
 * before has one too.
 */

/** How a token reads here; undefined where it cannot stand here. */
type Renderer = (id: number) => string | undefined;

/** What the user sees of a situation, besides the text. */
export interface Situation {
  readonly history: History;
  /** What is typed of the token already. */
  readonly typed: string;
  /** Text follows on later lines: a gap is being filled, not an end written. */
  readonly isInfill: boolean;
  readonly render: Renderer;
}

export interface Candidate extends Scored {
  readonly id: number;
  /** How it reads in this document. */
  readonly text: string;
  probability: number;
}

/** Candidates of a situation, and what is left to all others. */
export interface Gathered {
  /** Reused: good until the next situation is gathered for. */
  readonly candidates: readonly Candidate[];
  /** Probability without context of everything else that goes on with what is typed. */
  readonly otherBase: number;
  /** Probability of the same by the network. */
  readonly otherOutlook: number;
}

/** A candidate while it is written. */
type Found = { -readonly [Name in keyof Candidate]: Candidate[Name] };

/** What a word of this document counts without context, against one of a word elsewhere. */
const DOCUMENT_BASE_WEIGHT = 8;
/** The share of words never seen in a workspace that are common ones. */
const COMMON_SHARE = 0.6;
/** Probability without context that a line break is of a kind not seen in this context. */
const OTHER_LINE_BREAK = 0.002;

/** Of words never seen here, the share of those that the network proposes. */
const PROPOSED_SHARE = 0.3;
/** A network is never sure that nothing else comes; less is certain once something is typed. */
const LEAST_OTHER = 1e-4;
const LEAST_OTHER_TYPED = 1e-6;
/** So many times likelier a new word begins like this when its shape is known. */
const SAME_SHAPE = 4;
/** What a candidate gains in the first look by the network's probability of it, and of its class where it shares one. */
const OUTLOOK_RANK = 2;
const SHARED_RANK = 0.4;

/** Gathers the candidates of one situation after the other. */
export class Gathering {
  readonly #vocabulary: Vocabulary;
  readonly #words: CommonWords;
  readonly #outlook: Outlook | undefined;
  readonly #most: number;
  /** Candidates of this situation and of earlier ones, so that a key makes no new ones. */
  readonly #pool: Found[] = [];
  readonly #found: Found[] = [];
  #ranks = new Float64Array(256);
  /** Classes shared by candidates, each once. */
  readonly #claimed: number[] = [];
  /** Common words that are no candidates yet, with the probability that they are meant. */
  readonly #shares = new Map<string, number>();

  /**
   * @param most candidates kept, the likeliest; the rest joins "something else"
   * @param outlook turned to the end of the situation's history; nothing is expected without one
   * @param words that may come though the workspace does not know them
   */
  constructor(vocabulary: Vocabulary, most: number, outlook?: Outlook, words: CommonWords = shippedWords()) {
    this.#outlook = outlook;
    this.#vocabulary = vocabulary;
    this.#most = most;
    this.#words = words;
  }

  /** @param evidence of what followed the end of the situation's history */
  gather(evidence: Evidence, situation: Situation): Gathered {
    const { typed } = situation;
    this.#found.length = 0;
    const common = this.#words.startingWith(typed);
    this.#share(common);
    this.#gatherFollowers(evidence, situation);
    if (typed.trim() !== '') this.#gatherKnown(evidence, situation);
    this.#gatherCommon(situation);
    this.#gatherProposed(evidence, situation);
    let otherBase = novelBase(this.#vocabulary, typed);
    if (common.length > 0) otherBase *= 1 - COMMON_SHARE;
    if (typed === '') otherBase = Math.max(otherBase, 1 - sumOfBases(this.#found));
    this.#lookAhead();
    otherBase += this.#cut(evidence);
    return { candidates: this.#found, otherBase, otherOutlook: this.#otherOutlook(typed) };
  }

  /** What the network expects here, though nothing in the workspace says so. */
  #gatherProposed(evidence: Evidence, { typed, history, render }: Situation): void {
    for (const { word, share } of this.#outlook?.propose(typed) ?? []) {
      const id = this.#vocabulary.numberOf(word);
      if (evidence.has(id) || this.#found.some((one) => one.id === id)) continue;
      const text = render(id);
      if (text === undefined || text === '' || !text.startsWith(typed)) continue;
      const known = this.#scale(history) * this.#times(id, history);
      const novel = PROPOSED_SHARE * share * this.#vocabulary.novelShare;
      this.#add(id, -1, text, Math.max(known, novel), history);
    }
  }

  #lookAhead(): void {
    const outlook = this.#outlook;
    if (!outlook) return;
    for (const candidate of this.#found) {
      candidate.outlook = outlook.share(candidate.id);
      candidate.sharesClass = outlook.isShared(candidate.id);
    }
  }

  /** What the network expects besides the candidates. */
  #otherOutlook(typed: string): number {
    if (!this.#outlook) return 1;
    let { own, shared } = this.#outlook.expect(typed);
    this.#claimed.length = 0;
    for (const { id, outlook, sharesClass } of this.#found) {
      if (!sharesClass) own -= outlook;
      else if (this.#claims(this.#outlook.classOf(id))) shared -= outlook;
    }
    if (typed === '') return Math.max(LEAST_OTHER, own + shared);
    const novel = Math.min(1, SAME_SHAPE * this.#vocabulary.novelty.startsWith(typed));
    return Math.max(LEAST_OTHER_TYPED, own + novel * shared);
  }

  /** A rare spelling is expected where it stood before: what its class may be is the candidate's, once. */
  #claims(each: number): boolean {
    if (this.#claimed.includes(each)) return false;
    this.#claimed.push(each);
    return true;
  }

  /** What followed a context like this one. */
  #gatherFollowers(evidence: Evidence, { history, typed, render }: Situation): void {
    const scale = this.#scale(history);
    for (let slot = 0; slot < evidence.size; slot++) {
      const id = evidence.ids[slot]!;
      const text = render(id);
      if (text === undefined || text === '' || !text.startsWith(typed)) continue;
      this.#add(id, slot, text, scale * this.#times(id, history) + this.#takeShare(text), history);
    }
  }

  /** Every known word that begins with what is typed. */
  #gatherKnown(evidence: Evidence, { history, typed }: Situation): void {
    const scale = this.#scale(history);
    for (const id of this.#vocabulary.startingWith(typed)) {
      const times = this.#times(id, history);
      if (times === 0 || evidence.has(id)) continue;
      const text = this.#vocabulary.word(id);
      this.#add(id, -1, text, scale * times + this.#takeShare(text), history);
    }
  }

  #gatherCommon({ history }: Situation): void {
    for (const [text, share] of this.#shares) {
      this.#add(this.#vocabulary.numberOf(text), -1, text, share, history).isCommon = true;
    }
  }

  #share(common: readonly CommonWord[]): void {
    this.#shares.clear();
    if (common.length === 0) return;
    const scale = COMMON_SHARE * this.#vocabulary.novelShare;
    for (const { text, share } of common) this.#shares.set(text, scale * share);
  }

  /** What a word gains by being common, once. */
  #takeShare(text: string): number {
    const share = this.#shares.get(text);
    if (share === undefined) return 0;
    this.#shares.delete(text);
    return share;
  }

  #add(id: number, slot: number, text: string, base: number, history: History): Found {
    const at = this.#found.length;
    const candidate = (this.#pool[at] ??= {
      id: 0,
      slot: -1,
      text: '',
      base: NaN,
      recency: NaN,
      isCommon: false,
      outlook: 1,
      sharesClass: false,
      probability: NaN,
    });
    candidate.id = id;
    candidate.slot = slot;
    candidate.text = text;
    candidate.base = base;
    candidate.recency = history.recency(id);
    candidate.isCommon = false;
    this.#found.push(candidate);
    return candidate;
  }

  /** Keeps the likeliest by a first look. @returns the bases of the others */
  #cut(evidence: Evidence): number {
    const found = this.#found;
    if (found.length <= this.#most) return 0;
    if (found.length > this.#ranks.length) this.#ranks = new Float64Array(2 * found.length);
    for (let at = 0; at < found.length; at++) {
      const { slot, base, outlook, sharesClass } = found[at]!;
      const rank = slot < 0 ? base : evidence.rank(slot);
      this.#ranks[at] = rank + (sharesClass ? SHARED_RANK : OUTLOOK_RANK) * outlook;
    }
    rankFirst(found, this.#ranks, this.#most);
    let sum = 0;
    for (let at = this.#most; at < found.length; at++) sum += found[at]!.base;
    found.length = this.#most;
    return sum;
  }

  /** How often a token stands in the workspace and, weighing more, in this document. */
  #times(id: number, history: History): number {
    return this.#vocabulary.count(id) + DOCUMENT_BASE_WEIGHT * history.count(id);
  }

  /** What makes that a probability without context. */
  #scale(history: History): number {
    const total = this.#vocabulary.total + DOCUMENT_BASE_WEIGHT * history.length;
    return (1 - this.#vocabulary.novelShare) / total;
  }
}

/** Probability without context of a token that was never seen and goes on with what is typed. */
function novelBase(vocabulary: Vocabulary, typed: string): number {
  if (typed === '') return vocabulary.novelShare;
  if (isLineBreakToken(typed) || typed.startsWith('\r')) return OTHER_LINE_BREAK;
  return vocabulary.novelShare * vocabulary.novelty.startsWith(typed);
}

function sumOfBases(candidates: readonly Candidate[]): number {
  let sum = 0;
  for (const { base } of candidates) sum += base;
  return sum;
}
