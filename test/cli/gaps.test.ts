import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { missingRuns, wholeFile } from '../../server/cli/gaps.ts';

/** Twenty lines a run: a file of this many lines has the most runs. */
const LONG = Array.from({ length: 160 }, (_, line) => `line ${line}\n`).join('');

function check(text: string, seed: number): readonly { readonly start: number; readonly target: string }[] {
  return missingRuns(text, seed).map(({ before, target, after }) => {
    assert.equal(before + target + after, text, 'nothing of the file is lost or doubled');
    return { start: before.length, target };
  });
}

test('gaps: the whole file starts from nothing', () => {
  assert.deepEqual(wholeFile('a\n'), { before: '', target: 'a\n', after: '' });
});

test('gaps: a run is four whole lines, and leaves its last line break', () => {
  const runs = check(LONG, 1);
  assert.equal(runs.length, 8);
  for (const { start, target } of runs) {
    assert.match(target, /^line \d+\nline \d+\nline \d+\nline \d+$/);
    assert.equal(LONG[start + target.length], '\n');
  }
});

test('gaps: a short file has no run, one of twenty lines has one', () => {
  assert.equal(check('a\n'.repeat(19), 1).length, 0);
  assert.equal(check('a\n'.repeat(20), 1).length, 1);
});

test('gaps: runs of blank lines are left out', () => {
  assert.deepEqual(check('\n'.repeat(60), 1), []);
});

test('gaps: Windows line breaks stay whole', () => {
  for (const { target } of check('a\r\n'.repeat(40), 1)) assert.equal(target, 'a\r\na\r\na\r\na');
});

test('gaps: the seed decides', () => {
  assert.deepEqual(check(LONG, 7), check(LONG, 7));
  assert.notDeepEqual(check(LONG, 7), check(LONG, 8));
});

test('gaps: runs are in order and do not overlap, whatever the file', () => {
  const line = fc.constantFrom('', 'a', ' b', 'c\r');
  fc.assert(
    fc.property(fc.array(line, { maxLength: 300 }), fc.integer(), (lines, seed) => {
      let end = 0;
      for (const { start, target } of check(lines.join('\n'), seed)) {
        assert.ok(start >= end);
        end = start + target.length;
      }
    }),
  );
});
