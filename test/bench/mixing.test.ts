import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { plainWeights } from '../../server/models/workspace/experience.ts';
import { OUTPUT_PART, UNITS } from '../../server/models/workspace/hidden-units.ts';
import { type Ballot, KINDS, TRAIT_ROWS } from '../../server/models/workspace/mixer.ts';
import { FEATURE_COUNT } from '../../server/models/workspace/scores.ts';
import { LearningMixer } from './mixing.ts';

/** So firmly that the weighted sum does not move: what changes comes of the hidden units. */
const FIRMLY = 1e30;
const CANDIDATES = 4;

const ballots = fc.record({
  features: fc.array(fc.double({ min: -10, max: 0, noNaN: true }), {
    minLength: CANDIDATES * FEATURE_COUNT,
    maxLength: CANDIDATES * FEATURE_COUNT,
  }),
  kinds: fc.array(fc.nat({ max: KINDS - 1 }), { minLength: CANDIDATES, maxLength: CANDIDATES }),
  right: fc.nat({ max: CANDIDATES - 1 }),
});

it('hidden units learn: what came becomes likelier', () => {
  const likelier = fc.property(ballots, ({ features, kinds, right }) => {
    const { mixer: weights, units } = plainWeights();
    units.fill(0.1, OUTPUT_PART, OUTPUT_PART + UNITS);
    const mixer = new LearningMixer(weights, units, FIRMLY);
    const ballot: Ballot = {
      rows: Float64Array.from(features),
      kinds: Uint8Array.from(kinds),
      size: CANDIDATES,
      traits: [TRAIT_ROWS + 1],
    };
    const before = new Float64Array(CANDIDATES);
    mixer.mix(ballot, before);
    const untaught = units.slice();
    mixer.learn(ballot, before, right);
    // A gradient promises it for small steps; these are the first, and the longest.
    for (const [at, weight] of untaught.entries()) units[at] = weight + ((units[at] ?? 0) - weight) / 100;
    assert.notDeepEqual(units, untaught);
    const after = new Float64Array(CANDIDATES);
    mixer.mix(ballot, after);
    assert.ok((after[right] ?? 0) >= (before[right] ?? 0) - 1e-12);
  });
  fc.assert(likelier);
});
