import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { uniformNumbers } from '../../server/cli/rhythm.ts';
import { afterLesson, calibrated, type Curve, isKnown, rawCurve } from '../../server/gate/calibration.ts';
import { decide } from '../../server/gate/gate.ts';
import { tokens } from '../support/tokens.ts';

/** The curve after a model claimed shares from .5 to .999 and each came true as often as `held` says. */
function taught(lessons: number, held: (claimed: number) => number): Curve {
  const chance = uniformNumbers(7);
  let curve = rawCurve;
  for (let lesson = 0; lesson < lessons; lesson++) {
    const claimed = 0.5 + 0.499 * chance();
    curve = afterLesson(curve, claimed, chance() < held(claimed));
  }
  return curve;
}

/** What a claim becomes, between two bounds. */
function check(curve: Curve, claimed: number, least: number, most: number): void {
  const found = calibrated(curve, claimed);
  assert.ok(found >= least && found <= most, `${claimed} became ${found}, not ${least} to ${most}`);
}

describe('a claim becomes what such claims turned out to be', () => {
  const overconfident = taught(2000, (claimed) => claimed - 0.25);
  const honest = taught(2000, (claimed) => claimed);
  const modest = taught(2000, () => 0.999);
  const rows: readonly [why: string, curve: Curve, claimed: number, least: number, most: number][] = [
    ['an honest one stays', honest, 0.95, 0.93, 0.97],
    ['an honest doubt stays', honest, 0.6, 0.55, 0.65],
    ['one that claims too much is lowered', overconfident, 0.95, 0.6, 0.8],
    ['one that claims too little is raised', modest, 0.9, 0.98, 1],
    ['the raw curve changes nothing', rawCurve, 0.9, 0.9 - 1e-9, 0.9 + 1e-9],
  ];
  for (const [why, ...row] of rows) it(why, () => check(...row));

  it('what was long ago is forgotten', () => {
    let curve = overconfident;
    const chance = uniformNumbers(3);
    for (let lesson = 0; lesson < 6000; lesson++) curve = afterLesson(curve, 0.95, chance() < 0.95);
    check(curve, 0.95, 0.92, 0.97);
  });

  it('a few lessons are not yet knowledge', () => {
    assert.deepEqual([isKnown(taught(100, () => 0)), isKnown(honest)], [false, true]);
  });
});

const lessons = fc.array(
  fc.record({ claimed: fc.double({ min: 0, max: 1, noNaN: true }), isRight: fc.boolean() }),
  { maxLength: 400 },
);
const curves = lessons.map((all) =>
  all.reduce((curve, { claimed, isRight }) => afterLesson(curve, claimed, isRight), rawCurve),
);

it('whatever was learnt, a higher claim never becomes a lower one, and each stays a probability', () => {
  const claims = fc.record({
    curve: curves,
    one: fc.double({ min: 0, max: 1, noNaN: true }),
    other: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  const neverFalls = fc.property(claims, ({ curve, one, other }) => {
    const [lower, higher] = [Math.min(one, other), Math.max(one, other)].map((each) =>
      calibrated(curve, each),
    );
    assert.ok(lower !== undefined && higher !== undefined && lower <= higher + 1e-12);
    assert.ok(lower >= 0 && higher <= 1);
  });
  fc.assert(neverFalls, { numRuns: 300, seed: 20_260_101 });
});

describe('the gate holds the corrected claim against the cutoff, and says both', () => {
  const rows: readonly [calibrate: (estimate: number) => number, expected: string][] = [
    [(estimate) => estimate * 0.9, 'refusal 0.97 0.873'],
    [(estimate) => Math.min(1, estimate * 1.02), 'pass 0.97 0.989'],
  ];
  for (const [calibrate, expected] of rows) {
    it(expected, () => {
      const verdict = decide(tokens('foo .97'), '', 0.95, calibrate);
      const best = verdict.kind === 'pass' ? verdict : verdict.best;
      const { estimate, calibrated: corrected } = best?.confidence ?? {};
      assert.equal(`${verdict.kind} ${estimate?.toFixed(2)} ${corrected?.toFixed(3)}`, expected);
    });
  }
});
