import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { tokenize } from '../../../server/models/workspace/lexer.ts';
import { SPARSE_CONTEXTS, writeSparseKeys } from '../../../server/models/workspace/sparse-contexts.ts';
import { TokenStructure } from '../../../server/models/workspace/token-structure.ts';
import { BOUNDARY, Vocabulary } from '../../../server/models/workspace/vocabulary.ts';
import { sourceText } from './source-text.ts';

/** In the order of their keys. */
const QUESTIONS = [
  'how did the line begin, and what is the last token',
  'which two tokens stand before the last',
  'what was called, at which argument',
  'how did the line above begin, and how far is this one',
  'what stands here in the line above',
  'which shape have the last five tokens',
  'how did the line begin that the bracket opened in',
  'which name stands before the last token, and how far back',
  'which shape has the line so far, below which line',
  'how does the line read so far',
  'which shape have the last three tokens, at which argument',
  'which shape have the last nine tokens',
  'which shape has the line so far',
  'how is the last token called',
  'how are the last two tokens called',
] as const;
type Question = (typeof QUESTIONS)[number];

const vocabulary = new Vocabulary();

function structureOf(text: string): TokenStructure {
  const structure = new TokenStructure(vocabulary);
  structure.push(BOUNDARY);
  tokenize(text, 0, { unit: '  ', lineBreak: '\n' }, (word) => structure.push(vocabulary.intern(word)));
  return structure;
}

function keysOf(structure: TokenStructure): number[] {
  const keys = new Int32Array(SPARSE_CONTEXTS);
  writeSparseKeys(structure, keys);
  return [...keys];
}

/** To one question, the end of a text is the same situation as that of another text, and not that of a third. */
function check(question: Question, text: string, like: string, unlike: string): void {
  const answer = (each: string): number | undefined => keysOf(structureOf(each))[QUESTIONS.indexOf(question)];
  assert.equal(answer(text), answer(like));
  assert.notEqual(answer(text), answer(unlike));
}

function table(
  question: Question,
  rows: readonly (readonly [text: string, like: string, unlike: string])[],
): void {
  describe(question, () => {
    for (const [text, like, unlike] of rows) {
      it(`${JSON.stringify(text)} is like ${JSON.stringify(like)}, unlike ${JSON.stringify(unlike)}`, () =>
        check(question, text, like, unlike));
    }
  });
}

table('how did the line begin, and what is the last token', [
  ['return a.b(', 'return z + y(', 'x a.b('],
  ['x\nreturn a(', 'y;\nreturn b(', 'x\nreturn a['],
]);

table('which two tokens stand before the last', [
  ['const { X', 'const { Y', 'let { X'],
  ['a.b.c(', 'a.b.c[', 'a.b c('],
]);

table('what was called, at which argument', [
  ['a = call(x,', 'b + call(zz,', 'a = call(x, y,'],
  ['call(f(1, 2),', 'call(x,', 'call(f(1,'],
  ['call({ a: [1, 2] },', 'call(x,', 'other(x,'],
  ['[x)] + call(', 'y + call(', 'y + call['],
]);

table('how did the line above begin, and how far is this one', [
  ['if a b c\n  d =', 'if z\n  e =', 'for z\n  e ='],
  ['if a\n  d =', 'if z\n  e =', 'if z\n  e.f ='],
]);

table('what stands here in the line above', [
  ['x: 1,\ny:', 'x: 1\nz:', 'x: 2,\ny:'],
  ['x = f(a)\ny = f(', 'x + f(a)\nyy - f(', 'x = f(b)\ny = f('],
  ['x\ny = z', 'v\nw = z', 'v = z + w\nw = z'],
]);

table('which shape have the last five tokens', [
  ['a.bb.c.', 'd.ee.f.', 'a.Bb.c.'],
  ['a(B, 12)', 'z(Y, 34)', 'z(Y, W)'],
  [' a', ' b', '  b'],
]);

table('how did the line begin that the bracket opened in', [
  ['return a.b({\n  x: 1,\n  y:', 'return z(q,\n  y:', 'const a = z(q,\n  y:'],
  ['if (a) {\n  b.', 'if (c.d) {\n  b.', 'if (a) {}\n  b.'],
]);

table('which name stands before the last token, and how far back', [
  ['a = user.get(', 'b + user.get(', 'a = other(user, get('],
  ['x\n(', 'y\n(', 'x('],
]);

table('which shape has the line so far, below which line', [
  ['let a = 1;\nlet bb = foo(', 'let a = 1;\nlet cc = bar(', 'let a = 1;\nlet cc.d = bar('],
  ['if (a)\n  b(', 'if (c)\n  d(', '{ (c)\n  d('],
]);

table('how does the line read so far', [
  ['a\nfor (const x of', 'b.c\nfor (const x of', 'a\nfor (const y of'],
  ['a b', 'a b', 'a\n b'],
]);

table('which shape have the last three tokens, at which argument', [
  ['f(a.b', 'g(c.d', 'g(x, c.d'],
  ['[a.b', '[c.d', '(c.d'],
]);

table('which shape has the line so far', [
  ['x.y\nab = cd(', 'return\nef = gh(', 'x.y\nab = cd['],
  ['a b', 'c d', 'a B'],
]);

table('how is the last token called', [
  ['return width', 'set Width', 'return widths'],
  ['a(b)', 'c[d)', 'a(b'],
]);

table('how are the last two tokens called', [
  ['is maxWidth', 'x. maxWidth', 'minWidth'],
  ['a.b', 'c.b', 'a b'],
]);

table('which shape have the last nine tokens', [
  ['q.a(b).c(d).e(', 'q.f(g).h(i).j(', 'q.a(b),c(d).e('],
  ['a b c d e f g h i', 'j b c d e f g h i'.replaceAll(/[b-i]/g, 'k'), 'a b c d e f . h i'],
]);

it('a frequent word is known as it is, a rare one by its shape', () => {
  const shape = (text: string): number | undefined => keysOf(structureOf(text))[5];
  const before = shape('this.a');
  for (const [word, times] of [
    ['this', 5000],
    ['that', 1],
  ] as const)
    vocabulary.add(vocabulary.intern(word), times);
  assert.notEqual(shape('this.a'), before);
  assert.equal(shape('that.a'), before);
});

it('no two questions have a key in common', () => {
  const keys = keysOf(structureOf('const a = call(b, {\n  c: d(e.f, 1),\n  g:'));
  assert.equal(new Set(keys).size, SPARSE_CONTEXTS);
});

it('a token that is taken back leaves no trace', () => {
  const noTrace = fc.property(sourceText, sourceText, (text, more) => {
    const structure = structureOf(text);
    const before = keysOf(structure);
    const ids: number[] = [];
    tokenize(more, 0, { unit: '  ', lineBreak: '\n' }, (word) => ids.push(vocabulary.intern(word)));
    for (const id of ids) structure.push(id);
    for (const _ of ids) structure.pop();
    assert.deepEqual(keysOf(structure), before);
  });
  fc.assert(noTrace);
});
