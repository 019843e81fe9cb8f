import { detached } from '../base/text.ts';
import type { Sure } from './answer.ts';

/**
 * What was put on the screen last, and what became of it. Typed along, the rest
 * stays there whatever a later thought may be; typed over, it is not shown at
 * that place again for a while: the person has seen it.
 */

/** Requests after which a rejection is forgotten; some lines further on the thought may be another. */
const FORGOTTEN_AFTER = 60;
/** Characters before a place that tell whether it is the same one. */
const WINDOW = 64;

interface Offer {
  readonly uri: string;
  readonly offset: number;
  readonly before: string;
  readonly answer: Sure;
  /** The number of the request. */
  readonly at: number;
}

export class OnScreen {
  #offer: Offer | undefined;
  #rejected: readonly Offer[] = [];
  #requests = 0;
  /** Where the cursor was at the last request. */
  #reached = 0;

  /** The document at the next request. Returns whether what was left of the offer has come at once, as it does when it is taken. */
  observe(uri: string, text: string, offset: number): boolean {
    this.#requests++;
    const isLeap = offset - this.#reached > 1;
    this.#reached = offset;
    if (this.#rejected.length > 0) {
      this.#rejected = this.#rejected.filter(({ at }) => this.#requests - at < FORGOTTEN_AFTER);
    }
    const offer = this.#offer;
    if (!offer || !isAfter(offer, uri, text, offset)) return false;
    const typed = text.slice(offer.offset, offset);
    if (offer.answer.text.startsWith(typed)) return isLeap && offer.answer.text === typed;
    this.#offer = undefined;
    if (!typed.startsWith(offer.answer.text)) this.#rejected = [...this.#rejected, offer];
    return false;
  }

  /** What is left on the screen after what was typed along; undefined where nothing is. */
  rest(uri: string, text: string, offset: number): Sure | undefined {
    const offer = this.#offer;
    if (!offer || offset === offer.offset || !isAfter(offer, uri, text, offset)) return undefined;
    const rest = offer.answer.text.slice(offset - offer.offset);
    return rest === '' ? undefined : { ...offer.answer, text: rest, source: 'cache', reuse: 'typed-along' };
  }

  /** Something was put there. Returns whether it is a new offer; the rest of a text that is being typed along is none. */
  shown(uri: string, text: string, offset: number, answer: Sure): boolean {
    if (this.rest(uri, text, offset)?.text === answer.text) return false;
    const before = detached(text.slice(Math.max(0, offset - WINDOW), offset));
    this.#offer = { uri, offset, before, answer, at: this.#requests };
    return true;
  }

  /** Whether this text, a start of it, or more of it was typed over at this place. */
  wasRejected(uri: string, text: string, offset: number, shown: string): boolean {
    return this.#rejected.some(
      (one) =>
        one.offset === offset &&
        isAfter(one, uri, text, offset) &&
        (shown.startsWith(one.answer.text) || one.answer.text.startsWith(shown)),
    );
  }

  /** Other settings make other decisions. */
  clear(): void {
    this.#offer = undefined;
  }

  closed(uri: string): void {
    if (this.#offer?.uri === uri) this.#offer = undefined;
    this.#rejected = this.#rejected.filter((one) => one.uri !== uri);
  }
}

/** The offer was made in this text, at the cursor or before it. */
function isAfter({ uri, before, offset }: Offer, asked: string, text: string, cursor: number): boolean {
  return uri === asked && cursor >= offset && text.startsWith(before, offset - before.length);
}
