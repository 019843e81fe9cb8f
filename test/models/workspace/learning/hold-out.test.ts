import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HoldOut } from '../../../../server/models/workspace/learning/hold-out.ts';

/** Twenty lines, each its own. */
const lines = Array.from({ length: 20 }, (_, index) => `  const value${index} = compute(${index});`);
const other = Array.from({ length: 400 }, (_, index) => `function other${index}() {}`);

function check(heldOut: readonly string[], text: readonly string[], expected: boolean): void {
  assert.equal(new HoldOut([heldOut.join('\n')]).coversCopy(text.join('\n')), expected);
}

test('the same text is a copy', () => check(lines, lines, true));
test('so is half of it', () => check(lines, [...lines.slice(0, 10), ...other], true));
test('less than half is not', () => check(lines, [...lines.slice(0, 9), ...other], false));
test('so is all of it in a large file', () => check(lines, [...other, ...lines, ...other], true));
test('so is it in another order, with other indentation and line breaks', () => {
  check(
    lines,
    lines.toReversed().map((line) => `\t\t${line.trim()}\r`),
    true,
  );
});
test('so is an excerpt', () => check([...lines, ...other], lines, true));
test('a few lines in common are no excerpt', () => check([...lines, ...other], lines.slice(0, 9), false));
test('lines are counted once', () =>
  check(
    lines,
    Array.from({ length: 30 }, () => lines[0] ?? ''),
    false,
  ));
test('brackets and blank lines do not count', () =>
  check(['{', '', '}', 'else {', ...lines], ['{', '', '}', 'else {'], false));
test('nothing is a copy of nothing', () => check([], lines, false));
