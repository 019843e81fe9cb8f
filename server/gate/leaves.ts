import { endsInCharacter } from '../base/text.ts';
import type { Alternative, Step } from '../completion/continuation.ts';

/**
 * Cuts a reply into leaves: disjoint ways the text can go on, each an opening
 * text and a mass. Only what is compatible with the typed text is kept. What a
 * leaf says about a given text is decided in `confidence`.
 */
export interface Leaf {
  /** How every text in this leaf begins, counted from the anchor. */
  readonly opening: string;
  /** Probability of the leaf under the model, 0 to 1. */
  readonly mass: number;
}

export interface Reading {
  /** Leaves compatible with what was typed, in no particular order. */
  readonly leaves: readonly Leaf[];
  /** The text of the chosen tokens whose probabilities are known. */
  readonly run: string;
  /** Lengths of the run at which a chosen token ends; ascending. */
  readonly tokenEnds: readonly number[];
  /** Number of leading steps whose probabilities are known. */
  readonly known: number;
}

/** A token this improbable is a placeholder for "not in the list" at several endpoints (OpenAI's type documentation says -9999). */
const PLACEHOLDER_LOGPROB = -9999;

/** What decoders write for bytes that are no whole character. */
const BROKEN_CHARACTER = '\ufffd';

/**
 * Reads the leading steps with known probabilities. The run ends, with all its
 * remaining mass, before the first step whose probability is unknown.
 * @param isHopeless whether no text with such a share of what is compatible can
 *   pass; what follows is then not told apart, which no verdict misses
 */
export function readLeaves(
  steps: readonly Step[],
  typed: string,
  isHopeless?: (share: number) => boolean,
): Reading {
  const leaves: Leaf[] = [];
  const tokenEnds: number[] = [];
  let run = '';
  let mass = 1;
  let known = 0;
  // The mass of the run where it first reaches beyond what is typed: no more than all that is compatible.
  let reached = typed === '' ? 1 : undefined;
  // What is typed beyond the run; most entries contradict it, and need not be spelled out to be seen to.
  let rest = typed;
  const keep = (text: string, leafMass: number, ends = false): void => {
    if (leafMass > 0 && isCompatible(text, ends, rest)) leaves.push({ opening: run + text, mass: leafMass });
  };
  for (const step of steps) {
    const chosen = probability(step);
    if (!chosen || isPlaceholder(step) || !isLegible(step)) break;
    known++;
    let listed = chosen;
    const again = chosenAgain(step);
    let before: Alternative | undefined;
    for (const alternative of step.alternatives) {
      // Lists are sorted by probability: an entry that is told twice stands beside itself.
      const isTwice = before?.logprob === alternative.logprob && isSpelledAs(before, alternative);
      before = alternative;
      if (alternative === again || isTwice) continue;
      const p = probability(alternative) ?? 0;
      listed += p;
      keep(legible(alternative), mass * p, alternative.ends);
    }
    keep('', mass * Math.max(0, 1 - listed));
    mass *= chosen;
    if (step.ends) {
      keep('', mass, true);
      return { leaves, run, tokenEnds, known };
    }
    const isContradicted = !isCompatible(step.text, false, rest);
    run += step.text;
    tokenEnds.push(run.length);
    if (isContradicted) return { leaves, run, tokenEnds, known };
    rest = rest.slice(step.text.length);
    // A text that ends inside a character is none.
    if (run.length <= typed.length || endsInCharacter(run, run.length)) continue;
    reached ??= mass;
    if (isHopeless?.(mass / reached) && !leaves.some(({ opening }) => goesBeyond(opening, run))) break;
  }
  keep('', mass);
  return { leaves, run, tokenEnds, known };
}

/** As much of an entry's text as is certain. What follows a broken character, or an empty text that is not the end, could be anything. */
function legible({ text, ends }: Alternative): string {
  if (ends) return '';
  const broken = text.indexOf(BROKEN_CHARACTER);
  return broken < 0 ? text : text.slice(0, broken);
}

function isLegible(step: Step): boolean {
  return step.ends === true || (step.text !== '' && legible(step) === step.text);
}

/** Such a leaf and what follows the run may agree, and pass together. */
function goesBeyond(opening: string, run: string): boolean {
  return opening.length > run.length && opening.startsWith(run);
}

/** One is a start of the other; an ended text must reach as far as what was typed. */
function isCompatible(text: string, ends: boolean, typed: string): boolean {
  if (text.length >= typed.length) return text.startsWith(typed);
  return !ends && typed.startsWith(text);
}

/** The linear probability of an entry; undefined when the model did not give a usable one. */
export function probability(entry: Alternative): number | undefined {
  const { logprob } = entry;
  if (logprob === undefined || !(logprob <= 0)) return undefined;
  return logprob <= PLACEHOLDER_LOGPROB ? 0 : Math.exp(logprob);
}

/**
 * The entry that is the chosen token listed again, perhaps with a probability
 * that is off by rounding: of several that spell the same the nearest, the
 * others are tokens of their own. A lone one is always taken for it: less,
 * never more.
 */
function chosenAgain(step: Step): Alternative | undefined {
  let again: Alternative | undefined;
  for (const one of step.alternatives) {
    if (isSpelledAs(one, step) && (!again || distance(one, step) < distance(again, step))) again = one;
  }
  return again;
}

function isSpelledAs(one: Alternative | undefined, other: Alternative): boolean {
  return one?.text === other.text && one.ends === other.ends;
}

/** An entry without a probability is further from the chosen token than any with one. */
function distance(one: Alternative, step: Step): number {
  return Math.abs((probability(one) ?? Number.POSITIVE_INFINITY) - (probability(step) ?? 0));
}

/**
 * Certainty without anything to compare it to: exactly 0 with no alternative of
 * any mass. Speculative decoding and after-sampler values look like this
 * (ggml-org/llama.cpp#27972).
 */
function isPlaceholder(step: Step): boolean {
  if (step.logprob !== 0) return false;
  return step.alternatives.every(
    (alternative) => isSpelledAs(alternative, step) || !probability(alternative),
  );
}
