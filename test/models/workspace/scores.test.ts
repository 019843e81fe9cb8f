import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  DOCUMENT,
  Evidence,
  MAX_ORDER,
  type Scope,
  WORKSPACE,
} from '../../../server/models/workspace/evidence.ts';
import { SPARSE_CONTEXTS } from '../../../server/models/workspace/sparse-contexts.ts';
import { FEATURE_COUNT, type Scored, writeFeatures } from '../../../server/models/workspace/scores.ts';

/** The simple models, in the order of their features: chains of exact contexts, then one for each sparse context. */
const CHAINS = ['all', 'workspace', 'document', 'two tokens', 'one token', 'no context'] as const;
type Chain = (typeof CHAINS)[number];
const SHARES = CHAINS.length + SPARSE_CONTEXTS;
const RECENCY = SHARES + 2;
const ORIGINS = RECENCY + 1;
const OUTLOOK = ORIGINS + 3;
/** Probability of "something else" by the network. */
const OTHER_OUTLOOK = 0.05;
/** The id of a word of other projects. */
const COMMON = 9;

interface Sighting {
  readonly scope: Scope;
  readonly id: number;
  readonly order: number;
  readonly times: number;
}

function evidenceOf(
  sightings: readonly Sighting[],
  sparse: readonly (readonly [context: number, id: number])[] = [],
): Evidence {
  const evidence = new Evidence();
  for (const { scope, id, order, times } of sightings) evidence.add(scope, id, order, times);
  for (const [context, id] of sparse) evidence.addSparse(context, id, 1);
  evidence.accumulate();
  return evidence;
}

/** Features of the candidates, whose bases are given by id, and of "something else". */
function featuresOf(evidence: Evidence, bases: ReadonlyMap<number, number>, otherBase: number): number[][] {
  const slots = new Map(Array.from(evidence.ids.subarray(0, evidence.size), (id, slot) => [id, slot]));
  const candidates: Scored[] = Array.from(bases, ([id, base]) => ({
    slot: slots.get(id) ?? -1,
    base,
    recency: id / 100,
    isCommon: id === COMMON,
    outlook: id / 10,
    sharesClass: id % 2 === 0,
  }));
  const rows = new Float64Array((candidates.length + 1) * FEATURE_COUNT);
  writeFeatures(evidence, candidates, otherBase, OTHER_OUTLOOK, rows);
  return Array.from({ length: candidates.length + 1 }, (_, row) => [
    ...rows.subarray(row * FEATURE_COUNT, (row + 1) * FEATURE_COUNT),
  ]);
}

/** Probabilities of candidates 1, 2 and "something else" under one chain, to three digits. */
function check(sightings: readonly Sighting[], chain: Chain, expected: string): void {
  const features = featuresOf(
    evidenceOf(sightings),
    new Map([
      [1, 0.1],
      [2, 0.2],
    ]),
    0.7,
  );
  const probabilities = features.map((row) => Math.exp(row[CHAINS.indexOf(chain)] ?? Number.NaN).toFixed(3));
  assert.equal(probabilities.join(' '), expected);
}

describe('from short contexts to long ones, each count loses 0.6 to the shorter, one that is alone 0.15', () => {
  // After one token: 1 came three times, 2 once; after two tokens: 1 came twice.
  const sightings: readonly Sighting[] = [
    { scope: WORKSPACE, id: 1, order: 2, times: 2 },
    { scope: WORKSPACE, id: 1, order: 1, times: 1 },
    { scope: WORKSPACE, id: 2, order: 1, times: 1 },
  ];
  const rows: readonly (readonly [chain: Chain, expected: string])[] = [
    ['no context', '0.100 0.200 0.700'],
    // (3 - 0.6) / 4 + (2 * 0.6 / 4) * 0.1; (1 - 0.6) / 4 + 0.3 * 0.2; 0.3 * 0.7
    ['one token', '0.630 0.160 0.210'],
    // Nothing else came: (2 - 0.15) / 2 + (0.15 / 2) * 0.63; 0.075 * 0.16; 0.075 * 0.21
    ['two tokens', '0.972 0.012 0.016'],
    ['workspace', '0.972 0.012 0.016'],
    ['all', '0.972 0.012 0.016'],
    ['document', '0.100 0.200 0.700'],
  ];
  for (const [chain, expected] of rows) it(`${chain}: ${expected}`, () => check(sightings, chain, expected));
});

it('what stands in this document counts four times', () => {
  const sightings: readonly Sighting[] = [
    { scope: WORKSPACE, id: 1, order: 1, times: 4 },
    { scope: DOCUMENT, id: 2, order: 1, times: 1 },
  ];
  // Neither is alone: (4 - 0.6) / 8 + (0.6 / 8) * 0.1; (4 * 1 - 0.6) / 8 + (0.6 / 8) * 0.2
  check(sightings, 'all', '0.432 0.440 0.052');
  // (1 - 0.15) / 1 + 0.15 * 0.2
  check(sightings, 'document', '0.015 0.880 0.105');
});

