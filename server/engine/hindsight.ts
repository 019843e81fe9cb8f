import type { CompletionRequest, DocumentSnapshot } from '../completion/request.ts';
import { detached } from '../base/text.ts';

/**
 * What was shown or nearly shown lately, held against what the text became:
 * how often each confidence was right, and what another cutoff would have done.
 * Only for people to look at; no decision is taken from it. Nothing is kept on disk.
 */
export interface Decided {
  readonly request: CompletionRequest;
  /** What was put on the screen; undefined for silence. */
  readonly shown: Suggestion | undefined;
  /** What would have been put there at another cutoff. */
  readonly at: (cutoff: number) => Suggestion | undefined;
}

export interface Suggestion {
  readonly text: string;
  /** 0 to 1. */
  readonly confidence: number;
}

/** What was shown with a confidence in one range, and how often the text became that. */
export interface Band {
  /** Least confidence in this band; the band ends where the next begins. */
  readonly from: number;
  readonly shown: number;
  readonly held: number;
  /** Mean of the confidences; 0 where nothing was shown. */
  readonly claimed: number;
}

/** What a cutoff would have done at the places asked about lately. */
export interface Preview {
  /** Places that were asked about. */
  readonly places: number;
  readonly shown: number;
  /** Of those shown, where the text is known by now: right and wrong. */
  readonly right: number;
  readonly wrong: number;
  /** What would have been shown besides, and what hidden; the newest first, a few of each. */
  readonly gained: readonly Example[];
  readonly lost: readonly Example[];
}

/** One place with the text that is concerned. */
export interface Example {
  /** The end of the line before the cursor. */
  readonly before: string;
  readonly text: string;
}

/** Where the bands begin; finer where cutoffs usually are. */
const BANDS = [0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99] as const;
/** Places remembered for a preview: some minutes of typing. */
const PLACES = 200;
/** Characters before a place that tell whether it is still the same one. */
const WINDOW = 32;
/** Examples of each kind in a preview. */
const EXAMPLES = 3;

interface Remembered {
  readonly uri: string;
  readonly offset: number;
  readonly before: string;
  readonly at: (cutoff: number) => Suggestion | undefined;
  /** What the person then typed, as far as it goes; of an open place, as of when the document was last left. */
  typed: string;
  isOpen: boolean;
}

/** The document that was last looked at, and how far it was written. */
interface Look {
  readonly uri: string;
  readonly text: string;
  readonly cursor: number;
}

interface Claim extends Suggestion {
  readonly place: Remembered;
}

export class Hindsight {
  readonly #places: Remembered[] = [];
  /** Those whose text may still go on, oldest first. */
  #open: Remembered[] = [];
  #claims: Claim[] = [];
  #last: Look | undefined;
  readonly #bands = BANDS.map((from) => ({ from, shown: 0, held: 0, sum: 0 }));

