import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  detached,
  endsInCharacter,
  isBlank,
  isLineBreak,
  isWordAt,
  restOfLine,
  wordEnd,
  wordStart,
} from '../../server/base/text.ts';
import { marked } from '../support/marked.ts';

/** What each question says about each code unit of a text: one line of marks below it. */
function check(question: (text: string, offset: number) => boolean, text: string, marks: string): void {
  const answers = Array.from({ length: text.length }, (_, offset) => (question(text, offset) ? '^' : '.'));
  assert.equal(answers.join(''), marks);
}

describe('what is a word, a blank, a line break', () => {
  it('words', () => check(isWordAt, 'aZ09_$ -.é中', '^^^^^^...^^'));
  it('words beyond the first plane, by both halves', () => check(isWordAt, 'x\u{1d4d0}😀', '^^^..'));
  it('combining marks', () => check(isWordAt, 'e\u0301 ', '^^.'));
  it('lone halves', () => check(isWordAt, '\ud835a\udcd0', '.^.'));
  it('blanks', () => check((text, at) => isBlank(text.charCodeAt(at)), ' \t\n\u00a0a', '^^...'));
  it('line breaks', () => check((text, at) => isLineBreak(text.charCodeAt(at)), '\r\n \u2028', '^^..'));
  it('an end inside a character', () =>
    check((text, at) => endsInCharacter(text, at + 1), 'a😀\ud83d', '.^.^'));
  it('nothing is a word beyond either end', () =>
    assert.deepEqual([isWordAt('a', -1), isWordAt('a', 1)], [false, false]));
});

describe('where the word at the cursor begins', () => {
  const rows: readonly [string, number][] = [
    ['foo█', 0],
    ['foo bar█', 4],
    ['foo █', 4],
    ['fo█o', 0],
    ['█', 0],
    ['.\u{1d4d0}a█', 1],
  ];
  for (const [source, start] of rows) {
    it(`${source} at ${start}`, () => {
      const { text, offset } = marked(source);
      assert.equal(wordStart(text, offset), start);
    });
  }
});

describe('the end of a word', () => {
  const rows: readonly [string, number][] = [
    ['█foo', 3],
    ['fo█o bar', 3],
    ['foo█ bar', 3],
    ['█\u{1d4d0}a.', 3],
    ['foo█', 3],
  ];
  for (const [source, end] of rows) {
    it(`${source} at ${end}`, () => {
      const { text, offset } = marked(source);
      assert.equal(wordEnd(text, offset), end);
    });
  }
});

describe('the rest of the line', () => {
  const rows: readonly [string, string][] = [
    ['a█b c\nd', 'b c'],
    ['a█\r\nd', ''],
    ['a█b\rc', 'b'],
    ['a█b', 'b'],
    ['a█', ''],
  ];
  for (const [source, rest] of rows) {
    it(JSON.stringify(source), () => {
      const { text, offset } = marked(source);
      assert.equal(restOfLine(text, offset), rest);
    });
  }
});

it('a detached copy is the same text, whatever its code units', () => {
  const same = fc.property(
    fc.string({ unit: fc.nat({ max: 0xffff }).map((unit) => String.fromCharCode(unit)) }),
    (text) => {
      assert.equal(detached(text), text);
    },
  );
  fc.assert(same);
});
