import type { Alternative, Step } from '../../completion/continuation.ts';
import type { ListedEntry, ListedToken, ReplyPart } from './dialect.ts';
import { bytesOf, decode } from './token-bytes.ts';

/**
 * Turns the tokens that a reply lists into steps, by walking them along the text
 * that it shows. What does not fit is unknown, and after it nothing is read.
 */
export class StepReader {
  /** Shown text that no step covers yet. */
  #shown = '';
  /** Tokens whose text has not been shown yet. */
  #waiting: ListedToken[] = [];
  #isOver = false;

  /** Something was unknown; no further step comes. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** The steps that this part of the reply completes. */
  push({ text, tokens }: ReplyPart): Step[] {
    this.#shown += text;
    this.#waiting.push(...tokens);
    const steps: Step[] = [];
    for (let step = this.#next(); step; step = this.#next()) steps.push(step);
    return steps;
  }

  /** The reply ended by itself: its end token, if it lists that, or what is left of its text, unknown. */
  finish(): Step[] {
    if (this.#isOver) return [];
    if (this.#shown !== '') return [this.#unknown()];
    const [last, ...more] = this.#waiting;
    if (last === undefined || more.length > 0 || !isEnd(last)) return [];
    const logprob = knownLogprob(last);
    return logprob === undefined
      ? []
      : [{ text: '', logprob, ends: true, alternatives: alternativesOf(last) }];
  }

  #next(): Step | undefined {
    if (this.#isOver) return undefined;
    const group = leadingGroup(this.#waiting);
    if (group === undefined) {
      // Text before its tokens has been seen only where none were to come.
      return this.#shown !== '' && this.#waiting.length === 0 ? this.#unknown() : undefined;
    }
    if (group.text !== undefined && this.#shown.startsWith(group.text)) {
      this.#shown = this.#shown.slice(group.text.length);
      this.#waiting.splice(0, group.tokens.length);
      const step = stepOf(group.tokens, group.text);
      this.#isOver = step.logprob === undefined;
      return step;
    }
    if (this.#shown === '' || group.text?.startsWith(this.#shown)) return undefined;
    return this.#unknown();
  }

  #unknown(): Step {
    this.#isOver = true;
    return { text: this.#shown, logprob: undefined, alternatives: [] };
  }
}

interface Group {
  readonly tokens: readonly ListedToken[];
  /** The characters they spell; undefined when they spell none. */
  readonly text: string | undefined;
}

/** The fewest leading tokens that spell whole characters; an empty token belongs to what comes after it. */
function leadingGroup(tokens: readonly ListedToken[]): Group | undefined {
  const bytes: Uint8Array[] = [];
  for (const [at, token] of tokens.entries()) {
    bytes.push(bytesOf(token));
    const { text, state } = decode(Buffer.concat(bytes));
    if (state === 'broken') return { tokens: tokens.slice(0, at + 1), text: undefined };
    if (state === 'whole' && text !== '') return { tokens: tokens.slice(0, at + 1), text };
  }
  return undefined;
}

/** One step for tokens that only together spell characters: all of them have to come, and only the first's alternatives are certain to stand where the step does. */
function stepOf(tokens: readonly ListedToken[], text: string): Step {
  let sum: number | undefined = 0;
  for (const token of tokens) {
    const logprob = knownLogprob(token);
    sum = sum === undefined || logprob === undefined ? undefined : sum + logprob;
  }
  const [first] = tokens;
  return { text, logprob: sum, alternatives: first ? alternativesOf(first) : [] };
}

/** Logprobs this low stand for "not in the list"; OpenAI's type documentation says -9999. */
const PLACEHOLDER_LOGPROB = -9999;

/** The chosen token's logprob if it can be believed: certainty must at least have been weighed against something. */
function knownLogprob(token: ListedToken): number | undefined {
  const { logprob } = token;
  if (!isUsable(logprob)) return undefined;
  return logprob < 0 || token.alternatives.some((other) => isUsable(other.logprob) && !isSame(other, token))
    ? logprob
    : undefined;
}

function isUsable(logprob: number | undefined): logprob is number {
  return logprob !== undefined && logprob <= 0 && logprob > PLACEHOLDER_LOGPROB;
}

/** What else was possible, without the chosen token. */
function alternativesOf(token: ListedToken): Alternative[] {
  return token.alternatives.filter((other) => !isSame(other, token)).map(toAlternative);
}

/** An entry that ends inside a character keeps the whole ones before it; what follows them is left open. */
function toAlternative(entry: ListedEntry): Alternative {
  const logprob = isUsable(entry.logprob) ? entry.logprob : undefined;
  if (isSpecial(entry)) return { text: '', logprob, ends: true };
  return { text: decode(bytesOf(entry)).text, logprob };
}

function isSame(one: ListedEntry, other: ListedEntry): boolean {
  return Buffer.compare(bytesOf(one), bytesOf(other)) === 0;
}

function isEnd(token: ListedEntry): boolean {
  return bytesOf(token).length === 0 || isSpecial(token);
}

/** Control tokens; text that looks like this is spelled by several tokens. */
function isSpecial({ text }: ListedEntry): boolean {
  return /^<([|｜]).*\1>$/u.test(text);
}
