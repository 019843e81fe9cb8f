import type { Alternative, Step } from '../../completion/continuation.ts';
import type { ListedEntry, ListedToken } from './dialect.ts';
import { isSpecialToken } from './special-tokens.ts';
import { bytesOf, decode, type Spelling } from './token-bytes.ts';

/** From what is listed for a place to a step: which probabilities can be believed, and what the entries spell. */

/** One step for tokens that only together spell characters: all of them have to come, and only the first's alternatives are certain to stand where the step does. */
export function stepOf(tokens: readonly ListedToken[], text: string, spelling: Spelling): Step {
  let sum: number | undefined = 0;
  for (const token of tokens) {
    const logprob = knownLogprob(token);
    sum = sum === undefined || logprob === undefined ? undefined : sum + logprob;
  }
  const [first] = tokens;
  return { text, logprob: sum, alternatives: first ? alternativesOf(first, spelling) : [] };
}

/** The end of the reply, with its probability where that can be believed. */
export function endOf(token: ListedToken): Step {
  const alternatives = alternativesOf(token, bytesOf);
  return { text: '', logprob: knownLogprob(token), ends: true, alternatives };
}

/** Shown text of which the probability is not known. */
export function unknownStep(text: string): Step {
  return { text, logprob: undefined, alternatives: [] };
}

/** A token that ends the reply. */
export function isEnd(token: ListedEntry): boolean {
  return bytesOf(token).length === 0 || isSpecial(token);
}

/** A control token. */
export function isSpecial({ text, isSpecial = false }: ListedEntry): boolean {
  return isSpecial || isSpecialToken(text);
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

/**
 * What else was possible, without the chosen token. Where text was held back or
 * cut, that one is listed under another text; its logprob gives it away, so that
 * it does not count twice.
 */
function alternativesOf(token: ListedToken, spelling: Spelling): Alternative[] {
  const { alternatives } = token;
  const isListed = alternatives.some((other) => isSame(other, token));
  const twin = isListed ? undefined : alternatives.find(({ logprob }) => logprob === token.logprob);
  return alternatives
    .filter((other) => other !== twin && !isSame(other, token))
    .map((other) => toAlternative(other, spelling));
}

/** An entry that ends inside a character keeps the whole ones before it; what follows them is left open. */
function toAlternative(entry: ListedEntry, spelling: Spelling): Alternative {
  const logprob = isUsable(entry.logprob) ? entry.logprob : undefined;
  if (isSpecial(entry)) return { text: '', logprob, ends: true };
  return { text: decode(spelling(entry)).text, logprob };
}

function isSame(one: ListedEntry, other: ListedEntry): boolean {
  return Buffer.compare(bytesOf(one), bytesOf(other)) === 0;
}
