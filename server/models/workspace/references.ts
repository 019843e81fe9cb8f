import type { Evidence } from './evidence.ts';
import { detectIndentStyle } from './indentation.ts';
import { tokenize } from './lexer.ts';
import type { Spellings } from './spellings.ts';
import type { TokenStructure } from './token-structure.ts';
import type { Vocabulary } from './vocabulary.ts';

/**
 * Tokens as references to names that stand near: in `this.width = width` the last
 * token is the name before it, and so it is in `this.height = height`. What came
 * in one place tells by this what comes in another, whatever the names.
 */

/** What a reference may point to, each with a number: names, the nearest first on the line, in their order above. */
const ON_LINE = { first: 0, count: 6 };
const ON_LINE_ABOVE = { first: 6, count: 6 };
/** The token after the one that the last token repeated. */
const CONTINUED = 12;
/** The name after that which stands at this place in the line above, where it stood before. */
const NEXT = 13;
const UNUSED = { first: 14, count: 2 };
const OF_FILE = { first: 16, count: 4 };
const REFERENCES = 20;

/** Names looked back on for one that stands nowhere else yet. */
const UNUSED_WITHIN = 16;
/** Tokens of a line above in which names are looked for, and tokens after a name. */
const LINE_TOKENS = 40;
const NEXT_WITHIN = 12;

export class References {
  readonly #structure: TokenStructure;
  readonly #vocabulary: Vocabulary;
  readonly #spellings: Spellings;
  #namesOfFile: readonly number[] = [];
  /** By token: the references that it was, one bit each, and the place it repeated; -1 for none. */
  readonly #masks: number[] = [];
  readonly #repeated: number[] = [];
  /** By token that is a name: the last place of it before; -1 for none, and for other tokens. */
  readonly #earlier: number[] = [];
  /** By name: the last place and how many there are. */
  readonly #latest = new Map<number, number>();
  readonly #counts = new Map<number, number>();
  /** By reference, for the next token: the place and the name there; -1 for none. */
  readonly #places = new Int32Array(REFERENCES);
  readonly #names = new Int32Array(REFERENCES);
  /** What a mask means here. */
  readonly #meant: number[] = [];

  /** @param structure tokens are pushed to both */
  constructor(structure: TokenStructure, vocabulary: Vocabulary) {
    this.#structure = structure;
    this.#vocabulary = vocabulary;
    this.#spellings = vocabulary.spellings;
  }

  /** What follows is of the file at a canonical URI, and refers to nothing before. Not to be taken back. */
  open(uri: string): void {
    this.#latest.clear();
    this.#counts.clear();
    const file = uri.slice(uri.lastIndexOf('/') + 1);
    const end = file.lastIndexOf('.');
    const names: number[] = [];
    tokenize(end > 0 ? file.slice(0, end) : file, 0, detectIndentStyle(''), (word) => {
      const name = this.#spellings.nameOf(this.#vocabulary.numberOf(word));
      if (name >= 0 && names.length < OF_FILE.count) names.push(name);
    });
    this.#namesOfFile = names;
  }

