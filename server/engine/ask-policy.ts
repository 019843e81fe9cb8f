import type { Known } from '../cache/prefix-cache.ts';
import type { CompletionRequest } from '../completion/request.ts';
import { anchorBeforeWord } from '../context/anchor.ts';
import { featuresOf, type Moment } from './features.ts';
import first from './first-odds.json' with { type: 'json' };
import { Odds } from './odds.ts';
import { isOpen, placeAt } from './place.ts';
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
 * honest endpoint .22 makes 178 requests in 1,000 keys; when it was chosen, .25
 * made 190 instead of 176 and covered a fortieth more.
 */
const SHARE_ASKED = 0.22;
/**
 * Odds count a request that pays as often as it covers characters: .25 is a
 * third of a character expected. Behind a workspace model that is sure of most
 * of what can be known, .05 made twice the requests for a fortieth more.
 */
const LEAST_ODDS = 0.25;
const MOST_ODDS = 0.9;
const FIRST_ODDS = 0.3;
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
/** Characters covered by a request for which it counts; more are luck. */
const MOST_COVERED = 24;
/** Weight of the last outcome in the share of requests that paid lately. */
const LUCK_WEIGHT = 0.05;

export class AskPolicy {
  readonly #oddsBeforeWord = new Odds(first.beforeWord);
  readonly #oddsAtCursor = new Odds(first.atCursor);
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
    request: CompletionRequest,
    known: readonly Known[],
    nearest: number,
    cutoff: number,
  ): Site | undefined {
    this.#keys++;
    return this.#siteAt(request, known, cutoff, { nearest, isAhead: false });
  }

  /** The same for a place that the text will come to if what is shown is taken; nowhere until it is known where asking pays. */
  chooseAhead(request: CompletionRequest, known: readonly Known[], cutoff: number): Site | undefined {
    if (this.#asked < UNCONDITIONAL) return undefined;
    return this.#siteAt(request, known, cutoff, { nearest: 0, isAhead: true });
  }

  /** What came of a request: so many characters that were shown of it were right. */
  paid({ features, isAtCursor }: Site, covered: number): void {
    const hasPaid = covered > 0;
    this.#luck += LUCK_WEIGHT * ((hasPaid ? 1 : 0) - this.#luck);
    this.#oddsAt(isAtCursor).learn(features, hasPaid, hasPaid ? Math.min(covered, MOST_COVERED) : 1);
  }

  /** Something sure that was asked for at the cursor turned out right or wrong, shown or not. */
  provedAtCursor(isRight: boolean): void {
    this.#trust.learn(isRight);
  }

  #siteAt(
    { document, offset }: CompletionRequest,
    known: readonly Known[],
    cutoff: number,
    how: Pick<Moment, 'nearest' | 'isAhead'>,
  ): Site | undefined {
    const { text } = document;
    const isAtCursorItself = this.trustsCursor || (this.#triesCursor && !how.isAhead);
    const anchor = isAtCursorItself ? offset : anchorBeforeWord(text, offset);
    if (known.some(({ typed }) => typed.length === offset - anchor)) return undefined;
    if (!isOpen(known, cutoff)) return undefined;
    const isAtCursor = anchor === offset && anchorBeforeWord(text, offset) !== offset;
    const features = featuresOf(placeAt(text, offset, known), { ...how, luck: this.#luck, keys: this.#keys });
    if (!this.isWorth(this.#oddsAt(isAtCursor).of(features))) return undefined;
    this.#keys = 0;
    this.#asked++;
    return { anchor, typed: text.slice(anchor, offset), isAtCursor, features };
  }

  #oddsAt(isAtCursor: boolean): Odds {
    return isAtCursor ? this.#oddsAtCursor : this.#oddsBeforeWord;
  }

  /** The next request is one to prove that answers at the cursor can be trusted; the first goes before the word. */
  get #triesCursor(): boolean {
    const every = this.#trust.isJudged ? TRIED_AGAIN : TRIED_AT_FIRST;
    return this.#asked >= UNTRIED && this.#asked % every === 0;
  }

  /** Whether a place with such odds is asked about. */
  protected isWorth(odds: number): boolean {
    if (this.#asked < UNCONDITIONAL) return true;
    const isWorth = odds >= this.#threshold || ++this.#skipped % EXPLORED === 0;
    const moved = this.#threshold + STEP * ((isWorth ? 1 : 0) - SHARE_ASKED);
    this.#threshold = Math.min(MOST_ODDS, Math.max(LEAST_ODDS, moved));
    return isWorth;
  }
}
