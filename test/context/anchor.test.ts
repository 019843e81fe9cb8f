import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { anchorBeforeWord } from '../../server/context/anchor.ts';
import { marked } from '../support/marked.ts';

/** The place asked about is written `▸`. */
function check(source: string): void {
  const { text, offset } = marked(source.replace('▸', ''));
  const anchor = anchorBeforeWord(text, offset);
  assert.equal(`${text.slice(0, anchor)}▸${text.slice(anchor, offset)}█${text.slice(offset)}`, source);
}

const rows: readonly [string, string][] = [
  ['an empty document', '▸█'],
  ['in a word', '▸fo█'],
  ['in a word, with the blank before it', 'const▸ fo█'],
  ['in a word, with all blanks before it', 'const▸ \t  fo█'],
  ['after a blank', 'const▸ █'],
  ['in a word that follows a sign: the sign, too', 'foo▸(ba█'],
  ['after a sign: the sign', 'foo▸(█)'],
  ['after two signs: the last', 'a =▸=█'],
  ['after a blank that follows a sign: the blank alone', 'a =▸ █'],
  ['indented: not over the line break', 'a\n▸    fo█'],
  ['at the start of a line', 'a\n▸█b'],
  ['at the start of a line after \\r\\n', 'a\r\n▸█b'],
  ['digits, _ and $ belong to words', 'a▸ _$1é█'],
  ['letters beyond the first plane belong to words', 'a▸ \u{1d4d0}\u{1d4d1}█'],
  ['a sign of two code units is not split', 'a▸😀█'],
  ['text after the cursor plays no part', 'foo▸(ba█r)'],
  ['24 characters are in reach', `a▸ ${'x'.repeat(23)}█`],
  ['more are asked about in their middle', `a ${'x'.repeat(24)}▸█`],
];

describe('asked before the word at the cursor and the blanks before it, or the one sign', () => {
  for (const [name, source] of rows) it(name, () => check(source));
});
