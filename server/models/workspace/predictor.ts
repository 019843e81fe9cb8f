import { type Candidate, Gathering, type Situation } from './candidates.ts';
import { type Calibrator, type Claim, stretch } from './calibrator.ts';
import { DOCUMENT, Evidence, MAX_ORDER, WORKSPACE } from './evidence.ts';
import type { History } from './history.ts';
import { type Ballot, KINDS, type Mixer, TRAIT_ROWS } from './mixer.ts';
import type { Outlook } from './network/outlook.ts';
import type { Neighbours } from './neighbours.ts';
import { PLACES, placeOf } from './place.ts';
import { rankFirst } from './rank-first.ts';
import { FEATURE_COUNT, writeFeatures } from './scores.ts';
import type { Shard } from './shard.ts';
import { SPARSE_CONTEXTS } from './sparse-contexts.ts';
import { STANDING_SIZE, writeStanding } from './standing.ts';
import type { Vocabulary } from './vocabulary.ts';

/**
 * The next token after a history, given the characters of it that are typed
 * already: gathers evidence, weighs it, calibrates the winner, and learns from
 * what came.
 */

/** What has been learnt about weighing evidence; goes on learning. */
export interface Experience {
  readonly mixer: Mixer;
  readonly calibrator: Calibrator;
}

/** Candidates that are weighed; the rest counts as "something else". */
const MOST_CANDIDATES = 40;

const ORDERS = MAX_ORDER + 1;
/** Typed characters told apart: 0, 1, 2, 3, and more. */
const TYPED_LENGTHS = 5;
/** The kind of "something else", after those of candidates. */
const OTHER_KIND = KINDS - 1;
const AMOUNTS = 6;
/** How sure the network is of what it finds likeliest: steps between these shares. */
const SURE = [0.3, 0.6, 0.85, 0.95];
const SURENESSES = SURE.length + 1;

/** Rows of the mixer, one for each value of each trait: longest context by scope, typed length, place, how sure the network is, whether it was taught this workspace. */
const WORKSPACE_ROWS = TRAIT_ROWS;
const DOCUMENT_ROWS = WORKSPACE_ROWS + ORDERS;
const TYPED_ROWS = DOCUMENT_ROWS + ORDERS;
export const PLACE_ROWS = TYPED_ROWS + TYPED_LENGTHS;
const OUTLOOK_ROWS = PLACE_ROWS + PLACES;
const TUNED_ROWS = OUTLOOK_ROWS + SURENESSES;
export const MIXER_ROWS = TUNED_ROWS + 2;

/** Weights of the calibrator: of its dense features, then one for each value of each trait. */
const DENSE = 9;
const ORDER_PAIRS = DENSE;
const AMOUNT_PAIRS = ORDER_PAIRS + ORDERS * ORDERS;
const KIND_WEIGHTS = AMOUNT_PAIRS + AMOUNTS * AMOUNTS;
const INFILL_WEIGHTS = KIND_WEIGHTS + KINDS * TYPED_LENGTHS * 2;
export const PLACE_WEIGHTS = INFILL_WEIGHTS + KINDS;
const DISTANT_WEIGHTS = PLACE_WEIGHTS + PLACES * KINDS;
const OUTLOOK_WEIGHTS = DISTANT_WEIGHTS + TYPED_LENGTHS * 2;
const TUNED_WEIGHTS = OUTLOOK_WEIGHTS + SURENESSES * 2;
export const CALIBRATOR_SIZE = TUNED_WEIGHTS + SURENESSES * 2;

export class Predictor {
  /** The network was taught the workspace. */
  isTuned = false;
  readonly #vocabulary: Vocabulary;
  readonly #shards: readonly Shard[];
  readonly #evidence = new Evidence();
  readonly #gathering: Gathering;
  readonly #outlook: Outlook;
  readonly #mixer: Mixer;
  readonly #calibrator: Calibrator;
  readonly #rows = new Float64Array((MOST_CANDIDATES + 1) * FEATURE_COUNT);
  readonly #kinds = new Uint8Array(MOST_CANDIDATES + 1);
  readonly #mixed = new Float64Array(MOST_CANDIDATES + 1);
  /** What candidates are ranked by. */
  readonly #keys = new Float64Array(MOST_CANDIDATES);
  /** Of the last prediction, in the order of the rows, for `learn`. */
  #candidates: readonly Candidate[] = [];
  /** The same, likeliest first. */
  readonly #ranked: Candidate[] = [];
  #winner: Candidate | undefined;
  /** What the network holds for likeliest, how sure it is, and what its probabilities here sum up to. */
  #favourite: Candidate | undefined;
  #sureness = 0;
  #outlookSum = 1;
  #mixerTraits: number[] = [];
  readonly #standing = new Float64Array(STANDING_SIZE);
  #claim: Claim = { dense: [], traits: [], standing: this.#standing };

