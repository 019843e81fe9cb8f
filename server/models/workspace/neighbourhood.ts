import { conventionalUnit, DEFAULT_UNIT } from './indentation.ts';
import { byNearness, extensionOf } from './nearness.ts';
import { type Neighbour, Neighbours } from './neighbours.ts';
import type { Vocabulary } from './vocabulary.ts';

/**
 * Keeps the neighbours of the document being edited up to date while documents
 * are learnt and forgotten: first those edited lately, then those near in the tree.
 * They are read a little at a time, so that no key waits for them; until they are,
 * those known before go on being asked. Knows, too, what the near ones of its kind
 * are indented by.
 */

/** What is known of the workspace. */
export interface Library {
  /** Canonical URIs. */
  documents(): Iterable<string>;
  /** The tokens of a document; none when it is not known. */
  tokensOf(uri: string): Iterable<number>;
  /** What a document is indented by; empty when it is not known, or shows nothing. */
  unitOf(uri: string): string;
}

/** Tokens read at once: about a millisecond. */
const TOKENS_A_STEP = 300;
/** Documents edited lately, besides the present one, that come before all others. */
const MOST_EDITED = 4;
/** Nearest documents of the same kind that are asked for their unit of indentation. */
const UNITS_ASKED = 9;

export class Neighbourhood {
  readonly #vocabulary: Vocabulary;
  readonly #library: Library;
  #uri = '';
  #unit = DEFAULT_UNIT;
  #current: Neighbours | undefined;
  /** Read in the place of the current ones. */
  #next: Neighbours | undefined;
  #isOutdated = false;
  /** Documents that were read of. */
  #sources = new Set<string>();
  /** The latest first. */
  #edited: readonly string[] = [];

  constructor(vocabulary: Vocabulary, library: Library) {
    this.#vocabulary = vocabulary;
    this.#library = library;
  }

  /** To be asked now. */
  get neighbours(): Neighbours | undefined {
    return this.#current;
  }

  /** What a new document is indented by here. */
  get unit(): string {
    return this.#unit;
  }

  /** Another document is edited. */
  moveTo(uri: string): void {
    this.#uri = uri;
    this.#unit = conventionalUnit(extensionOf(uri));
    this.#sources.clear();
    this.#next = undefined;
    this.#isOutdated = false;
    this.#current = this.#begin();
  }

  /** Something was typed in the present document. */
  edit(): void {
    if (this.#edited[0] === this.#uri) return;
    const others = this.#edited.filter((uri) => uri !== this.#uri);
    this.#edited = [this.#uri, ...others.slice(0, MOST_EDITED)];
  }

  /** Documents were learnt, or learnt again. */
  outdate(): void {
    this.#isOutdated = true;
  }

  /** Nothing of these documents is told from now on. */
  forget(uris: readonly string[]): void {
    if (uris.some((uri) => this.#sources.has(uri))) this.moveTo(this.#uri);
  }

  /** Reads on. @returns whether more is to be read */
  step(): boolean {
    if (this.#next) {
      this.#next.read(TOKENS_A_STEP);
      if (!this.#next.isRead) return true;
      this.#current = this.#next;
      this.#next = undefined;
    } else if (this.#current && !this.#current.isRead) {
      this.#current.read(TOKENS_A_STEP);
      return !this.#current.isRead || this.#isOutdated;
    } else if (this.#isOutdated) {
      this.#isOutdated = false;
      this.#next = this.#begin();
    }
    return this.#next !== undefined || this.#isOutdated;
  }

  #begin(): Neighbours {
    return new Neighbours(this.#vocabulary, this.#documents());
  }

  *#documents(): Generator<Neighbour, void, undefined> {
    const near = byNearness(this.#uri, this.#library.documents()).filter((uri) => uri !== this.#uri);
    this.#unit = this.#commonestUnit(near);
    const edited = this.#edited.filter((uri) => uri !== this.#uri);
    for (const uri of edited) yield this.#documentAt(uri);
    for (const uri of near) if (!edited.includes(uri)) yield this.#documentAt(uri);
  }

  /** Of the nearest documents of the same kind. */
  #commonestUnit(near: readonly string[]): string {
    const kind = extensionOf(this.#uri);
    const counts = new Map<string, number>();
    let [asked, most, commonest] = [0, 0, conventionalUnit(kind)];
    for (const uri of near) {
      if (asked === UNITS_ASKED) break;
      const unit = extensionOf(uri) === kind ? this.#library.unitOf(uri) : '';
      if (unit === '') continue;
      asked++;
      const count = (counts.get(unit) ?? 0) + 1;
      counts.set(unit, count);
      if (count > most) [most, commonest] = [count, unit];
    }
    return commonest;
  }

  #documentAt(uri: string): Neighbour {
    this.#sources.add(uri);
    return { uri, tokens: this.#library.tokensOf(uri) };
  }
}
