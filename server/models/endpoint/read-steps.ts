import type { Step } from '../../completion/continuation.ts';
import type { ListedToken, ReplyPart } from './dialect.ts';
import { endOf, isEnd, isSpecial, stepOf, unknownStep } from './listed-steps.ts';
import { bytesOf, decode, type Spelling, spellings } from './token-bytes.ts';

/** What is known of a route's replies before they come. */
export interface Expected {
  /** The list may lack tokens that end inside a character, with their probabilities. */
  readonly hidesTokens?: boolean;
  /** Text that is shown first without being listed. */
  readonly repeats?: string;
}

/**
 * Turns the tokens that a reply lists into steps, by walking them along the text
 * that it shows. What does not fit is unknown, and after it nothing is read.
 */
export class StepReader {
  readonly #hidesTokens: boolean;
  #repeats: string;
  /** Shown text that no step covers yet. */
  #shown = '';
  /** Tokens whose text has not been shown yet. */
  #waiting: ListedToken[] = [];
  #spelling: Spelling = bytesOf;
  #listed = 0;
  #hasBegun = false;
  /** Tokens of text that is not shown are listed, too. */
  #isHiding = false;
  #isOver = false;

  constructor({ hidesTokens = false, repeats = '' }: Expected = {}) {
    this.#hidesTokens = hidesTokens;
    this.#repeats = repeats;
  }

  /** Something was unknown, or the end was shown; no further step comes. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** The steps that this part of the reply completes. */
  push({ text, tokens, isHiding = false, made }: ReplyPart): Step[] {
    this.#shown += text;
    this.#listed += tokens.length;
    this.#isHiding ||= isHiding;
    const isComplete = !this.#hidesTokens || made === this.#listed;
    this.#waiting.push(...(isComplete ? tokens : tokens.map((token) => doubted(token, made !== undefined))));
    if (this.#isStillRepeating()) return [];
    const steps: Step[] = [];
    for (let step = this.#next(); step; step = this.#next()) steps.push(step);
    return steps;
  }

  /** The reply ended by itself: its end token, if it lists that, or what is left of its text, unknown. */
  finish(): Step[] {
    if (this.#isOver) return [];
    if (this.#shown !== '') return [this.#unknown()];
    const [last, ...more] = this.#waiting;
    const end = last !== undefined && more.length === 0 && isEnd(last) ? endOf(last) : undefined;
    return end?.logprob === undefined ? [] : [end];
  }

  #next(): Step | undefined {
    if (this.#isOver) return undefined;
    // Text before its tokens has been seen only where none were to come.
    if (this.#waiting.length === 0) return this.#shown === '' ? undefined : this.#unknown();
    if (this.#shown === '') return undefined;
    const group = this.#nextGroup();
    if (group === 'awaited') return undefined;
    if (group === undefined) return this.#skipHidden() ? this.#next() : this.#unknown();
    this.#hasBegun = true;
    this.#shown = this.#shown.slice(group.text.length);
    this.#waiting.splice(0, group.tokens.length);
    const [token] = group.tokens;
    const isShownEnd = group.tokens.length === 1 && token !== undefined && isSpecial(token);
    const step = isShownEnd ? endOf(token) : stepOf(group.tokens, group.text, this.#spelling);
    this.#isOver = step.logprob === undefined || isShownEnd;
    return step;
  }

  /** The next tokens that spell shown text; `awaited` where more has to come to tell. */
  #nextGroup(): Group | 'awaited' | undefined {
    let isAwaited = false;
    for (const spelling of new Set([this.#spelling, ...spellings])) {
      const group = leadingGroup(this.#waiting, spelling);
      if (group?.text !== undefined && this.#shown.startsWith(group.text)) {
        this.#spelling = spelling;
        return { tokens: group.tokens, text: group.text };
      }
      isAwaited ||= group === undefined || (group.text?.startsWith(this.#shown) ?? false);
    }
    return isAwaited ? 'awaited' : undefined;
  }

  /** Leaves out the tokens of reasoning: what is left has to spell exactly what is shown. */
  #skipHidden(): boolean {
    if (!this.#isHiding || this.#hasBegun) return false;
    const shown = Buffer.from(this.#shown);
    let length = 0;
    for (let at = this.#waiting.length - 1; at > 0; at--) {
      const token = this.#waiting[at];
      if (token === undefined) return false;
      if (length === 0 && isEnd(token)) continue;
      length += bytesOf(token).length;
      if (length < shown.length) continue;
      const left = this.#waiting.slice(at).filter((one) => !isEnd(one));
      if (Buffer.compare(Buffer.concat(left.map(bytesOf)), shown) !== 0) return false;
      this.#waiting.splice(0, at);
      return true;
    }
    return false;
  }

  #isStillRepeating(): boolean {
    if (this.#repeats === '') return false;
    const isRepeated = this.#shown.startsWith(this.#repeats);
    if (!isRepeated && this.#repeats.startsWith(this.#shown)) return true;
    if (isRepeated) this.#shown = this.#shown.slice(this.#repeats.length);
    this.#repeats = '';
    return false;
  }

  #unknown(): Step {
    this.#isOver = true;
    return unknownStep(this.#shown);
  }
}

interface Group {
  readonly tokens: readonly ListedToken[];
  /** The characters they spell. */
  readonly text: string;
}

/** The fewest leading tokens that spell whole characters; an empty token belongs to what comes after it. Without text where they spell none. */
function leadingGroup(
  tokens: readonly ListedToken[],
  spelling: Spelling,
): { tokens: readonly ListedToken[]; text?: string } | undefined {
  const bytes: Uint8Array[] = [];
  for (const [at, token] of tokens.entries()) {
    bytes.push(spelling(token));
    const { text, state } = decode(Buffer.concat(bytes));
    if (state === 'broken') return { tokens: tokens.slice(0, at + 1) };
    if (state === 'whole' && text !== '') return { tokens: tokens.slice(0, at + 1), text };
  }
  return undefined;
}

/** Any character that takes several bytes may have taken several tokens, of which only the last is listed. */
function doubted(token: ListedToken, isCertain: boolean): ListedToken {
  return isCertain || bytesOf(token).some((byte) => byte > 127) ? { ...token, logprob: undefined } : token;
}
