import { DOCUMENT, type Evidence, type Scope, WORKSPACE } from './evidence.ts';
import { SPARSE_CONTEXTS } from './sparse-contexts.ts';

/**
 * Turns counts into features: for every candidate, and for "something else", the
 * logarithm of its probability under several simple models. Each interpolates
 * from short contexts to long ones with an absolute discount, as Kneser and Ney's
 * and PPM do. Weighing them against each other is the mixer's.
 */

/** Taken off every count and given to shorter contexts. */
const DISCOUNT = 0.6;
/**
 * The same where one token is all that ever came: another comes far less often there
 * than a discount tells that must fit contexts of many. Where few places agreed, what
 * is repeated is believed earlier.
 */
const LONE_DISCOUNT = 0.15;
/** Most that a shorter context is given, so that a long one always tells something. */
const MOST_BACK_OFF = 0.95;
/** Probabilities below this are not told apart. */
const LEAST = 1e-9;
const LEAST_LOG = Math.log(LEAST);

/** The same, of the network's, whose least are guesses. */
const LEAST_OUTLOOK = 1e-7;

/** A chain of exact contexts: how much a count of each scope weighs, and the longest context used. */
interface Chain {
  readonly workspace: number;
  readonly document: number;
  readonly orders: number;
}

/** What stands in this document tells more than what stands elsewhere: it counts four times. */
const CHAINS: readonly Chain[] = [
  { workspace: 1, document: 4, orders: Infinity },
  { workspace: 1, document: 0, orders: Infinity },
  { workspace: 0, document: 1, orders: Infinity },
  { workspace: 1, document: 4, orders: 2 },
  { workspace: 1, document: 4, orders: 1 },
  { workspace: 1, document: 4, orders: 0 },
];
/** The chain that sparse contexts fall back on. */
const ONE_TOKEN = 4;
/** After the chains: one feature for each sparse context, the share of what followed the longest context in each scope, recency, and where it comes from. */
const FIRST_SPARSE = CHAINS.length;
const FIRST_SHARE = FIRST_SPARSE + SPARSE_CONTEXTS;
const RECENCY = FIRST_SHARE + 2;
/** 1 for "something else", for a candidate that followed none of the contexts, and for a common word. */
const IS_OTHER = RECENCY + 1;
const IS_DISTANT = IS_OTHER + 1;
const IS_COMMON = IS_DISTANT + 1;
/** What the network expects, and 1 where it does not tell the candidate from others. */
const OUTLOOK = IS_COMMON + 1;
const SHARES_CLASS = OUTLOOK + 1;
export const FEATURE_COUNT = SHARES_CLASS + 1;

/** A candidate to score. */
export interface Scored {
  /** Its slot in the evidence; -1 where it never followed this context. */
  readonly slot: number;
  /** Its probability without context. */
  readonly base: number;
  /** 1 when it was the last token written in this document, 0 when it was never. */
  readonly recency: number;
  /** A word of other projects, not known in this one. */
  readonly isCommon: boolean;
  /** Its probability by the network; 1 for all where there is none. */
  readonly outlook: number;
  /** The network does not tell it from some others. */
  readonly sharesClass: boolean;
}

/**
 * Writes the features of each candidate, one row after the other, and of
 * "something else" in the row after the last.
 * @param otherBase probability without context of everything that is not a candidate
 * @param otherOutlook probability of the same by the network
 */
export function writeFeatures(
  evidence: Evidence,
  candidates: readonly Scored[],
  otherBase: number,
  otherOutlook: number,
  rows: Float64Array,
): void {
  const probabilities = new Float64Array(candidates.length + 1);
  for (const [feature, chain] of CHAINS.entries()) {
    for (let index = 0; index < candidates.length; index++) probabilities[index] = candidates[index]!.base;
    probabilities[candidates.length] = otherBase;
    const longest = Math.min(chain.orders, longestOf(evidence, chain));
    for (let order = 1; order <= longest; order++)
      interpolate(evidence, candidates, order, chain, probabilities);
    writeColumn(rows, probabilities, feature);
    if (feature === ONE_TOKEN) writeSparse(evidence, candidates, probabilities, rows);
  }
  for (let index = 0; index <= candidates.length; index++) {
    const candidate = candidates[index];
    const row = index * FEATURE_COUNT;
    rows[row + FIRST_SHARE + WORKSPACE] = shareAtLongest(evidence, WORKSPACE, candidate?.slot ?? -1);
    rows[row + FIRST_SHARE + DOCUMENT] = shareAtLongest(evidence, DOCUMENT, candidate?.slot ?? -1);
    rows[row + RECENCY] = candidate?.recency ?? 0;
    rows[row + IS_OTHER] = candidate ? 0 : 1;
    rows[row + IS_DISTANT] = candidate && candidate.slot < 0 ? 1 : 0;
    rows[row + OUTLOOK] = Math.log(Math.max(LEAST_OUTLOOK, candidate?.outlook ?? otherOutlook));
    rows[row + SHARES_CLASS] = candidate?.sharesClass ? 1 : 0;
    rows[row + IS_COMMON] = candidate?.isCommon ? 1 : 0;
  }
}

