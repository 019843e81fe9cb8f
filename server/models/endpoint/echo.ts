import type { Alternative, Step } from '../../completion/continuation.ts';
import { isAtLineStart, isClosedWord, openingOf } from './opening.ts';
import { unknownStep } from './listed-steps.ts';
import { isBlank, isWordAt } from '../../base/text.ts';
import type { Prompt } from '../model.ts';

/**
 * Chat models sometimes repeat what they were given, quote it or open a code
 * fence, and are very sure of it. Where such a reply goes on afterwards, the
 * rest is handed on, never with more probability than the whole had; else it
 * ends as unknown, however probable.
 */

type Place = Pick<Prompt, 'prefix' | 'suffix' | 'languageId'>;

/** Hands steps on from where they are seen to be a continuation of the prefix. */
export async function* withoutEcho(place: Place, steps: AsyncIterable<Step>): AsyncGenerator<Step> {
  const held: Step[] = [];
  let until: string | undefined;
  let isContinuation = false;
  for await (const step of steps) {
    if (isContinuation) {
      if (until !== undefined && step.text.includes(until)) return;
      yield step;
      continue;
    }
    held.push(step);
    if (step.logprob === undefined) break;
    const opening = openingOf(textOf(held), place);
    if (opening === 'echo') break;
    if (opening === 'undecided') continue;
    const rest = reread(held, opening.from, place);
    if (rest === undefined) continue;
    isContinuation = true;
    ({ until } = opening);
    for (const one of rest) {
      if (until !== undefined && one.text.includes(until)) return;
      yield one;
    }
  }
  if (isContinuation) return;
  const text = textOf(held);
  if (text === '' || isUnknownAtOnce(held)) yield* held;
  else yield unknownStep(text);
}

/**
 * Leaves out blanks that the reply has to begin with, since they were not sent.
 * Where it begins otherwise, it is no continuation.
 */
export async function* withoutOwed(owed: string, steps: AsyncIterable<Step>): AsyncGenerator<Step> {
  const held: Step[] = [];
  let isPaid = false;
  for await (const step of steps) {
    if (isPaid) {
      yield step;
      continue;
    }
    held.push(step);
    const text = textOf(held);
    if (step.logprob === undefined || !(text.startsWith(owed) || owed.startsWith(text))) break;
    if (text.length <= owed.length) continue;
    isPaid = true;
    yield* cut(held, owed.length, 'contradicts');
  }
  if (!isPaid && held.length > 0) yield unknownStep(textOf(held));
}

/** The held steps from a place on, with their first blank repaired; undefined where more has to come for that. */
function reread(held: readonly Step[], from: number, place: Place): Step[] | undefined {
  const rest = from === 0 ? [...held] : cut(held, from, 'goes on');
  const [first, ...others] = rest;
  if (first === undefined || first.ends) return rest;
  const { prefix } = place;
  if (from === 0 && isWordAt(prefix, prefix.length - 1) && isWordAt(first.text, 0)) {
    return isClosedWord(place) ? [withBlank(first), ...others] : rest;
  }
  const doubled = doubledBlanks(prefix, textOf(rest));
  if (doubled === 0) return rest;
  return textOf(rest).length > doubled ? cut(rest, doubled, 'goes on') : undefined;
}

/** How many blanks at the start of a reply stand before the cursor already: the indentation given once more, or the one blank between two words. */
function doubledBlanks(prefix: string, reply: string): number {
  const [blanks = ''] = /[ \t]*$/.exec(prefix) ?? [];
  if (blanks === '' || !isBlank(reply.charCodeAt(0))) return 0;
  if (!isAtLineStart(prefix)) return 1;
  return reply.startsWith(blanks) ? blanks.length : 0;
}

/** A blank that the reply lost: every word that could stand here gets it, so that none is taken for another. */
function withBlank(step: Step): Step {
  const spaced = (one: Alternative): Alternative =>
    !one.ends && isWordAt(one.text, 0) ? { ...one, text: ` ${one.text}` } : one;
  return { ...step, text: ` ${step.text}`, alternatives: step.alternatives.map(spaced) };
}

/**
 * The steps without the first `length` characters. The step in which the rest
 * begins takes over the probability of all before it, so that the rest gets no
 * more than the reply as a whole.
 * @param direct what becomes of alternatives at the start that do not begin like what is cut: they `go on`
 *   with the prefix by themselves, or they `contradict` what is already written
 */
function cut(steps: readonly Step[], length: number, direct: 'goes on' | 'contradicts'): Step[] {
  const alternatives: Alternative[] = [];
  let sum: number | undefined = 0;
  let left = length;
  for (const [at, step] of steps.entries()) {
    const head = step.text.slice(0, left);
    const scaled = (logprob: number | undefined): number | undefined => plus(sum, logprob);
    for (const one of step.alternatives) {
      const isOnPath = !one.ends && head !== '' && one.text.startsWith(head) && one.text.length > left;
      const isDirect = left === 0 || (at === 0 && direct === 'goes on');
      const text = isOnPath ? one.text.slice(head.length) : isDirect ? one.text : '';
      const ends = one.ends && isDirect ? { ends: one.ends } : {};
      alternatives.push({ text, logprob: scaled(one.logprob), ...ends });
    }
    if (step.text.length > left || (left === 0 && step.ends)) {
      const begun = { ...step, text: step.text.slice(left), logprob: scaled(step.logprob), alternatives };
      return [begun, ...steps.slice(at + 1)];
    }
    sum = plus(sum, step.logprob);
    left -= step.text.length;
  }
  return [];
}

function plus(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? undefined : one + other;
}

/** Nothing can be told of the reply's very first text: its own step says so best. */
function isUnknownAtOnce(held: readonly Step[]): boolean {
  return held.length === 1 && held[0]?.logprob === undefined;
}

function textOf(steps: readonly Step[]): string {
  return steps.map((step) => step.text).join('');
}
