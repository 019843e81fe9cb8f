import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Trust } from '../../server/engine/trust.ts';

/** Sure answers that were right (`+`) or wrong (`-`), and whether more of them may be shown. */
function check(outcomes: string, expected: boolean): void {
  const trust = new Trust();
  for (const outcome of outcomes) trust.learn(outcome === '+');
  assert.equal(trust.isEarned, expected);
}

const rows: readonly [why: string, outcomes: string, expected: boolean][] = [
  ['not from the start', '', false],
  ['not after a few', '+'.repeat(15), false],
  ['earned', '+'.repeat(16), true],
  ['with one wrong', `-${'+'.repeat(15)}`, true],
  ['not with three wrong', `---${'+'.repeat(15)}`, false],
  ['earned later', `---${'+'.repeat(40)}`, true],
  ['lost again', '+'.repeat(16) + '-'.repeat(3), false],
  ['lost after long', '+'.repeat(500) + '-'.repeat(10), false],
];

describe('trust in answers at the cursor', () => {
  for (const [why, ...row] of rows) it(why, () => check(...row));
});
