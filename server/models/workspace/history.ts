import { DOCUMENT, type Evidence, MAX_ORDER } from './evidence.ts';
import { Links } from './links.ts';
import { References } from './references.ts';
import { isByReference, SPARSE_CONTEXTS, writeSparseKeys } from './sparse-contexts.ts';
import { hash, TokenStructure } from './token-structure.ts';
import { BOUNDARY, type Vocabulary } from './vocabulary.ts';

/**
 * The tokens of the open document up to the cursor, as a stack, with links from
 * each to where it, its pair and its sparse contexts stood before. Can be asked
 * what followed the present end.
 */

/** Earlier places looked at, newest first: where the last two tokens stood, where only the last did, and for each sparse context. */
const PAIR_PLACES = 96;
const SINGLE_PLACES = 48;
const SPARSE_PLACES = 32;
/** What followed a sparse context here counts as much as this many of the same near the document. */
const SPARSE_WEIGHT = 3;

/** What is asked of sparse contexts: of the document, and of others. */
export interface Question {
  readonly keys: Int32Array;
  /** What references point to here. */
  readonly references: References;
}

export class History {
  readonly #tokens: number[] = [BOUNDARY];
  /** Canonical, of the document. */
  readonly uri: string;
  /** The fewest tokens there have been since that was asked. */
  #lowest = 1;
  readonly #sameToken = new Links();
  readonly #samePair = new Links();
  readonly #counts = new Map<number, number>();
  readonly #structure: TokenStructure;
  readonly #references: References;
  readonly #keys = new Int32Array(SPARSE_CONTEXTS);
  readonly #sameContext = Array.from({ length: SPARSE_CONTEXTS }, () => new Links());

  /** @param uri canonical, of the document */
  constructor(vocabulary: Vocabulary, uri = '') {
    this.uri = uri;
    this.#structure = new TokenStructure(vocabulary);
    this.#references = new References(this.#structure, vocabulary);
    this.#references.open(uri);
    this.#references.push(BOUNDARY, 0);
    this.#structure.push(BOUNDARY);
    this.#sameToken.push(BOUNDARY);
    this.#samePair.push(0);
    for (const links of this.#sameContext) links.push(0);
  }

  get length(): number {
    return this.#tokens.length;
  }

  /** The token at the end. */
  get last(): number {
    return this.#tokens.at(-1) ?? BOUNDARY;
  }

  /** How often a token stands in the document up to here. */
  count(id: number): number {
    return this.#counts.get(id) ?? 0;
  }

  /** How recently a token was written: 1 for the last one, falling with the logarithm of the distance; 0 for never. */
  recency(id: number): number {
    const last = this.#sameToken.last(id);
    return last < 0 ? 0 : 1 / (1 + Math.log2(this.#tokens.length - last));
  }

  push(id: number): void {
    const { keys, references } = this.question();
    for (let context = 0; context < SPARSE_CONTEXTS; context++)
      this.#sameContext[context]!.push(keys[context]!);
    references.push(id, references.maskOf(id));
    this.#sameToken.push(id);
    this.#samePair.push(pairKey(this.#tokens.at(-1)!, id));
    this.#tokens.push(id);
    this.#structure.push(id);
    this.#counts.set(id, this.count(id) + 1);
  }

  /** Takes the last token back. The first boundary stays. */
  pop(): void {
    if (this.#tokens.length === 1) return;
    const id = this.#tokens.pop()!;
    this.#lowest = Math.min(this.#lowest, this.#tokens.length);
    this.#structure.pop();
    this.#references.pop(id);
    this.#sameToken.pop();
    this.#samePair.pop();
    for (const links of this.#sameContext) links.pop();
    const left = this.count(id) - 1;
    if (left > 0) this.#counts.set(id, left);
    else this.#counts.delete(id);
  }

  tokenAt(index: number): number {
    return this.#tokens[index] ?? BOUNDARY;
  }

  /** The first tokens of what stands after the cursor's line, which the history begins with. @param most tokens */
  following(most: number): readonly number[] {
    return this.#tokens.slice(1, Math.min(1 + most, this.#tokens.lastIndexOf(BOUNDARY)));
  }

  /** How many tokens, from the first on, are those that stood there when this was asked last. */
  lowestSince(): number {
    const lowest = this.#lowest;
    this.#lowest = this.#tokens.length;
    return lowest;
  }

  /** The last tokens, nearest first. */
  context(length: number): number[] {
    return this.#tokens.slice(-length).toReversed();
  }

  /** What the sparse contexts at the present end ask; good until this is asked again. */
  question(): Question {
    writeSparseKeys(this.#structure, this.#keys);
    this.#references.locate();
    return { keys: this.#keys, references: this.#references };
  }

  /** Reports what followed the present end, and ends like it, where they stood before. @returns what was asked of the sparse contexts */
  lookUp(evidence: Evidence): Question {
    const end = this.#tokens.length - 1;
    let places = 0;
    for (
      let at = this.#samePair.earlier(end);
      at > 0 && places < PAIR_PLACES;
      at = this.#samePair.earlier(at)
    ) {
      evidence.add(DOCUMENT, this.#tokens[at + 1]!, this.#agreement(at, end), 1);
      places++;
    }
    places = 0;
    for (
      let at = this.#sameToken.earlier(end);
      at >= 0 && places < SINGLE_PLACES;
      at = this.#sameToken.earlier(at)
    ) {
      places++;
      const isCounted = at > 0 && this.#tokens[at - 1] === this.#tokens[end - 1];
      if (!isCounted) evidence.add(DOCUMENT, this.#tokens[at + 1]!, 1, 1);
    }
    const question = this.question();
    for (let context = 0; context < SPARSE_CONTEXTS; context++)
      this.#lookUpSparse(context, question, evidence);
    return question;
  }

  #lookUpSparse(context: number, { keys, references }: Question, evidence: Evidence): void {
    const links = this.#sameContext[context]!;
    let places = 0;
    for (let at = links.last(keys[context]!); at > 0 && places < SPARSE_PLACES; at = links.earlier(at)) {
      const mask = isByReference(context) ? references.maskAt(at) : 0;
      references.addTo(evidence, context, this.#tokens[at]!, mask, SPARSE_WEIGHT);
      places++;
    }
  }

  /** How many tokens up to `at` are the same as those up to `end`, two being known to be. */
  #agreement(at: number, end: number): number {
    let length = 2;
    while (length < MAX_ORDER && at >= length && this.#tokens[at - length] === this.#tokens[end - length])
      length++;
    return length;
  }
}

/** Of two tokens, as 32 bits: so rarely the same for two others that what it costs then does not matter. */
function pairKey(first: number, second: number): number {
  return hash(first, second, 0, 0);
}
