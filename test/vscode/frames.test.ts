import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Calm, calmOf, keyToPaint, type Seen } from './frames.ts';

/** Reads a story such as `a [bc] b [c]`: keys, and frames in brackets, ten milliseconds apart. */
function story(text: string): readonly Seen[] {
  return text.split(' ').map((word, index) => {
    const frame = /^\[(.*)\]$/.exec(word)?.[1];
    const at = 10 * (index + 1);
    return frame === undefined ? { kind: 'key', at, key: word } : { kind: 'frame', at, text: frame };
  });
}

function check(text: string, expected: Partial<Calm>): void {
  assert.deepEqual(calmOf(story(text)), { along: 0, swaps: 0, blank: 0, replaced: 0, ...expected }, text);
}

test('what was typed to its end or taken away by a key is no flicker', () => {
  check('a [bc] b [c] c []', { along: 2 });
  check('a [bc] b c [] d [ef]', { along: 2 });
  check('a [bc] Tab [] d [ef]', {});
  check('a [bc] Escape []', {});
  check('a [bc] x []', {});
  check('a [bc] x [yz]', {});
  check('[] a [] b [cd]', {});
});

test('a text that is gone without a reason is a blank', () => {
  check('a [bc] [] [bc]', { blank: 1 });
  check('a [bc] b [] [c]', { along: 1, blank: 1 });
  check('a [bcd] b [cd] [] [cd] [] c', { along: 1, blank: 2 });
});

test('a longer text is a swap, with keys between no more than typing along', () => {
  check('a [bc] [bcd]', { swaps: 1 });
  check('a [bc] b [cd]', { along: 1 });
  check('a [bcd] b c [cd] [d]', { along: 2 });
  check('a [bc] b c [c] []', { along: 2 });
});

test('another text, or a shorter one, stands in the place of the first', () => {
  check('a [bc] [xy]', { replaced: 1 });
  check('a [bc] [b]', { replaced: 1 });
  check('a [bcd] b [xd]', { along: 1, replaced: 1 });
});

test('from the last key to the frame in which a text appears', () => {
  const times = (text: string) => assert.deepEqual(keyToPaint(story(text)), text.includes('[b') ? [20] : []);
  times('a [] [bc] b [c]');
  times('a [] b');
});
