import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import {
  DOCUMENT,
  Evidence,
  MAX_ORDER,
  type Scope,
  WORKSPACE,
} from '../../../server/models/workspace/evidence.ts';
import { SPARSE_CONTEXTS } from '../../../server/models/workspace/sparse-contexts.ts';
import { counted } from './counted.ts';

/** Something that followed: in a scope after so many agreeing tokens, or after a sparse context. */
type Sighting =
  | { readonly scope: Scope; readonly id: number; readonly order: number; readonly times: number }
  | { readonly context: number; readonly id: number };

function fill(evidence: Evidence, sightings: readonly Sighting[]): Evidence {
  for (const each of sightings) {
    if ('context' in each) evidence.addSparse(each.context, each.id, 1);
    else evidence.add(each.scope, each.id, each.order, each.times);
  }
  evidence.accumulate();
  return evidence;
}

/** What was seen, and the counts then known, by candidate: workspace | document | sparse. */
function check(sightings: readonly Sighting[], expected: readonly string[]): void {
  assert.deepEqual(counted(fill(new Evidence(), sightings)), expected);
}

it('counts what followed at least so many agreeing tokens, and what followed each sparse context', () =>
  check(
    [
      { scope: WORKSPACE, id: 7, order: 3, times: 2 },
      { scope: WORKSPACE, id: 7, order: 1, times: 1 },
      { scope: WORKSPACE, id: 8, order: 2, times: 1 },
      { scope: DOCUMENT, id: 8, order: 1, times: 1 },
      { context: 4, id: 9 },
      { context: 4, id: 7 },
    ],
    [
      '7: 3 2 2 0 0 0 | 0 0 0 0 0 0 | 0 0 0 0 1 0 0 0 0 0 0 0 0 0 0',
      '8: 1 1 0 0 0 0 | 1 0 0 0 0 0 | 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0',
      '9: 0 0 0 0 0 0 | 0 0 0 0 0 0 | 0 0 0 0 1 0 0 0 0 0 0 0 0 0 0',
      'all: 4 3 2 0 0 0 | 1 0 0 0 0 0 | 0 0 0 0 2 0 0 0 0 0 0 0 0 0 0',
    ],
  ));

it('knows the longest context that was found, and how many different tokens followed', () => {
  const evidence = fill(new Evidence(), [
    { scope: WORKSPACE, id: 7, order: 3, times: 2 },
    { scope: WORKSPACE, id: 8, order: 2, times: 9 },
    { context: 0, id: 8 },
  ]);
  assert.deepEqual(evidence.longest, [3, 0]);
  assert.deepEqual(
    [1, 2, 3, 4].map((order) => evidence.types(WORKSPACE, order)),
    [2, 2, 1, 0],
  );
  assert.equal(evidence.sparseTypes(0), 1);
  assert.ok(evidence.has(7) && !evidence.has(9));
});

it('ranks what followed longer contexts, and more of them, first', () => {
  const evidence = fill(new Evidence(), [
    { scope: WORKSPACE, id: 1, order: 1, times: 5 },
    { scope: WORKSPACE, id: 2, order: 4, times: 1 },
    { scope: DOCUMENT, id: 3, order: 4, times: 1 },
    { context: 0, id: 3 },
  ]);
  const slots = Array.from({ length: evidence.size }, (_, slot) => slot);
  const ranked = slots.toSorted((a, b) => evidence.rank(b) - evidence.rank(a));
  assert.deepEqual(
    ranked.map((slot) => evidence.ids[slot]),
    [3, 2, 1],
  );
});

it('of more tokens than it holds the rest still counts in the totals', () => {
  const evidence = fill(
    new Evidence(),
    Array.from({ length: 500 }, (_, id) => ({ scope: WORKSPACE, id, order: 1, times: 1 })),
  );
  assert.equal(evidence.total(WORKSPACE, 1), 500);
  assert.equal(evidence.size, evidence.types(WORKSPACE, 1));
  assert.ok(evidence.size < 500);
});

it('cleared, it is as new', () => {
  const id = fc.nat({ max: 300 });
  const exact = fc.record({
    scope: fc.constantFrom<Scope>(WORKSPACE, DOCUMENT),
    id,
    order: fc.integer({ min: 1, max: MAX_ORDER }),
    times: fc.integer({ min: 1, max: 9 }),
  });
  const sparse = fc.record({ id, context: fc.nat({ max: SPARSE_CONTEXTS - 1 }) });
  const sightings = fc.array(fc.oneof(exact, sparse), { maxLength: 400 });
  const asNew = fc.property(sightings, sightings, (first, second) => {
    const used = fill(new Evidence(), first);
    used.clear();
    const fresh = fill(new Evidence(), second);
    fill(used, second);
    assert.deepEqual(counted(used), counted(fresh));
    assert.deepEqual(used.longest, fresh.longest);
    for (let slot = 0; slot < fresh.size; slot++) assert.equal(used.rank(slot), fresh.rank(slot));
  });
  fc.assert(asNew, { numRuns: 30 });
});
