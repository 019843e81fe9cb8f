import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isWorthReadingOn } from '../../server/gate/progress.ts';
import { tokens } from '../support/tokens.ts';

function check(reply: string, typed: string, expected: boolean): void {
  assert.equal(isWorthReadingOn(tokens(reply), typed), expected);
}

const rows: readonly [why: string, reply: string, typed: string, expected: boolean][] = [
  ['nothing has arrived', '', '', true],
  ['nothing has arrived, something is typed', '', 'foo', true],
  ['the path is likely', 'foo .9', '', true],
  ['the path holds just enough', 'foo .31', '', true],
  ['the path holds too little', 'foo .29', '', false],
  ['several likely steps hold too little together', 'foo .6 → bar .6 → baz .6', '', false],
  ['the doubtful token was typed through', 'foo .1 → bar .9', 'foo', false],
  [
    'the doubtful token was typed through, and its rivals are listed',
    'foo .1 | bar .9 → baz .9',
    'foo',
    true,
  ],
  ['what was typed is a start of the path', 'foobar .9', 'foo', true],
  ['what was typed goes beyond the path', 'foo .9', 'foobar', true],
  ['what was typed contradicts the path', 'foo .9', 'g', false],
  ['what was typed follows an alternative', 'foo .6 | bar .4', 'b', false],
  ['the reply has ended', 'foo .9 → END .9', '', false],
  ['a probability is missing', 'foo .9 → bar ?', '', false],
];

describe('reading on is worth it while the chosen path holds its share of what is compatible', () => {
  for (const [why, reply, typed, expected] of rows) {
    it(`${expected ? 'on' : 'stop'}: ${why}`, () => check(reply, typed, expected));
  }
});
