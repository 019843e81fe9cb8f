import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ClassSample } from '../../../../../server/models/workspace/network/teaching/class-sample.ts';

const COUNT = 200;
const sequences = fc.array(
  fc.uint8Array({ max: COUNT - 1 }).map((some) => Uint16Array.from(some)),
  {
    maxLength: 3,
  },
);

/** What comes is scored as it is; of the others so many that each, standing for ten, makes up for the rest. */
function check(sample: ClassSample, read: readonly Uint16Array[]) {
  sample.choose(read);
  const come = new Set(read.flatMap((sequence) => [...sequence]));
  const scored = sample.classes;
  for (const each of come) assert.ok(scored.includes(each), `${each} comes`);
  for (const [place, each] of scored.entries()) {
    assert.equal(sample.placeOf(each), place);
    assert.equal(Math.round(Math.exp(sample.correctionOf(each))), come.has(each) ? 1 : 10);
  }
  const others = COUNT - come.size;
  assert.ok(Math.abs(10 * (scored.length - come.size) - others) < 10, `${scored.length} are scored`);
}

test('classes that come are scored, and a tenth of the others', () =>
  fc.assert(
    fc.property(fc.array(sequences, { minLength: 1, maxLength: 4 }), (steps) => {
      const sample = new ClassSample(COUNT);
      for (const read of steps) check(sample, read);
    }),
  ));
test('in ten steps each of them is', () => {
  const sample = new ClassSample(COUNT);
  const scored = new Set<number>();
  for (let step = 0; step < 10; step++) {
    sample.choose([Uint16Array.of(3, 5)]);
    for (const each of sample.classes) scored.add(each);
  }
  assert.equal(scored.size, COUNT);
});
