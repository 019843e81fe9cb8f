import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { missingWords } from './missing-words.ts';

/** What is missing from a text of eight lines of which the fifth is given, as `before█target█after` of that line. */
function check(line: string, seed: number, expected: string): void {
  const text = `${'a\n'.repeat(4)}${line}\n${'a\n'.repeat(3)}`;
  const told = missingWords(text, seed).map(({ before, target, after }) =>
    `${before}█${target}█${after}`.replace(/^(a\n)*|\n(a\n)*$/g, ''),
  );
  assert.equal(told.join(' & '), expected);
}

it('something in the middle of a line, in whole parts of names', () => {
  check('call(someName, otherName);', 3, 'call(█someName, other█Name);');
  check('call(someName, otherName);', 8, 'call(█some█Name, otherName);');
  check('call(someName, otherName);', 10, 'call(█someName█, otherName);');
});

it('nothing of short lines', () => check('a = b;', 1, ''));

it('what is left and what is missing are the text, and text stands on both sides', () => {
  const whole = fc.property(fc.array(fc.string({ unit: 'grapheme' })), fc.integer(), (lines, seed) => {
    const text = lines.map((line) => `${line} x.y(z);`).join('\n');
    for (const { before, target, after } of missingWords(text, seed)) {
      assert.equal(before + target + after, text);
      assert.ok(target !== '' && !target.includes('\n'));
      assert.match(before, /[^\s][^\n]*$/);
      assert.match(after, /^[^\n]*[^\s]/);
    }
  });
  fc.assert(whole);
});
