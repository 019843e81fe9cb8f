import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Alternative, Step } from '../../server/completion/continuation.ts';
import { decide } from '../../server/gate/gate.ts';

/** What is shown at the lowest cutoff, or the reason for silence. */
function check(steps: readonly Step[], typed: string, expected: string): void {
  const verdict = decide(steps, typed, 0.5);
  assert.equal(verdict.kind === 'pass' ? JSON.stringify(verdict.text) : verdict.reason, expected);
}

const step = (text: string, logprob: number | undefined, alternatives: Alternative[] = []): Step => ({
  text,
  logprob,
  alternatives,
});
const sure = step('foo', Math.log(0.99));
const other = (logprob: number | undefined): Alternative => ({ text: 'bar', logprob });

const unknown: readonly [string, number | undefined][] = [
  ['undefined', undefined],
  ['NaN', Number.NaN],
  ['positive', 0.1],
  ['positive infinity', Number.POSITIVE_INFINITY],
  ['minus infinity', Number.NEGATIVE_INFINITY],
  ['the placeholder -9999', -9999],
  ['below the placeholder', -10_000],
];

describe('a logprob that says nothing is never a pass', () => {
  for (const [name, logprob] of unknown) {
    it(`${name}, first step`, () => check([step('foo', logprob)], '', 'unknown-probability'));
    it(`${name}, with a sure alternative beside it`, () =>
      check([step('foo', logprob, [other(Math.log(0.9))])], '', 'unknown-probability'));
    it(`${name}, later: the run ends before it`, () => check([sure, step('bar', logprob)], '', '"foo"'));
    it(`${name}, and nothing after it counts`, () =>
      check([sure, step('bar', logprob), sure], 'foo', 'unknown-probability'));
    it(`${name}, of an alternative: only that alternative counts for nothing`, () =>
      check([step('foo', Math.log(0.9), [other(logprob)])], '', '"foo"'));
    it(`${name}, of an alternative that is then typed`, () =>
      check([step('foo', Math.log(0.9), [other(logprob)])], 'b', 'ruled-out'));
  }
});

describe('certainty with nothing to compare it to is a placeholder', () => {
  const rows: readonly [string, Step, string][] = [
    ['no alternatives', step('foo', 0), 'unknown-probability'],
    ['minus zero', step('foo', -0), 'unknown-probability'],
    ['only itself listed', step('foo', 0, [{ text: 'foo', logprob: 0 }]), 'unknown-probability'],
    ['alternatives of no mass', step('foo', 0, [other(-9999)]), 'unknown-probability'],
    ['alternatives of unknown mass', step('foo', 0, [other(undefined)]), 'unknown-probability'],
    [
      'END listed without mass',
      step('foo', 0, [{ text: '', logprob: -9999, ends: true }]),
      'unknown-probability',
    ],
    ['an alternative of some mass', step('foo', 0, [other(-20)]), '"foo"'],
    ['as near to certain as a float gets', step('foo', -1e-7), '"foo"'],
  ];
  for (const [name, placeholder, expected] of rows) it(name, () => check([placeholder], '', expected));
});

describe('text that is not certain is not shown', () => {
  const rows: readonly [string, readonly Step[], string, string][] = [
    ['an empty token that is not the end', [step('', -0.01), sure], '', 'unknown-probability'],
    ['an empty token later', [sure, step('', -0.01), step('bar', -0.01)], '', '"foo"'],
    ['a broken character', [step('\ufffd', -0.01), sure], '', 'unknown-probability'],
    ['a broken character in a token', [sure, step('b\ufffd', -0.01), sure], '', '"foo"'],
    [
      'a special token written out at the end',
      [{ ...step('<end>', -0.01), ends: true }],
      '',
      'nothing-known',
    ],
    [
      'an empty alternative agrees with nothing typed',
      [step('foo', -1, [{ text: '', logprob: -0.5 }])],
      '',
      'below-cutoff',
    ],
  ];
  for (const [name, steps, typed, expected] of rows) it(name, () => check(steps, typed, expected));
});

describe('probabilities that sum to more than one', () => {
  const rows: readonly [string, readonly Alternative[], number][] = [
    ['by rounding', [other(Math.log(0.1000001))], 0.9],
    ['by much: the list is a rival, not a help', [other(Math.log(0.9))], 0.5],
  ];
  for (const [name, alternatives, most] of rows) {
    it(name, () => {
      const verdict = decide([step('foo', Math.log(0.9), [...alternatives])], '', 0.5);
      const best = verdict.kind === 'pass' ? verdict : verdict.best;
      assert.ok(best && best.confidence.estimate <= most + 1e-9, JSON.stringify(best));
    });
  }
  it('no confidence is above one', () => {
    const verdict = decide([step('foo', -0.01, [{ text: 'fool', logprob: -0.01 }])], '', 0.9999);
    assert.equal(verdict.kind === 'pass' && verdict.confidence.estimate, 1);
  });
});

it('an end written out among the alternatives is not text', () => {
  const written = { text: '<end>', logprob: Math.log(0.85), ends: true } as const;
  check([step('foo', Math.log(0.1), [written])], '', 'below-cutoff');
});

it('a cutoff that is no number shows nothing', () => {
  assert.equal(decide([sure], '', Number.NaN).kind, 'refusal');
});
