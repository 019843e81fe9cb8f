import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { colourLine } from '../../../server/cli/demo/colour.ts';
import { frame, type Picture, Screen } from '../../../server/cli/demo/screen.ts';

const HEIGHT = 3;

/** The lines of a picture without colours. */
function check(picture: Partial<Picture>, expected: readonly string[], width = 40): void {
  const lines = frame({ text: '', status: '5 keys', ...picture }, HEIGHT, width);
  assert.deepEqual(lines.map(stripVTControlCharacters), expected);
}

test('screen: always as many lines, so that nothing jumps', () => {
  check({}, ['', '', '', '', '5 keys']);
  check({ text: 'a\nb\nc\nd' }, ['b', 'c', 'd', '', '5 keys']);
});

test('screen: the suggestion stands at the cursor, with its probability', () => {
  const ghost = { text: '(bar)', confidence: 0.974 };
  check({ text: 'foo', ghost }, ['foo(bar) 97 %', '', '', '', '5 keys']);
});

test('screen: a suggestion of several lines is seen whole', () => {
  const ghost = { text: ' {\n\treturn', confidence: 1 };
  check({ text: 'a\nb\nfoo', ghost }, ['b', 'foo {', '    return 100 %', '', '5 keys']);
});

test('screen: of a line that is too long the end is seen, where the cursor is', () => {
  check(
    { text: 'const answer', ghost: { text: ' = 42', confidence: 0.99 } },
    ['wer = 42 99 %', '', '', '', '5 keys'],
    13,
  );
});

test('screen: an accepted text is marked, not moved', () => {
  check({ text: 'foo\nbar', flashed: 5 }, ['foo', 'bar', '', '', '5 keys']);
});

test('screen: no line is wider than the terminal, whatever is typed', () => {
  const code = fc.string({ unit: fc.constantFrom('a', '"', '\t', '\n', '/', '*', '1', ' ', '(') });
  fc.assert(
    fc.property(code, code, fc.nat(10), (text, ghost, flashed) => {
      const lines = frame(
        { text, ghost: { text: ghost, confidence: 0.9 }, flashed, status: 's' },
        HEIGHT,
        12,
      );
      assert.equal(lines.length, HEIGHT + 2);
      for (const line of lines) assert.ok(stripVTControlCharacters(line).length <= 12);
    }),
  );
});

test('screen: colours lose no character of a line', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('if', 'x', '"', "'", '\\', '//', '#', '1', ' ') }),
      (line) => {
        assert.equal(
          colourLine(line)
            .map((segment) => segment.text)
            .join(''),
          line,
        );
      },
    ),
  );
});

const coloured: readonly (readonly [string, string])[] = [
  ['const x = 10;', 'keyword:const number:10'],
  ['say("if") // if', 'string:"if" comment:// if'],
  [' * prose in a block', 'comment: * prose in a block'],
  ['# shell', 'comment:# shell'],
];

for (const [line, expected] of coloured) {
  test(`screen: colours of ${line}`, () => {
    const marked = colourLine(line).filter(({ style }) => style !== 'plain');
    assert.equal(marked.map(({ text, style }) => `${style}:${text}`).join(' '), expected);
  });
}

test('screen: the cursor is hidden while it draws, and given back once', () => {
  let written = '';
  const screen = new Screen({
    out: (text) => (written += text),
    err: () => undefined,
    isInteractive: true,
    showsProgress: true,
    columns: 40,
    rows: 24,
  });
  screen.close();
  assert.equal(written, '');
  screen.draw({ text: 'a', status: '' });
  screen.draw({ text: 'ab', status: '' });
  screen.close();
  screen.close();
  assert.equal(written.split('\u001B[?25l').length - 1, 1);
  assert.equal(written.split('\u001B[?25h').length - 1, 1);
  assert.ok(written.endsWith('\u001B[?25h'));
});