  /** A request had its outcome. What was decided before at this document is held against its text. */
  decided({ request, shown, at }: Decided): void {
    const { document, offset } = request;
    this.#look(document, offset);
    const before = detached(document.text.slice(Math.max(0, offset - WINDOW), offset));
    const place = { uri: document.uri, offset, before, at, typed: '', isOpen: true };
    this.#places.push(place);
    this.#open.push(place);
    if (this.#places.length > PLACES && this.#places.shift() === this.#open[0]) this.#open.shift();
    // The rest of a text that is being typed along makes no new claim.
    if (shown && !this.#claims.some((claim) => isRestOf(claim, document.uri, offset, shown.text))) {
      this.#claims.push({ ...shown, place });
    }
  }

  get reliability(): readonly Band[] {
    return this.#bands.map(({ from, shown, held, sum }) => {
      return { from, shown, held, claimed: shown > 0 ? sum / shown : 0 };
    });
  }

  /** @param current the cutoff in force */
  preview(cutoff: number, current: number): Preview {
    const count = { shown: 0, right: 0, wrong: 0 };
    const gained: Example[] = [];
    const lost: Example[] = [];
    for (const place of this.#places.toReversed()) {
      const [then, now] = [place.at(cutoff), place.at(current)];
      if (then) count.shown++;
      const verdict = then && judge(then.text, this.#typedAt(place));
      if (verdict !== undefined) count[verdict ? 'right' : 'wrong']++;
      const example = (text: string): Example => ({ before: lastLine(place.before), text });
      if (then && then.text !== now?.text && (now?.text.length ?? 0) < then.text.length) {
        gained.push(example(then.text));
      } else if (now && (then?.text.length ?? 0) < now.text.length) lost.push(example(now.text));
    }
    const few = { gained: gained.slice(0, EXAMPLES), lost: lost.slice(0, EXAMPLES) };
    return { places: this.#places.length, ...count, ...few };
  }

  /**
   * Closes the places that the text has left. While a person types on, which is
   * nearly always, nothing but the end of the text is looked at.
   */
  #look({ uri, text }: DocumentSnapshot, cursor: number): void {
    const last = this.#last;
    if (last && last.uri !== uri) this.#settle(last);
    const isTypedOn = last?.uri === uri && cursor >= last.cursor && isSame(last.text, text, last.cursor);
    if (isTypedOn) this.#closeOldest(last, cursor);
    else this.#closeLeft(last, { uri, text, cursor });
    this.#last = { uri, text, cursor };
    this.#claims = this.#claims.filter((claim) => {
      const held = judge(claim.text, this.#typedAt(claim.place));
      if (held !== undefined) this.#count(claim, held);
      return held === undefined && claim.place.isOpen;
    });
  }

  /** Typing on, places are left in the order in which they were reached. */
  #closeOldest(last: Look, cursor: number): void {
    for (let oldest = this.#open[0]; oldest; oldest = this.#open[0]) {
      if (oldest.uri !== last.uri || cursor - oldest.offset <= REACH) return;
      close(oldest, last);
      this.#open.shift();
    }
  }

  #closeLeft(last: Look | undefined, { uri, text, cursor }: Look): void {
    this.#open = this.#open.filter((place) => {
      if (place.uri !== uri) return true;
      const isThere = text.startsWith(place.before, place.offset - place.before.length);
      if (isThere && cursor >= place.offset && cursor - place.offset <= REACH) return true;
      close(place, last);
      return false;
    });
  }

  /** Another document is looked at: what was typed in this one is written down. */
  #settle(last: Look): void {
    for (const place of this.#open) if (place.uri === last.uri) place.typed = typedAt(place, last);
  }

  #typedAt(place: Remembered): string {
    const last = this.#last;
    return place.isOpen && last?.uri === place.uri ? last.text.slice(place.offset, last.cursor) : place.typed;
  }

  #count({ confidence }: Suggestion, held: boolean): void {
    const band = this.#bands.findLast(({ from }) => confidence >= from) ?? this.#bands[0];
    if (!band) return;
    band.shown++;
    band.sum += confidence;
    if (held) band.held++;
  }
}

/** How far a person may have typed on before a place is closed, in characters; no shown text is longer. */
const REACH = 400;

/** Whether two texts are the same before `end`, as far back as an open place can lie. */
function isSame(one: string, other: string, end: number): boolean {
  return other.startsWith(
    one.slice(Math.max(0, end - REACH - WINDOW), end),
    Math.max(0, end - REACH - WINDOW),
  );
}

function close(place: Remembered, last: Look | undefined): void {
  if (last?.uri === place.uri) place.typed = typedAt(place, last);
  place.isOpen = false;
}

function typedAt({ offset }: Remembered, { text, cursor }: Look): string {
  return detached(text.slice(offset, cursor));
}

/** Whether the text became what was suggested; undefined as long as it may still go either way. */
function judge(suggested: string, typed: string): boolean | undefined {
  if (typed.startsWith(suggested)) return true;
  return suggested.startsWith(typed) ? undefined : false;
}

function isRestOf({ text, place }: Claim, uri: string, offset: number, rest: string): boolean {
  return place.uri === uri && place.isOpen && text.slice(offset - place.offset) === rest;
}

function lastLine(text: string): string {
  return text.slice(text.lastIndexOf('\n') + 1);
}
