import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { WordNumbers } from '../../../server/models/workspace/word-numbers.ts';

/** Each word, read in the middle of a text, has the number it came first with. */
function check(words: readonly string[]): void {
  const distinct = [...new Set(words)];
  const text = words.join('');
  const numbers = new WordNumbers();
  let end = 0;
  const given = words.map((word) => {
    const start = end;
    end += word.length;
    return numbers.numberOf(text, start, end);
  });
  assert.deepEqual(
    given,
    words.map((word) => distinct.indexOf(word)),
  );
  assert.deepEqual(numbers.words, distinct);
}

it('numbers words in the order they come', () => check(['a', ' a', 'b', 'a', 'ab', '', 'b', '']));

it('any words', () => fc.assert(fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 4 })), check)));

it('more words than it began with room for', () => {
  const words = Array.from({ length: 6000 }, (_, index) => `${index}`);
  check([...words, ...words]);
});
