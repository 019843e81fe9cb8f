import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { seededRandom } from '../../../../../server/cli/seeded-random.ts';
import { Network } from '../../../../../server/models/workspace/network/network.ts';
import { START } from '../../../../../server/models/workspace/network/states.ts';
import { SEQUENCE, Teacher } from '../../../../../server/models/workspace/network/teaching/teacher.ts';
import { smallWeights } from '../../../../support/small-network.ts';

const WORDS = ['if', ' (', 'x', ')', '\n1', 'return', ' y', '\n-1'];
/** Classes of its own and shared ones; their number is no multiple of sixteen. */
const SOME = [1, 2, 3, 5, 6, 7, 40, 700, 2000];
const given = smallWeights(WORDS);

function sequenceOf(seed: number, next: (at: number, random: number) => number): Uint16Array {
  const random = seededRandom(seed);
  return Uint16Array.from({ length: SEQUENCE + 1 }, (_, at) => SOME[next(at, random())] ?? 0);
}

const noise = (seed: number): Uint16Array =>
  sequenceOf(seed, (_, random) => Math.floor(random * SOME.length));
const refrain = sequenceOf(1, (at) => (at * at) % 7);

/** The mean loss of a sequence by the network as it is asked in the editor. */
function told(network: Network, sequence: Uint16Array): number {
  let state = START;
  let nats = 0;
  for (const [at, token] of sequence.subarray(0, SEQUENCE).entries()) {
    state = network.read(state, token);
    const { weights, sum } = network.tell(state);
    nats -= Math.log((weights[sequence[at + 1] ?? 0] ?? 0) / sum);
  }
  return nats / SEQUENCE;
}

/** The loss before a step is that of the network with the same weights. */
function check(teacher: Teacher, sequence: Uint16Array, rate: number): void {
  const expected = told(new Network(teacher.weights), sequence);
  const found = teacher.step([sequence], rate);
  assert.ok(Math.abs(found - expected) < 0.02 * expected, `${found}, not ${expected}`);
}

describe('a teacher', () => {
  it('finds the loss that the network has', () => {
    for (const seed of [1, 2, 3]) check(new Teacher(given), noise(seed), 0);
    check(new Teacher(given), refrain, 0);
  });

  it('makes it fall', () => {
    const teacher = new Teacher(given);
    const losses = Array.from({ length: 30 }, () => teacher.step([refrain, refrain], 0.005));
    const [first = 0, last = Infinity] = [losses[0], losses.at(-1)];
    assert.ok(last < 0.5 * first, losses.join(', '));
  });

  it('hands out weights with which the network has learnt it', () => {
    const teacher = new Teacher(given);
    for (let step = 0; step < 15; step++) teacher.step([refrain], 0.005);
    assert.ok(told(new Network(teacher.weights), refrain) < 0.8 * told(new Network(given), refrain));
  });

  it('refuses what it cannot read', () => {
    const teacher = new Teacher(given);
    assert.throws(() => teacher.step([refrain.subarray(1)], 0.01), RangeError);
    assert.throws(() => teacher.step([refrain.map(() => 5000)], 0.01), RangeError);
  });
});
