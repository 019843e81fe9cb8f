import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Counted, pool, type Suggestion } from './counts.ts';
import { errorByChance, type Figures, figuresOf, intervalOf, LONG } from './figures.ts';

const text: Counted = { file: 'a', characters: 100, visible: 80, keysByHand: 100, keys: 90, suggestions: [] };
const suggestion = (characters: number, isRight: boolean, confidence = 0.9): Suggestion => ({
  characters,
  visible: characters,
  keysSaved: isRight ? characters - 1 : 0,
  confidence,
  isRight,
  atKey: 0,
});

function check(counted: Counted, leastVisible: number, expected: Partial<Figures>): void {
  assert.partialDeepStrictEqual(figuresOf(counted, leastVisible), expected);
}

const typed = {
  ...text,
  keys: 94,
  suggestions: [suggestion(2, true), suggestion(6, true), suggestion(4, false)],
};

describe('figures', () => {
  it('of all suggestions', () =>
    check(typed, 0, { shown: 3, right: 2 / 3, coverage: 0.08, coverageVisible: 0.1, saved: 0.06 }));
  it('of long ones, as if the others had not been shown', () =>
    check(typed, LONG, {
      shown: 2,
      right: 0.5,
      coverage: 0.06,
      coverageVisible: 0.075,
      saved: 0.05,
      keys: 95,
    }));
  it('are undefined where nothing was shown', () =>
    check(text, 0, { shown: 0, right: undefined, calibrationError: undefined, coverage: 0 }));
  it('of several texts are those of one with all that was in them', () =>
    check(pool('both', [typed, text]), 0, { shown: 3, characters: 200, coverage: 0.04 }));
});

it('a flawless model is off by the spread of coins', () => {
  const one = errorByChance([suggestion(1, true, 0.5)]) ?? 0;
  assert.ok(Math.abs(one - 0.5 * Math.sqrt(2 / Math.PI)) < 1e-12);
  assert.equal(errorByChance([]), undefined);
});

describe('bounds over files', () => {
  const bounds = (...shares: readonly number[]) =>
    intervalOf(
      shares.map((keys) => Object.assign({}, text, { keys })),
      (file) => file.keys,
      (file) => file.keysByHand,
      1,
    );
  it('are the share itself where all files are alike', () =>
    assert.deepEqual(bounds(40, 40, 40), { low: 0.4, high: 0.4 }));
  it('lie between the least and the most', () => {
    const { low = 0, high = 0 } = bounds(10, 50, 90) ?? {};
    assert.ok(low >= 0.1 && low < 0.4 && high > 0.6 && high <= 0.9);
  });
  it('are undefined without files', () => assert.equal(bounds(), undefined));
});
