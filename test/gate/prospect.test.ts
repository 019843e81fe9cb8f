import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { candidates } from '../../server/gate/gate.ts';
import { readLeaves } from '../../server/gate/leaves.ts';
import { couldPass, prospectOf } from '../../server/gate/prospect.ts';
import { tokens } from '../support/tokens.ts';
import { asked, replyOf, typedAfter } from './toy-model.ts';

/** What a reply leaves after what was typed: the share of the likeliest next character, and the share that says nothing. */
function check(reply: string, typed: string, expected: string): void {
  const { best, open } = prospectOf(tokens(reply), typed);
  assert.equal(`${best.toFixed(2)} ${open.toFixed(2)}`, expected);
}

const rows: readonly [why: string, reply: string, typed: string, expected: string][] = [
  ['nothing has arrived', '', '', '0.00 1.00'],
  ['all is listed', 'foo .6 | bar .4', '', '0.60 0.00'],
  ['what is not listed is open', 'foo .6', '', '0.60 0.40'],
  ['the same first character adds up', 'foo .4 | far .3 | bar .3', '', '0.70 0.00'],
  ['what was typed rules out', 'foo .4 | far .4 | bar .2', 'fo', '1.00 0.00'],
  ['the end of the run is open', 'foo .6 | bar .4', 'foo', '0.00 1.00'],
  ['what is contradicted says nothing', 'foo .6 | bar .4', 'x', '0.00 1.00'],
  ['of what is not listed a share stays open', 'foo .5', 'f', '0.91 0.09'],
  ['and after blanks all of it', '·foo .5', ' ', '0.50 0.50'],
];

describe('what a reply leaves open', () => {
  for (const [why, ...row] of rows) it(why, () => check(...row));
});

it('no more is shown of a reply than its likeliest next character and what it leaves open allow', () => {
  const situations = asked.chain((reply) =>
    fc.record({ reply: fc.constant(reply), typed: typedAfter(reply) }),
  );
  const bounded = fc.property(situations, ({ reply, typed }) => {
    const steps = replyOf(reply);
    const prospect = prospectOf(steps, typed);
    for (const { confidence } of candidates(readLeaves(steps, typed), typed)) {
      assert.ok(couldPass(prospect, confidence.estimate - 1e-9));
    }
  });
  fc.assert(bounded, { numRuns: 1500, seed: 20_260_101 });
});
