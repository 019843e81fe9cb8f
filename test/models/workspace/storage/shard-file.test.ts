import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { buildShard } from '../../../../server/models/workspace/build-shard.ts';
import { decodeShard, encodeShard } from '../../../../server/models/workspace/storage/shard-file.ts';

/** What was learnt of these texts, with the state of their files. */
function learntOf(texts: readonly string[]) {
  const documents = texts.map((text, index) => ({
    uri: `file:///${index}.ts`,
    size: text.length,
    modified: 1_700_000_000_000.25 + index,
  }));
  return { documents, shard: buildShard(texts.map((text, index) => ({ uri: `file:///${index}.ts`, text }))) };
}

/** The bytes of these texts, changed, are read as the same again or as nothing. */
function check(
  texts: readonly string[],
  isRead: boolean,
  change = (bytes: Uint8Array<ArrayBuffer>) => bytes,
) {
  const learnt = learntOf(texts);
  assert.deepEqual(decodeShard(change(encodeShard(learnt))), isRead ? learnt : undefined);
}

const texts = fc.array(fc.string({ unit: 'grapheme', maxLength: 200 }), { minLength: 1, maxLength: 5 });
const some = ['let a = 1;\n', 'const größe = "😀";\r\n\tx();\n', ''];

test('what is written is read again', () => fc.assert(fc.property(texts, (each) => check(each, true))));
test('also a vocabulary that two bytes cannot number', () =>
  check([Array.from({ length: 70_000 }, (_, index) => `${index}`).join(' ')], true));
test('any changed byte is noticed', () => {
  const { length } = encodeShard(learntOf(some));
  const flip = fc.record({ at: fc.nat({ max: length - 1 }), by: fc.integer({ min: 1, max: 255 }) });
  fc.assert(
    fc.property(flip, ({ at, by }) =>
      check(some, false, (bytes) => bytes.map((byte, index) => (index === at ? byte ^ by : byte))),
    ),
  );
});
test('so is a file that was cut short', () => {
  const { length } = encodeShard(learntOf(some));
  fc.assert(
    fc.property(fc.nat({ max: length - 1 }), (to) => check(some, false, (bytes) => bytes.slice(0, to))),
  );
});
test('another format is nothing', () =>
  check(some, false, (bytes) => {
    new Int32Array(bytes.buffer)[1] = 999;
    return bytes;
  }));
test('so is what is something else altogether', () =>
  check(some, false, () => new TextEncoder().encode('not a shard at all, is it')));
