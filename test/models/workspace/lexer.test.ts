import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  indentAt,
  type IndentStyle,
  isLineBreakToken,
  renderLineBreak,
} from '../../../server/models/workspace/indentation.ts';
import { canFollow, cut, tokenize } from '../../../server/models/workspace/lexer.ts';
import { anyText, isPlace } from './source-text.ts';

interface Token {
  readonly word: string;
  readonly start: number;
}

const TWO_SPACES: IndentStyle = { unit: '  ', lineBreak: '\n' };

function tokensOf(text: string, style = TWO_SPACES, from = 0): Token[] {
  const tokens: Token[] = [];
  tokenize(text, from, style, (word, start) => tokens.push({ word, start }));
  return tokens;
}

/** A text and its tokens, parted by `|`; `⏎1` is a line break and one level of indentation more. */
function check(text: string, expected: string): void {
  const words = tokensOf(text).map(({ word }) => word.replaceAll('\n', '⏎'));
  assert.equal(words.join('|'), expected);
}

function table(title: string, rows: readonly (readonly [text: string, expected: string])[]): void {
  describe(title, () => {
    for (const [text, expected] of rows) it(JSON.stringify(text), () => check(text, expected));
  });
}

table('words are cut where their parts can be told while they are typed', [
  ['', ''],
  ['name', 'name'],
  ['getUserName2', 'get|User|Name|2'],
  ['HTTPServer', 'HTTPServer'],
  ['parseURL', 'parse|URL'],
  ['snake_case', 'snake|_case'],
  ['__init__', '__init|__'],
  ['MAX_SIZE', 'MAX|_SIZE'],
  ['$ref', '$ref'],
  ['abc123def', 'abc|123|def'],
  ['éclairΩmega', 'éclair|Ωmega'],
  ['e\u0301tude', 'e\u0301tude'],
  ['𝐚𝐚', '𝐚𝐚'],
  ['a'.repeat(50), `${'a'.repeat(40)}|${'a'.repeat(10)}`],
]);

table('signs that belong together stay together', [
  ['a===b', 'a|===|b'],
  ['x=>y', 'x|=>|y'],
  ['a?.b??c', 'a|?.|b|??|c'],
  ['/** x */', '/**| x| */'],
  ['<!-- -->', '<!--| -->'],
  ['"""', '"""'],
  ['f(){}', 'f|(|)|{|}'],
  ['${x}', '$|{|x|}'],
  ['😀!', '😀|!'],
  ['\0\u2028', '\0|\u2028'],
]);

table('a single blank belongs to what follows it, a run of blanks stands alone', [
  ['a b', 'a| b'],
  ['a  b', 'a|  |b'],
  ['a\tb', 'a|\t|b'],
  ['a ', 'a| '],
  ['  a', '  |a'],
]);

table('a line break is one token with the change of indentation', [
  ['a\nb', 'a|⏎0|b'],
  ['a\n  b\n    c\nd', 'a|⏎1|b|⏎1|c|⏎-2|d'],
  ['a\n\nb', 'a|⏎⏎0|b'],
  ['a\n\n\n\n\n\nb', 'a|⏎⏎⏎0|b'],
  ['a \n \n  b', 'a|⏎⏎1|b'],
  ['a\r\n  b', 'a|⏎1|b'],
  ['a\n   b', 'a|⏎~3|b'],
  ['a\n\tb', 'a|⏎~1|b'],
  ['\n  b\nc', '⏎1|b|⏎-1|c'],
  ['a\rb', 'a|\r|b'],
]);

it('starts anywhere that a token starts, knowing the indentation there', () => {
  assert.deepEqual(tokensOf('a\n  b\nc', TWO_SPACES, 4), [
    { word: 'b', start: 4 },
    { word: '\n-1', start: 5 },
    { word: 'c', start: 6 },
  ]);
});

it('knows nothing early: a cut text has the tokens of the whole text, but for its last', () => {
  const nothingEarly = fc.property(anyText, (text) => {
    const whole = tokensOf(text);
    const ends = new Map(whole.map(({ start }, index) => [start, whole[index + 1]?.start ?? text.length]));
    for (let cut = 0; cut <= text.length; cut++) {
      if (!isPlace(text, cut)) continue;
      const finished = tokensOf(text.slice(0, cut)).slice(0, -1);
      const there = whole.filter(({ start }) => start < cut && (ends.get(start) ?? 0) <= cut);
      assert.deepEqual(finished, there.slice(0, finished.length), JSON.stringify(text.slice(0, cut)));
      assert.ok(there.length - finished.length <= 1);
    }
  });
  fc.assert(nothingEarly);
});

