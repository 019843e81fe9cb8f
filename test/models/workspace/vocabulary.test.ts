import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { Vocabulary } from '../../../server/models/workspace/vocabulary.ts';
import { anyText } from './source-text.ts';

const words = fc.array(fc.oneof(fc.string({ maxLength: 3 }), anyText));

/** Interns words and compares what is known with a plain list of them. */
function check(interned: readonly string[], start: string): void {
  const vocabulary = new Vocabulary();
  const ids = interned.map((word) => vocabulary.intern(word));
  const known = [...new Set(['', ...interned])];
  assert.deepEqual(
    ids.map((id) => vocabulary.word(id)),
    interned,
  );
  assert.equal(vocabulary.size, known.length);
  assert.deepEqual(
    Array.from(vocabulary.startingWith(start), (id) => vocabulary.word(id)),
    known.filter((word) => word.startsWith(start)),
  );
}

const start = fc.oneof(
  fc.string({ minLength: 1, maxLength: 3 }),
  anyText.filter((text) => text !== ''),
);

it('knows each spelling by one number, and the words that begin in a given way', () =>
  fc.assert(fc.property(words, start, check)));

it('a word finds itself by any start of it', () =>
  fc.assert(
    fc.property(
      words,
      anyText.filter((text) => text !== ''),
      fc.nat(),
      (others, word, length) => check([...others, word], word.slice(0, 1 + (length % word.length))),
    ),
  ));

it('holds thousands', () => {
  const many = Array.from({ length: 5000 }, (_, index) => `word${index}`);
  check(many, 'word49');
});

it('the share of new words is that of words seen once, never none and never all', () => {
  const vocabulary = new Vocabulary();
  const shareAfter = (...times: readonly (readonly [word: string, times: number])[]): number => {
    for (const [word, count] of times) vocabulary.add(vocabulary.intern(word), count);
    return vocabulary.novelShare;
  };
  assert.equal(shareAfter(), 2 / 8);
  assert.equal(shareAfter(['a', 1]), 3 / 9);
  assert.equal(shareAfter(['a', 1]), 2 / 10);
  assert.equal(shareAfter(['b', 1], ['c', 5]), 3 / 16);
  assert.equal(shareAfter(['c', -4]), 4 / 12);
  assert.equal(shareAfter(['a', -2], ['b', -1], ['c', -1]), 2 / 8);
  assert.equal(vocabulary.total, 0);
});
