import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CommonWords, shippedWords } from '../../../server/models/workspace/common-words.ts';

const words = new CommonWords(['return', 'config', 'context', 'connection']);

function check(typed: string, expected: readonly string[]): void {
  assert.deepEqual(
    words.startingWith(typed).map(({ text }) => text),
    expected,
  );
}

describe('what a half-typed word may become', () => {
  const rows: readonly (readonly [typed: string, expected: readonly string[]])[] = [
    ['c', ['config', 'context', 'connection']],
    [' con', [' config', ' context', ' connection']],
    ['conn', ['connection']],
    ['Conf', ['Config']],
    ['CONF', ['CONFIG']],
    ['C', ['Config', 'Context', 'Connection']],
    ['config', ['config']],
    ['configs', []],
    ['', []],
    [' ', []],
    ['coN', []],
    ['co2', []],
    ['\n1', []],
  ];
  for (const [typed, expected] of rows)
    it(`${JSON.stringify(typed)}: ${expected.join(', ') || 'nothing'}`, () => check(typed, expected));
});

it('the commoner a word, the larger its share; all together have less than 1', () => {
  const shares = ['r', 'c'].flatMap((typed) => words.startingWith(typed).map(({ share }) => share));
  assert.deepEqual(
    shares,
    shares.toSorted((a, b) => b - a),
  );
  const sum = (start: string): number =>
    words.startingWith(start).reduce((total, { share }) => total + share, 0);
  const all = ['r', 'c', 'R', 'C', ' r', ' c', ' R', ' C'].reduce((total, start) => total + sum(start), 0);
  assert.ok(all < 1);
});

it('the shipped list knows words that many projects use, and none twice', () => {
  const texts = shippedWords()
    .startingWith('para')
    .map(({ text }) => text);
  assert.ok(texts.includes('parameter'));
  assert.equal(new Set(texts).size, texts.length);
});
