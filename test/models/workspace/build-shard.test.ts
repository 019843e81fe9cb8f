import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { buildShard } from '../../../server/models/workspace/build-shard.ts';
import { detectIndentStyle } from '../../../server/models/workspace/indentation.ts';
import { tokenize } from '../../../server/models/workspace/lexer.ts';
import { wordsOf } from '../../../server/models/workspace/shard-data.ts';
import { anyText } from './source-text.ts';

/** The tokens of each document, as the shard has them, a boundary before each document. */
function check(texts: readonly string[], expected: readonly (readonly string[])[]): void {
  const shard = buildShard(texts.map((text, index) => ({ uri: `file:///${index}`, text })));
  const { documents, starts, tokens, order } = shard;
  const words = wordsOf(shard);
  assert.deepEqual(
    documents,
    texts.map((_, index) => `file:///${index}`),
  );
  assert.deepEqual(
    documents.map((_, index) =>
      Array.from(tokens.subarray(starts[index], starts[index + 1]), (id) => words[id]),
    ),
    expected.map((each) => ['', ...each]),
  );
  assert.equal(starts.at(-1), tokens.length);
  assert.equal(new Set(words).size, words.length);
  assert.equal(order.length, Math.max(0, tokens.length - 1));
}

it('holds the tokens of each document, spelt in its own indentation', () =>
  check(
    ['a {\n\tb\n}', 'a {\r\n    b\r\n}'],
    [
      ['a', ' {', '\n1', 'b', '\n-1', '}'],
      ['a', ' {', '\n1', 'b', '\n-1', '}'],
    ],
  ));

it('takes any texts, none and empty ones too', () => {
  const any = fc.property(fc.array(anyText, { maxLength: 4 }), (texts) => {
    const expected = texts.map((text) => {
      const words: string[] = [];
      tokenize(text, 0, detectIndentStyle(text), (word) => words.push(word));
      return words;
    });
    check(texts, expected);
  });
  fc.assert(any);
});