it('what came alone in this document and in the workspace alike loses little', () => {
  const sightings: readonly Sighting[] = [
    { scope: WORKSPACE, id: 1, order: 1, times: 4 },
    { scope: DOCUMENT, id: 1, order: 1, times: 1 },
  ];
  // (8 - 0.15) / 8 + (0.15 / 8) * 0.1
  check(sightings, 'all', '0.983 0.004 0.013');
});

it('what the network expects stands beside, and whether it tells the candidate from others', () => {
  const features = featuresOf(
    evidenceOf([]),
    new Map([
      [2, 0.1],
      [5, 0.1],
    ]),
    0.8,
  );
  assert.deepEqual(
    features.map((row) => [Math.exp(row[OUTLOOK] ?? 0).toFixed(2), row[OUTLOOK + 1]]),
    [
      ['0.20', 1],
      ['0.50', 0],
      ['0.05', 0],
    ],
  );
});

const ids = [1, 2, 3, 4, 5];
const sighting = fc.record({
  scope: fc.constantFrom<Scope>(WORKSPACE, DOCUMENT),
  id: fc.constantFrom(...ids),
  order: fc.integer({ min: 1, max: MAX_ORDER }),
  times: fc.integer({ min: 1, max: 9 }),
});
const sparseSighting = fc.tuple(fc.nat({ max: SPARSE_CONTEXTS - 1 }), fc.constantFrom(...ids));
const situations = fc.record({
  sightings: fc.array(sighting, { maxLength: 30 }),
  sparse: fc.array(sparseSighting, { maxLength: 20 }),
  bases: fc.array(fc.integer({ min: 1, max: 99 }), { minLength: ids.length + 1, maxLength: ids.length + 1 }),
});

describe('with nothing typed and all that followed among the candidates', () => {
  const sumsOf = ({
    sightings,
    sparse,
    bases,
  }: typeof situations extends fc.Arbitrary<infer T> ? T : never): number[] => {
    const total = bases.reduce((sum, base) => sum + base, 0);
    const [otherBase = 0, ...others] = bases.map((base) => base / total);
    const candidates = new Map(ids.map((id, index) => [id, others[index] ?? 0]));
    const features = featuresOf(evidenceOf(sightings, sparse), candidates, otherBase);
    return Array.from({ length: SHARES }, (_, feature) =>
      features.reduce((sum, row) => sum + Math.exp(row[feature] ?? Number.NaN), 0),
    );
  };

  it('a chain of one scope spreads exactly 1', () => {
    const exactly = fc.property(situations, (situation) => {
      const sums = sumsOf(situation);
      for (const chain of ['workspace', 'document', 'no context'] as const)
        assert.ok(
          Math.abs((sums[CHAINS.indexOf(chain)] ?? 0) - 1) < 1e-5,
          `${chain}: ${sums[CHAINS.indexOf(chain)]}`,
        );
    });
    fc.assert(exactly);
  });

  it('no model spreads more than 1', () => {
    const noMore = fc.property(situations, (situation) => {
      for (const sum of sumsOf(situation)) assert.ok(sum > 0.3 && sum < 1 + 1e-5, String(sum));
    });
    fc.assert(noMore);
  });
});

it('the share at the longest context is told by scope, and recency as it is', () => {
  const evidence = evidenceOf([
    { scope: WORKSPACE, id: 1, order: 3, times: 3 },
    { scope: WORKSPACE, id: 2, order: 3, times: 1 },
    { scope: DOCUMENT, id: 2, order: 2, times: 5 },
  ]);
  const told = featuresOf(
    evidence,
    new Map([
      [1, 0.1],
      [2, 0.1],
      [3, 0.1],
    ]),
    0.7,
  ).map((row) => [row[SHARES + WORKSPACE], row[SHARES + DOCUMENT], row[RECENCY]]);
  assert.deepEqual(told, [
    [0.75, 0, 0.01],
    [0.25, 1, 0.02],
    [0, 0, 0.03],
    [0, 0, 0],
  ]);
});

it('"something else", what never followed this context, and a word of other projects are marked', () => {
  const evidence = evidenceOf([{ scope: WORKSPACE, id: 1, order: 1, times: 1 }]);
  const bases = new Map([1, 2, COMMON].map((id) => [id, 0.1]));
  assert.deepEqual(
    featuresOf(evidence, bases, 0.7).map((row) => row.slice(ORIGINS, ORIGINS + 3)),
    [
      [0, 0, 0],
      [0, 1, 0],
      [0, 1, 1],
      [1, 0, 0],
    ],
  );
});