function longestOf({ longest }: Evidence, { workspace, document }: Chain): number {
  return Math.max(workspace > 0 ? longest[WORKSPACE] : 0, document > 0 ? longest[DOCUMENT] : 0);
}

/** One step of a chain: probabilities after one more token of context, in place. */
function interpolate(
  evidence: Evidence,
  candidates: readonly Scored[],
  order: number,
  chain: Chain,
  probabilities: Float64Array,
): void {
  const { workspace, document } = chain;
  const total = workspace * evidence.total(WORKSPACE, order) + document * evidence.total(DOCUMENT, order);
  if (total <= 0) return;
  const types = Math.max(
    workspace && evidence.types(WORKSPACE, order),
    document && evidence.types(DOCUMENT, order),
  );
  const discount = types === 1 && !isSplit(evidence, candidates, order, chain) ? LONE_DISCOUNT : DISCOUNT;
  const backOff = backOffOf(types, total, discount);
  for (let index = 0; index < probabilities.length; index++) {
    const slot = candidates[index]?.slot ?? -1;
    let count = 0;
    if (slot >= 0) {
      count =
        workspace * evidence.count(WORKSPACE, slot, order) + document * evidence.count(DOCUMENT, slot, order);
    }
    probabilities[index] = Math.max(0, count - discount) / total + backOff * probabilities[index]!;
  }
}

/** One token is all that came in either scope, and not the same in both. */
function isSplit(
  evidence: Evidence,
  candidates: readonly Scored[],
  order: number,
  { workspace, document }: Chain,
): boolean {
  if (!workspace || !document) return false;
  if (evidence.total(WORKSPACE, order) <= 0 || evidence.total(DOCUMENT, order) <= 0) return false;
  return !candidates.some(
    ({ slot }) =>
      slot >= 0 && evidence.count(WORKSPACE, slot, order) > 0 && evidence.count(DOCUMENT, slot, order) > 0,
  );
}

function writeSparse(
  evidence: Evidence,
  candidates: readonly Scored[],
  shorter: Float64Array,
  rows: Float64Array,
): void {
  const shorterLogs = shorter.map(Math.log);
  for (let context = 0; context < SPARSE_CONTEXTS; context++) {
    const total = evidence.sparseTotal(context);
    const backOff = total > 0 ? backOffOf(evidence.sparseTypes(context), total, DISCOUNT) : 1;
    const backOffLog = Math.log(backOff);
    for (let index = 0; index < shorter.length; index++) {
      const slot = candidates[index]?.slot ?? -1;
      const count = slot < 0 ? 0 : evidence.sparseCount(context, slot);
      // Most followed none of the contexts: one logarithm does for all of these.
      rows[index * FEATURE_COUNT + FIRST_SPARSE + context] =
        count > DISCOUNT
          ? logOf((count - DISCOUNT) / total + backOff * shorter[index]!)
          : Math.max(LEAST_LOG, backOffLog + shorterLogs[index]!);
    }
  }
}

function backOffOf(types: number, total: number, discount: number): number {
  return Math.min(MOST_BACK_OFF, (discount * types) / total);
}

function shareAtLongest(evidence: Evidence, scope: Scope, slot: number): number {
  const order = evidence.longest[scope];
  return slot < 0 || order === 0 ? 0 : evidence.count(scope, slot, order) / evidence.total(scope, order);
}

function writeColumn(rows: Float64Array, probabilities: Float64Array, feature: number): void {
  for (let index = 0; index < probabilities.length; index++) {
    rows[index * FEATURE_COUNT + feature] = logOf(probabilities[index]!);
  }
}

function logOf(probability: number): number {
  return Math.log(Math.max(LEAST, probability));
}
