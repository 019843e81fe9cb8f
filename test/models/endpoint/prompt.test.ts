import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { windowAfter, windowBefore } from '../../../server/models/endpoint/prompt.ts';

const line = `${'x'.repeat(39)}\n`;
const lines = (count: number): string => line.repeat(count);

/** How a text is cut on either side of the cursor, by lengths; what is left must be its end, and its start. */
function check(text: string, before: number, after: number): void {
  const [windowed, followed] = [windowBefore(text), windowAfter(text)];
  assert.ok(text.endsWith(windowed) && text.startsWith(followed));
  assert.deepEqual([windowed.length, followed.length], [before, after]);
}

describe('the window', () => {
  for (const [name, text, before, after] of [
    ['is the whole of a short text', 'short', 5, 5],
    ['is empty where there is nothing', '', 0, 0],
    ['is cut at line starts', lines(100), 3000, 1000],
    ['is cut inside a line that is too long', 'x'.repeat(4000), 3000, 1000],
    ['is never cut inside a character', `x${'🧡'.repeat(2000)}`, 2000, 999],
  ] as const) {
    it(name, () => check(text, before, after));
  }

  it('moves its start once in a thousand keys, so that servers can reuse what they computed', () => {
    const starts = new Set<number>();
    let text = lines(210);
    for (let key = 0; key < 1000; key++) {
      text += 'x';
      starts.add(text.length - windowBefore(text).length);
    }
    assert.equal(starts.size, 2);
  });

  it('is always an end, or a start, of whole characters, and bounded', () => {
    const text = fc.array(fc.constantFrom('a', '\n', '🧡', 'é', '\r\n', 'word '.repeat(60)), {
      maxLength: 400,
    });
    fc.assert(
      fc.property(text, (pieces) => {
        const whole = pieces.join('');
        const [before, after] = [windowBefore(whole), windowAfter(whole)];
        assert.ok(whole.endsWith(before) && before.isWellFormed() && before.length <= 3000);
        assert.ok(whole.startsWith(after) && after.isWellFormed() && after.length <= 1000);
        assert.ok(before.length >= Math.min(whole.length, 1700), 'what is left is worth sending');
      }),
    );
  });
});
