import { endsInCharacter } from '../base/text.ts';
import type { Step } from '../completion/continuation.ts';
import { type Confidence, probabilityOf, Weighing } from './confidence.ts';
import { type Leaf, type Reading, readLeaves } from './leaves.ts';

/**
 * The decision: from a reply, what was typed since its anchor, and a cutoff, to
 * the leading text to show or the reason for silence. Pure; knows no editor, no
 * endpoint, no time. It fails closed: what is unknown is never shown.
 */
export type Verdict = Pass | Refusal;

interface Pass {
  readonly kind: 'pass';
  /** What to insert at the cursor; ends where a token ends, never inside a character. */
  readonly text: string;
  readonly confidence: Confidence;
}

interface Refusal {
  readonly kind: 'refusal';
  readonly reason: 'nothing-known' | 'unknown-probability' | 'ruled-out' | 'below-cutoff';
  /** The likeliest text and its confidence, where there is one. */
  readonly best?: Candidate;
}

/** A leading text that could be shown: the way the mass goes, cut where a token ends. */
export interface Candidate {
  readonly text: string;
  readonly confidence: Confidence;
}

/**
 * The longest run of leading tokens whose confidence is at or above the cutoff.
 * @param typed what was typed since the anchor of the reply
 * @param cutoff 0.5 to 1; below 0.5 "the longest" would not be well defined
 * @param calibrate never falling; without it, the estimate is held against the cutoff as it is
 */
export function decide(
  steps: readonly Step[],
  typed: string,
  cutoff: number,
  calibrate?: (estimate: number) => number,
): Verdict {
  if (steps.length === 0) return { kind: 'refusal', reason: 'nothing-known' };
  const isHopeless = (share: number): boolean => !((calibrate?.(share) ?? share) >= cutoff);
  const reading = readLeaves(steps, typed, isHopeless);
  if (reading.known === 0) return { kind: 'refusal', reason: 'unknown-probability' };
  let best: Candidate | undefined;
  let passing: Candidate | undefined;
  for (const { text, confidence } of candidates(reading, typed)) {
    const calibrated = calibrate?.(confidence.estimate);
    const candidate = {
      text,
      confidence: calibrated === undefined ? confidence : { ...confidence, calibrated },
    };
    best ??= candidate;
    if (!(probabilityOf(candidate.confidence) >= cutoff)) break;
    passing = candidate;
  }
  if (passing) return { kind: 'pass', ...passing };
  if (best) return { kind: 'refusal', reason: 'below-cutoff', best };
  return { kind: 'refusal', reason: whyNoText(reading, typed, steps.length) };
}

/** No leaf says anything beyond what was typed. */
function whyNoText({ leaves, known, run }: Reading, typed: string, arrived: number): Refusal['reason'] {
  if (leaves.length === 0 || (!run.startsWith(typed) && !typed.startsWith(run))) return 'ruled-out';
  return known < arrived ? 'unknown-probability' : 'nothing-known';
}

/**
 * The texts that could be shown, shortest first: the agreeing leaves are walked
 * character by character, always where more mass goes, and a candidate ends
 * wherever a token does. Confidence never rises along the way.
 */
export function* candidates({ leaves, run, tokenEnds }: Reading, typed: string): Generator<Candidate> {
  const weighing = new Weighing(leaves, typed);
  let live: readonly Leaf[] = leaves.filter((leaf) => leaf.opening.length > typed.length);
  let onRun = run.startsWith(typed);
  for (let length = typed.length + 1; live.length > 0; length++) {
    live = heaviestGroup(live, length - 1);
    const opening = live[0]?.opening ?? '';
    onRun &&= run.charCodeAt(length - 1) === opening.charCodeAt(length - 1);
    const ends = live.some((leaf) => leaf.opening.length === length);
    const longer = ends ? live.filter((leaf) => leaf.opening.length > length) : live;
    const tokenEndsHere = ends || (onRun && tokenEnds.includes(length));
    if (tokenEndsHere && !endsInCharacter(opening, length)) {
      yield { text: opening.slice(typed.length, length), confidence: weighing.of(massOf(live)) };
    }
    live = longer;
  }
}

/** Of leaves that agree up to `at`, those that share the likeliest code unit there. */
function heaviestGroup(live: readonly Leaf[], at: number): readonly Leaf[] {
  const first = live[0]?.opening.charCodeAt(at);
  if (live.every((leaf) => leaf.opening.charCodeAt(at) === first)) return live;
  const masses = new Map<number, number>();
  let heaviest = -1;
  let most = -1;
  for (const leaf of live) {
    const unit = leaf.opening.charCodeAt(at);
    const mass = (masses.get(unit) ?? 0) + leaf.mass;
    masses.set(unit, mass);
    if (mass > most) {
      most = mass;
      heaviest = unit;
    }
  }
  return live.filter((leaf) => leaf.opening.charCodeAt(at) === heaviest);
}

function massOf(leaves: readonly Leaf[]): number {
  let mass = 0;
  for (const leaf of leaves) mass += leaf.mass;
  return mass;
}
