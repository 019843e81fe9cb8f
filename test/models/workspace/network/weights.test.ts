import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseWeights, writeWeights } from '../../../../server/models/workspace/network/weights.ts';
import { smallShape, smallWeights } from '../../../support/small-network.ts';

const words = ['a', '\n1', ' é', '"'];
const weights = smallWeights(words);
const file = writeWeights(smallShape(words), weights);

describe('the file of weights', () => {
  it('gives back what was written', () => {
    assert.deepEqual(parseWeights(file), weights);
  });

  it('is read wherever it lies in memory', () => {
    const larger = new Uint8Array(file.length + 3);
    larger.set(file, 3);
    assert.deepEqual(parseWeights(larger.subarray(3)), weights);
  });

  it('is refused when it was cut off', () => {
    assert.throws(() => parseWeights(file.subarray(0, -1)), /not whole: install Sureline again/);
  });
});
