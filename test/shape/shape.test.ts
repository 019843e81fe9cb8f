import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { splitsCharacter } from '../../server/base/text.ts';
import { shape, type Surroundings } from '../../server/shape/shape.ts';
import { marked } from '../support/marked.ts';

/** The text that would be inserted at the cursor, and what is left of it or the reason why nothing is. */
function check(source: string, text: string, expected: string): void {
  const shaped = shape(text, marked(source));
  assert.equal('text' in shaped ? JSON.stringify(shaped.text) : shaped.dropped, expected);
}

type Row = readonly [source: string, text: string, expected: string];

function table(title: string, rows: readonly Row[]): void {
  describe(title, () => {
    for (const row of rows)
      it(`${JSON.stringify(row[0])} + ${JSON.stringify(row[1])}: ${row[2]}`, () => check(...row));
  });
}

table('what is well goes through', [
  ['fo█', 'o(bar)', '"o(bar)"'],
  ['fo█\n', 'o {\n  bar();\n}', '"o {\\n  bar();\\n}"'],
  ['return█', ' 😀', '" 😀"'],
]);

table('U+0000 and what follows it goes', [
  ['█', 'a\0b', '"a"'],
  ['█', '\0b', 'blank'],
]);

table('with text after the cursor on the line, no line break', [
  ['f(█) {', 'a,\n  b', '"a,"'],
  ['f(█) {', 'a,\r\n  b', '"a,"'],
  ['f(█) {', '\n  b', 'blank'],
  ['f(█  \t\nnext', 'a,\n  b', '"a,\\n  b"'],
]);

table('its end does not repeat what follows the cursor on the line', [
  ['foo(█)', 'bar)', '"bar"'],
  ['foo(█);', 'bar);', '"bar"'],
  ['foo(█);', 'bar)', '"bar"'],
  ['foo(█)', ')', 'repeats-suffix'],
  ['foo(█)', 'bar) ', '"bar"'],
  ['foo(█)', 'bar )', '"bar"'],
  ['"█"', 'text"', '"text"'],
  ['ret█urn', 'urn', 'repeats-suffix'],
  ['ret█urn a', 'u', 'repeats-suffix'],
  ['foo(█) // )', 'bar) // )', '"bar"'],
  ['foo(█)', 'bar', '"bar"'],
]);

table('in front of the rest of a word it ends before that rest', [
  ['create(a, t█Arg)', 'hisArg', '"his"'],
  ['entities = █Array(a)', 'toArr', '"to"'],
  ['import { █BaseQuery, retry }', 'fetchBaseQuery }', '"fetch"'],
  ['f█newEntities)', '(new', '"("'],
  ['a = █size', 'max(size', '"max("'],
  ['a = █size', 'sizes(', '"sizes("'],
  ['a = █size', 'max(sizes)', '"max(sizes)"'],
  ['█größe', 'maxgröß', '"max"'],
  ['a = █𝒳1', 'f(𝒴', '"f(𝒴"'],
]);

table('unless a bracket would stay open', [
  ['foo(█)', 'bar(x)', '"bar(x)"'],
  ['foo(█)', 'bar(x))', '"bar(x)"'],
  ['foo(█));', 'bar(x))', '"bar(x"'],
  ['foo(bar(█)', 'x)', '"x)"'],
  ['foo(bar(█)', ')', 'closing-bracket'],
  ['[foo(█]', 'x)]', '"x)"'],
  ['a = [█]', 'b[0]', '"b[0]"'],
  ['(\nfoo(█)', 'x)', '"x"'],
  ['foo(bar(█)\n)', 'x)', '"x)"'],
]);

table('it ends before what the editor closed already', [
  ['import {█}', " a } from './a'", '" a"'],
  ['import { a █}', "} from './a'", 'repeats-suffix'],
  ['foo(a█)', ') + b', 'repeats-suffix'],
  ["a = 'b█'", "' + c", 'repeats-suffix'],
  ['foo(bar(a█)', ') + b)', '") + b"'],
  ['foo(a█) + (b)', ') * 2', 'repeats-suffix'],
  ["a = █'b'", "'x' + ", `"'x' +"`],
  ['a█bc', 'bx', '"bx"'],
]);

table('its lines do not repeat the lines below', [
  ['if (a) {█\n}', '\n  b();\n}', '"\\n  b();"'],
  ['if (a) {█\n\n  }', '\n  b();\n}', '"\\n  b();"'],
  ['a█\nfoo();\n', ';\nfoo();\nbar();', '";"'],
  ['a█\nfoo();\n', '\nfoo();', 'repeats-suffix'],
  ['a█\nfoobar();\n', ';\nfoo', '";"'],
  ['a█\nfoo();\n', ';\nfob();', '";\\nfob();"'],
]);

table('nothing that looks like a secret', [
  ['const key = "█', 'q8Zk2Lw9Xv4Tn7Rb1Yc6Mf3Hd5Js0Pa', 'secret'],
  ['const key = "q8Zk2Lw9Xv4Tn7Rb█', '1Yc6Mf3Hd5Js0Pa"', 'secret'],
]);

table('no trailing blanks, and not blanks alone', [
  ['█', 'foo  \t', '"foo"'],
  ['█', 'foo\n\n  ', '"foo"'],
  ['█', ' \n\t', 'blank'],
]);

table('whole characters', [
  ['█', 'a\ud83d', '"a"'],
  ['█', 'a \ud83d', '"a"'],
  ['█', '\ud83d', 'half-character'],
  ['█', '\ud83d\ud83d', 'half-character'],
  ['█', '\ude00a', 'half-character'],
  ['a█\ude00', 'b\ud83d', '"b"'],
]);

table('more than the closing bracket the editor put there', [
  ['foo(█)', ')', 'repeats-suffix'],
  ['foo(█', ')', '")"'],
]);

describe('whatever the text and its surroundings', () => {
  const pieces = fc.array(
    fc.constantFrom(
      'a',
      'foo',
      ' ',
      '\t',
      '\n',
      '\r\n',
      '(',
      ')',
      '"',
      '}',
      '\0',
      '😀',
      '\ud83d',
      '\ude00',
      'é',
    ),
    { maxLength: 8 },
  );
  const text = pieces.map((all) => all.join(''));
  const situations = fc.record({ text, prefix: text, suffix: text });

  it('shaping only shortens or drops, and leaves nothing unfit to be inserted', () => {
    const onlyShortens = fc.property(situations, ({ text: whole, ...surroundings }) => {
      const shaped = shape(whole, surroundings);
      if ('dropped' in shaped) return;
      assert.ok(whole.startsWith(shaped.text));
      assert.ok(shaped.text.isWellFormed());
      assert.match(shaped.text, /[^ \t\r\n]$/);
      assert.doesNotMatch(shaped.text, /\0/);
    });
    fc.assert(onlyShortens, { numRuns: 3000, seed: 20_260_101 });
  });

  it('what is shown stays the same while it is typed along', () => {
    const stays = fc.property(situations, ({ text: whole, prefix, suffix }) => {
      const shown = shape(whole, { prefix, suffix });
      if ('dropped' in shown) return;
      for (let typed = 1; typed < shown.text.length; typed++) {
        if (splitsCharacter(shown.text, typed)) continue;
        const along: Surroundings = { prefix: prefix + shown.text.slice(0, typed), suffix };
        assert.deepEqual(shape(whole.slice(typed), along), { text: shown.text.slice(typed) });
      }
    });
    fc.assert(stays, { numRuns: 5000, seed: 20_260_101 });
  });
});