  /** @param shards read at every prediction; may grow */
  constructor(
    vocabulary: Vocabulary,
    shards: readonly Shard[],
    { mixer, calibrator }: Experience,
    outlook: Outlook,
  ) {
    this.#vocabulary = vocabulary;
    this.#shards = shards;
    this.#outlook = outlook;
    this.#gathering = new Gathering(vocabulary, MOST_CANDIDATES, outlook);
    this.#mixer = mixer;
    this.#calibrator = calibrator;
  }

  /** Reads the present end of the history; predictions refer to it until this is called again. */
  attend(history: History, neighbours?: Neighbours): void {
    const evidence = this.#evidence;
    evidence.clear();
    const context = history.context(MAX_ORDER);
    for (const shard of this.#shards) shard.lookUp(context, evidence);
    const question = history.lookUp(evidence);
    neighbours?.lookUp(question, evidence);
    evidence.accumulate();
    this.#outlook.attend(history);
  }

  /** The candidates for the token, likeliest first; what their probabilities lack to 1 is "something else". Good until the next prediction. */
  predict(situation: Situation): readonly Candidate[] {
    const { candidates, otherBase, otherOutlook } = this.#gathering.gather(this.#evidence, situation);
    this.#candidates = candidates;
    this.#winner = undefined;
    if (candidates.length === 0) return candidates;
    writeFeatures(this.#evidence, candidates, otherBase, otherOutlook, this.#rows);
    const [workspaceOrder, documentOrder] = this.#evidence.longest;
    const typedLength = Math.min(situation.typed.length, TYPED_LENGTHS - 1);
    const place = placeOf(this.#vocabulary.word(situation.history.last));
    this.#mixerTraits = [
      WORKSPACE_ROWS + workspaceOrder,
      DOCUMENT_ROWS + documentOrder,
      TYPED_ROWS + typedLength,
      PLACE_ROWS + place,
      OUTLOOK_ROWS + this.#lookAhead(otherOutlook),
      TUNED_ROWS + (this.isTuned ? 1 : 0),
    ];
    for (let index = 0; index < candidates.length; index++)
      this.#kinds[index] = kindOf(candidates[index]!.text);
    this.#kinds[candidates.length] = OTHER_KIND;
    this.#mixer.mix(this.#ballot(), this.#mixed);
    const ranked = this.#rank(candidates);
    this.#calibrate(ranked, situation, place, this.#mixed[candidates.length]!);
    return ranked;
  }

  /** Learns that `id` came where `predict` was last asked. */
  learn(id: number): void {
    const size = this.#candidates.length;
    if (size === 0) return;
    const winner = this.#winner;
    if (winner) this.#calibrator.learn(this.#claim, winner.probability, winner.id === id);
    const index = this.#candidates.findIndex((candidate) => candidate.id === id);
    this.#mixer.learn(this.#ballot(), this.#mixed, index < 0 ? size : index);
  }

  #rank(candidates: readonly Candidate[]): readonly Candidate[] {
    const ranked = this.#ranked;
    ranked.length = 0;
    for (let index = 0; index < candidates.length; index++) {
      const candidate = candidates[index]!;
      candidate.probability = this.#keys[index] = this.#mixed[index]!;
      ranked.push(candidate);
    }
    rankFirst(ranked, this.#keys);
    return ranked;
  }

  /** The candidates of the last prediction, to be weighed. */
  #ballot(): Ballot {
    return {
      rows: this.#rows,
      kinds: this.#kinds,
      size: this.#candidates.length + 1,
      traits: this.#mixerTraits,
    };
  }

  /** Replaces the winner's probability by the calibrated one and scales the rest to fit. */
  #calibrate(ranked: readonly Candidate[], situation: Situation, place: number, other: number): void {
    const winner = ranked[0]!;
    this.#winner = winner;
    const raw = winner.probability;
    const odds = stretch(raw);
    const second = ranked[1]?.probability ?? 0;
    const dense = [
      1,
      odds,
      0.25 * Math.log(raw / Math.max(1e-6, second)),
      0.25 * Math.log(Math.max(1e-6, other)),
      raw,
      this.#agreement(winner.slot),
      // Before anything of a token is typed, high odds mean less.
      situation.typed === '' ? odds : 0,
      0.25 * Math.log(Math.max(1e-6, winner.outlook / this.#outlookSum)),
      winner.sharesClass ? 1 : 0,
    ];
    this.#claim = {
      dense,
      traits: this.#traitsOf(winner, situation, place),
      standing: this.#standingOf(ranked, situation, dense),
    };
    const calibrated = this.#calibrator.probability(this.#claim);
    const scale = raw < 1 ? (1 - calibrated) / (1 - raw) : 0;
    winner.probability = calibrated;
    // What a less sure winner gives up is first of all "something else": no other is likelier than it.
    for (let index = 1; index < ranked.length; index++) {
      const other = ranked[index]!;
      other.probability = Math.min(calibrated, scale * other.probability);
    }
  }

  #standingOf(
    ranked: readonly Candidate[],
    { typed, isInfill }: Situation,
    dense: readonly number[],
  ): Float64Array {
    const field = {
      rows: this.#rows,
      candidates: this.#candidates,
      mixed: this.#mixed,
      ranked,
      typed,
      isInfill,
      isFavourite: ranked[0] === this.#favourite,
      dense,
    };
    writeStanding(field, this.#standing);
    return this.#standing;
  }

  /** Finds what the network holds for likeliest. @returns how sure it is, as a step */
  #lookAhead(otherOutlook: number): number {
    let favourite = this.#candidates[0]!;
    let sum = otherOutlook;
    for (const candidate of this.#candidates) {
      sum += candidate.outlook;
      if (candidate.outlook > favourite.outlook) favourite = candidate;
    }
    this.#favourite = favourite;
    this.#outlookSum = sum;
    let step = 0;
    while (step < SURE.length && favourite.outlook >= SURE[step]! * sum) step++;
    return (this.#sureness = step);
  }

  #traitsOf(winner: Candidate, { typed, isInfill }: Situation, place: number): number[] {
    const { slot, text, isCommon } = winner;
    const evidence = this.#evidence;
    const [workspaceOrder, documentOrder] = evidence.longest;
    const workspaceCount =
      slot < 0 || workspaceOrder === 0 ? 0 : evidence.count(WORKSPACE, slot, workspaceOrder);
    const documentCount = slot < 0 || documentOrder === 0 ? 0 : evidence.count(DOCUMENT, slot, documentOrder);
    const kind = kindOf(text);
    const typedLength = Math.min(typed.length, TYPED_LENGTHS - 1);
    const isWhole = text.length === typed.length ? 1 : 0;
    const traits = [
      ORDER_PAIRS + workspaceOrder * ORDERS + documentOrder,
      AMOUNT_PAIRS + amountOf(workspaceCount) * AMOUNTS + amountOf(documentCount),
      KIND_WEIGHTS + (kind * TYPED_LENGTHS + typedLength) * 2 + isWhole,
      PLACE_WEIGHTS + place * KINDS + kind,
    ];
    const outlook = this.#sureness * 2 + (winner === this.#favourite ? 1 : 0);
    traits.push(OUTLOOK_WEIGHTS + outlook);
    if (this.isTuned) traits.push(TUNED_WEIGHTS + outlook);
    if (slot < 0) traits.push(DISTANT_WEIGHTS + typedLength * 2 + (isCommon ? 1 : 0));
    if (isInfill) traits.push(INFILL_WEIGHTS + kind);
    return traits;
  }

  /** How far the sparse contexts agree with a candidate: 1 when it mostly followed all of them, -1 when it never followed any. */
  #agreement(slot: number): number {
    let votes = 0;
    for (let context = 0; context < SPARSE_CONTEXTS; context++) {
      const total = this.#evidence.sparseTotal(context);
      if (total === 0) continue;
      const share = slot < 0 ? 0 : this.#evidence.sparseCount(context, slot) / total;
      if (share > 0.5) votes++;
      else if (share === 0) votes--;
    }
    return votes / SPARSE_CONTEXTS;
  }
}

/** Counts in steps of about two and a half times. */
function amountOf(count: number): number {
  if (count < 0.5) return 0;
  if (count < 1.5) return 1;
  if (count < 3.5) return 2;
  if (count < 8.5) return 3;
  return count < 32.5 ? 4 : 5;
}

/** Line break, word, start of a word inside a name, sign. */
function kindOf(text: string): number {
  const unit = text.charCodeAt(text.charCodeAt(0) === 32 ? 1 : 0);
  if (unit === 10 || unit === 13) return 0;
  if ((unit >= 97 && unit <= 122) || unit > 127) return 1;
  return (unit >= 65 && unit <= 90) || unit === 95 || unit === 36 ? 2 : 3;
}
