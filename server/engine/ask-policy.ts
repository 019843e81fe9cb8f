import type { Known } from '../cache/prefix-cache.ts';
import type { CompletionRequest } from '../completion/request.ts';
import { anchorBeforeWord } from '../context/anchor.ts';
import { Odds } from './odds.ts';
import { isOpen, KINDS, type Place, placeAt } from './place.ts';
import { Trust } from './trust.ts';

/**
 * When and where a model that costs something is asked: only where an answer
 * could change the verdict, never twice at one anchor, and only where a right
 * suggestion is likely enough to come of it, by a small model that learns from
 * what came of earlier requests.
 */
export interface Site {
  readonly anchor: number;
  /** What stands between the anchor and the cursor. */
  readonly typed: string;
  /** Asked at the cursor, where a model may be surer than it should. */
  readonly isAtCursor: boolean;
  /** What the decision was taken from, to learn from what comes of it. */
  readonly features: readonly number[];
}

/**
 * Share of the places where an answer could change the verdict that are asked
 * about. The threshold moves to where this comes out, within its bounds, so
 * that a weak endpoint is asked at lower odds than a strong one. On the bench's
 * honest endpoint .26 makes 165 requests in 1,000 keys; .2 makes 150 and covers
 * a twentieth less, asking wherever it could change the verdict makes 390 and
 * covers a fifth more.
 */
const SHARE_ASKED = 0.26;
const LEAST_ODDS = 0.05;
const MOST_ODDS = 0.7;
const FIRST_ODDS = 0.2;
/** How far one request moves the threshold. .005 to .02 are alike. */
const STEP = 0.02;
/** Requests to a new model made wherever they could change the verdict: what began as fitted to another one is of no use yet. */
const UNCONDITIONAL = 20;
/** Of the places skipped, one in so many is asked about all the same, so that the odds there can be learnt. */
const EXPLORED = 200;
/** Of the requests to a model whose answers at the cursor are not judged yet, one in so many tries it there; and once they were found wanting. */
const TRIED_AT_FIRST = 2;
const TRIED_AGAIN = 20;
/** Requests before the first of these. */
const UNTRIED = 10;
/** Weight of the last outcome in the share of requests that paid lately. */
const LUCK_WEIGHT = 0.05;
/** Keys since the last request from which more make no difference. */
const MOST_KEYS = 10;

/**
 * Weights to begin with, in the order of `featuresOf`: fitted on what came of
 * asking the honest endpoint of the bench wherever an answer could change the
 * verdict, 33,000 times in files of redux-toolkit, fastify, rich, penlight and flask; of the
 * projects it is judged by, rxjs and gin were not among them.
 */
const PRIOR_BEFORE_WORD: readonly number[] = [
  -0.11, -0.77, -1.03, -0.28, 0.03, 0.13, -0.18, 0.14, 0.54, 0.87, 0.15, -0.27, 0.09, -0.76, -0.01, 0.06,
  0.72, -0.08, 2.26, 0.11, 0.47, 0.3, -0.53, -0.39, -0.78,
];
const PRIOR_AT_CURSOR: readonly number[] = [
  0.51, 0.75, 0.77, 0.23, -1.28, -0.07, -0.36, -0.08, -0.24, -0.48, -0.28, 0, 0.02, -0.6, 0.26, -0.81, -0.27,
  -0.24, 2.84, 1.3, 0.4, 0.38, 0.31, 0.74, -0.42,
];

export class AskPolicy {
  readonly #oddsBeforeWord = new Odds(PRIOR_BEFORE_WORD);
  readonly #oddsAtCursor = new Odds(PRIOR_AT_CURSOR);
  readonly #trust = new Trust();
  #threshold = FIRST_ODDS;
  #luck = 0.5;
  #keys = 0;
  #skipped = 0;
  #asked = 0;

  /** Sure answers that were asked for at the cursor may be shown. */
  get trustsCursor(): boolean {
    return this.#trust.isEarned;
  }

  /**
   * Where to ask about a cursor, if anywhere.
   * @param known what the same model replied shortly before it, nearest first
   * @param nearest confidence of the best that is known from other models, below the cutoff
   */
  choose(
    { document, offset }: CompletionRequest,
    known: readonly Known[],
    nearest: number,
    cutoff: number,
  ): Site | undefined {
    this.#keys++;
    const { text } = document;
    const anchor = this.trustsCursor || this.#triesCursor ? offset : anchorBeforeWord(text, offset);
    if (known.some(({ typed }) => typed.length === offset - anchor)) return undefined;
    if (!isOpen(known, cutoff)) return undefined;
    const isAtCursor = anchor === offset && anchorBeforeWord(text, offset) !== offset;
    const features = this.#featuresOf(placeAt(text, offset, known), nearest);
    if (!this.#isWorth(this.#oddsAt(isAtCursor).of(features))) return undefined;
    this.#keys = 0;
    this.#asked++;
    return { anchor, typed: text.slice(anchor, offset), isAtCursor, features };
  }

  /** What came of a request: whether something shown of it was right. */
  paid({ features, isAtCursor }: Site, hasPaid: boolean): void {
    this.#luck += LUCK_WEIGHT * ((hasPaid ? 1 : 0) - this.#luck);
    this.#oddsAt(isAtCursor).learn(features, hasPaid);
  }

  /** Something sure that was asked for at the cursor turned out right or wrong, shown or not. */
  provedAtCursor(isRight: boolean): void {
    this.#trust.learn(isRight);
  }

  #oddsAt(isAtCursor: boolean): Odds {
    return isAtCursor ? this.#oddsAtCursor : this.#oddsBeforeWord;
  }

  /** The next request is one to prove that answers at the cursor can be trusted; the first goes before the word. */
  get #triesCursor(): boolean {
    const every = this.#trust.isJudged ? TRIED_AGAIN : TRIED_AT_FIRST;
    return this.#asked >= UNTRIED && this.#asked % every === 0;
  }

  #isWorth(odds: number): boolean {
    if (this.#asked < UNCONDITIONAL) return true;
    const isWorth = odds >= this.#threshold || ++this.#skipped % EXPLORED === 0;
    const moved = this.#threshold + STEP * ((isWorth ? 1 : 0) - SHARE_ASKED);
    this.#threshold = Math.min(MOST_ODDS, Math.max(LEAST_ODDS, moved));
    return isWorth;
  }

  #featuresOf(place: Place, nearest: number): readonly number[] {
    const { prospect, repeated, isSteady } = place;
    const { best, open } = prospect;
    const as = (is: boolean): number => (is ? 1 : 0);
    return [
      ...Array.from({ length: KINDS }, (_, kind) => as(kind === place.kind)),
      best,
      open,
      best / Math.max(best + open, Number.EPSILON),
      (best + open) ** 8,
      as(open === 1),
      nearest,
      this.#luck - 0.5,
      Math.min(1, this.#keys / MOST_KEYS),
      repeated / 10,
      as(isSteady),
      as(place.nearest === 'typed-through'),
      as(place.nearest === 'contradicted'),
      1,
    ];
  }
}