  /** Finds what each reference points to at the end of the stack. */
  locate(): void {
    const structure = this.#structure;
    const end = structure.length;
    const line = structure.line();
    const above = structure.lineAbove;
    this.#places.fill(-1);
    this.#names.fill(-1);
    let at = structure.nameUpTo(end - 1);
    for (let count = 0; count < ON_LINE.count && at >= line; count++) {
      this.#point(ON_LINE.first + count, at);
      at = structure.nameUpTo(at - 1);
    }
    const aboveEnd = Math.min(line, above + LINE_TOKENS);
    let count = 0;
    for (let index = above; index < aboveEnd && count < ON_LINE_ABOVE.count; index++) {
      if (structure.nameUpTo(index) === index) this.#point(ON_LINE_ABOVE.first + count++, index);
    }
    const repeated = this.#repeated[end - 1] ?? -1;
    if (repeated >= 0) this.#point(CONTINUED, repeated + 1);
    const overhead = above + end - line;
    if (overhead < line) this.#pointToNext(this.#earlier[overhead] ?? -1);
    this.#pointToUnused();
    for (const [index, name] of this.#namesOfFile.entries()) this.#names[OF_FILE.first + index] = name;
  }

  /** Which references a token is that comes next, one bit each. Asked after `locate`. */
  maskOf(id: number): number {
    const name = this.#spellings.nameOf(id);
    if (name < 0) {
      // Signs are not referred to, but stand between the names that are.
      const isSame = this.#structure.token(this.#places[CONTINUED]!) === id;
      return isSame ? 1 << CONTINUED : 0;
    }
    let mask = 0;
    for (let each = 0; each < REFERENCES; each++) if (this.#names[each] === name) mask |= 1 << each;
    return mask;
  }

  /** Adds a token, before the structure does. Asked after `locate`. */
  push(id: number, mask: number): void {
    const place = this.#masks.length;
    this.#masks.push(mask);
    this.#repeated.push(this.#repeatedPlace(mask));
    const name = this.#spellings.nameOf(id);
    if (name < 0) {
      this.#earlier.push(-1);
      return;
    }
    this.#earlier.push(this.#latest.get(name) ?? -1);
    this.#latest.set(name, place);
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }

  /** Takes the last token back. @param id of it */
  pop(id: number): void {
    this.#masks.pop();
    this.#repeated.pop();
    const earlier = this.#earlier.pop() ?? -1;
    const name = this.#spellings.nameOf(id);
    if (name < 0) return;
    if (earlier < 0) {
      this.#latest.delete(name);
      this.#counts.delete(name);
    } else {
      this.#latest.set(name, earlier);
      this.#counts.set(name, this.#counts.get(name)! - 1);
    }
  }

  /** The references that the token at a place was. */
  maskAt(place: number): number {
    return this.#masks[place] ?? 0;
  }

  /** Counts what the token of another place is here: what it refers to, or itself where it refers to nothing. Asked after `locate`. */
  addTo(evidence: Evidence, context: number, id: number, mask: number, weight: number): void {
    if (mask === 0) {
      evidence.addSparse(context, id, weight);
      return;
    }
    const meant = this.#meant;
    meant.length = 0;
    const form = this.#spellings.formOf(id);
    for (let each = 0; each < REFERENCES; each++) {
      if ((mask & (1 << each)) === 0) continue;
      const name = this.#names[each]!;
      const here = name >= 0 ? this.#spellings.spelt(name, form) : this.#structure.token(this.#places[each]!);
      if (here >= 0 && !meant.includes(here)) meant.push(here);
    }
    for (const here of meant) evidence.addSparse(context, here, weight / meant.length);
  }

  #point(reference: number, place: number): void {
    this.#places[reference] = place;
    this.#names[reference] = this.#spellings.nameOf(this.#structure.token(place));
  }

  #pointToNext(earlier: number): void {
    if (earlier < 0) return;
    for (let index = earlier + 1; index < earlier + NEXT_WITHIN; index++) {
      if (this.#structure.nameUpTo(index) !== index) continue;
      this.#point(NEXT, index);
      return;
    }
  }

  /** Names just declared are soon used. */
  #pointToUnused(): void {
    let found = 0;
    let at = this.#structure.nameUpTo(this.#structure.length - 1);
    for (let count = 0; count < UNUSED_WITHIN && at > 0 && found < UNUSED.count; count++) {
      const name = this.#spellings.nameOf(this.#structure.token(at));
      if (this.#counts.get(name) === 1) this.#point(UNUSED.first + found++, at);
      at = this.#structure.nameUpTo(at - 1);
    }
  }

  #repeatedPlace(mask: number): number {
    if (mask === 0) return -1;
    if (mask & (1 << CONTINUED)) return this.#places[CONTINUED]!;
    if (mask & (1 << NEXT)) return this.#places[NEXT]!;
    return this.#places[31 - Math.clz32(mask & -mask)]!;
  }
}