it('leaves nothing out: tokens lie end to end', () => {
  const nothingOut = fc.property(anyText, (text) => {
    const starts = tokensOf(text).map(({ start }) => start);
    assert.equal(starts[0], text === '' ? undefined : 0);
    assert.deepEqual(
      starts,
      [...new Set(starts)].toSorted((a, b) => a - b),
    );
    for (const [index, { word, start }] of tokensOf(text).entries()) {
      if (!isLineBreakToken(word)) assert.equal(text.slice(start, starts[index + 1]), word);
    }
  });
  fc.assert(nothingOut);
});

it('rendered in its own style, a consistently indented text comes back', () => {
  const lines = fc.array(
    fc.record({
      level: fc.nat({ max: 4 }),
      blankLines: fc.nat({ max: 2 }),
      content: anyText
        .map((text) => text.replaceAll(/[\r\n]/g, '').replaceAll(/^[ \t]+|[ \t]+$/g, ''))
        .filter((content) => content !== ''),
    }),
  );
  const styles = fc.record({
    unit: fc.constantFrom('\t', '  ', '    '),
    lineBreak: fc.constantFrom<IndentStyle['lineBreak']>('\n', '\r\n'),
  });
  const comesBack = fc.property(lines, styles, (lines, style) => {
    const text = lines
      .map(
        ({ level, blankLines, content }) =>
          style.lineBreak.repeat(blankLines) + style.unit.repeat(level) + content,
      )
      .join(style.lineBreak);
    let indent = '';
    let back = '';
    for (const { word } of tokensOf(text, style)) {
      back += isLineBreakToken(word) ? (renderLineBreak(word, indent, style) ?? 'nowhere') : word;
      indent = indentAt(back, back.lastIndexOf('\n') + 1);
    }
    assert.equal(back, text);
  });
  fc.assert(comesBack);
});

describe('two tokens can follow each other where they are not cut otherwise', () => {
  const rows: readonly (readonly [previous: string, next: string, can: boolean])[] = [
    ['foo', '(', true],
    ['foo', 'Bar', true],
    ['foo', 'bar', false],
    ['FOO', 'bar', false],
    ['=', '=', false],
    ['=', '>', false],
    ['=', ' a', true],
    ['foo', '\n  ', true],
    [' ', 'a', false],
    ['\n', '  ', false],
  ];
  for (const [previous, next, can] of rows) {
    it(`${JSON.stringify(previous)} then ${JSON.stringify(next)}: ${can ? 'yes' : 'no'}`, () =>
      assert.equal(canFollow(previous, next, TWO_SPACES), can));
  }
});

/** A text that counts the code units read of it. */
class CountedText {
  reads = 0;
  readonly #text: string;
  readonly length: number;

  constructor(text: string) {
    this.#text = text;
    this.length = text.length;
  }

  charCodeAt(at: number): number {
    this.reads++;
    return this.#text.charCodeAt(at);
  }

  codePointAt(at: number): number | undefined {
    this.reads++;
    return this.#text.codePointAt(at);
  }

  slice(from: number, to: number): string {
    const part = this.#text.slice(from, to);
    this.reads += part.length;
    return part;
  }

  lastIndexOf(found: string, from: number): number {
    return this.#text.lastIndexOf(found, from);
  }
}

describe('long text of one kind is read a few times, not over and over', () => {
  for (const piece of [
    'a',
    'A',
    'é',
    ' ',
    '\t',
    ' a',
    '\n',
    ' \n',
    '\r',
    '\r\n',
    '=',
    '"',
    '😀',
    '\0',
    '\n\t',
  ]) {
    it(JSON.stringify(piece), () => {
      const text = new CountedText(piece.repeat(20_000));
      tokenize(text as unknown as string, 0, TWO_SPACES, () => {});
      assert.ok(text.reads < 20 * text.length, `${text.reads} reads of ${text.length}`);
    });
  }
});

it('tells of the same tokens without their spelling', () => {
  const same = fc.property(anyText, (text) => {
    const tokens: Token[] = [];
    cut(text, 0, TWO_SPACES, {
      onWord: (start, end) => tokens.push({ word: text.slice(start, end), start }),
      onLineBreak: (word, start) => tokens.push({ word, start }),
    });
    assert.deepEqual(tokens, tokensOf(text));
  });
  fc.assert(same);
});
