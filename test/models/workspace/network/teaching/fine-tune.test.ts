import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { fineTune } from '../../../../../server/models/workspace/network/teaching/fine-tune.ts';
import { SEQUENCE, Teacher } from '../../../../../server/models/workspace/network/teaching/teacher.ts';
import { smallWeights } from '../../../../support/small-network.ts';

/** Where the sequences of all steps begin, in texts whose every token is its own place. */
function startsOf(...lengths: readonly number[]): readonly number[] {
  const starts: number[] = [];
  const step = mock.method(Teacher.prototype, 'step', (sequences: readonly Uint16Array[]) => {
    for (const sequence of sequences) {
      const [start = 0] = sequence;
      assert.deepEqual(
        [...sequence],
        Array.from({ length: SEQUENCE + 1 }, (_, at) => start + at),
      );
      starts.push(start);
    }
    return 0;
  });
  let from = 0;
  const texts = lengths.map((length) => Uint16Array.from({ length }, () => from++));
  for (const _ of fineTune(smallWeights(['x']), texts));
  step.mock.restore();
  return starts;
}

const ascending = (numbers: readonly number[]): readonly number[] => numbers.toSorted((a, b) => a - b);

test('all is read before anything is read again, and cut at other places then', () => {
  const starts = startsOf(700, 900, 400);
  assert.equal(starts.length, 3 * 4);
  assert.deepEqual(ascending(starts.slice(0, 3)), [0, 512, 1024]);
  assert.deepEqual(ascending(starts.slice(3, 6)), [199, 711, 1223]);
  assert.deepEqual(ascending(starts.slice(6, 9)), [398, 910, 1422]);
});

test('the last of a text is read, not what is beyond it', () => {
  // One sequence: wherever it is cut, it ends with the text at the latest.
  assert.deepEqual(new Set(startsOf(SEQUENCE + 2)), new Set([0, 1]));
});
