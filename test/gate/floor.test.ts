import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Alternative, Step } from '../../server/completion/continuation.ts';
import { candidates, decide } from '../../server/gate/gate.ts';
import { probability, readLeaves } from '../../server/gate/leaves.ts';
import { type Asked, asked, probabilityOf, replyOf, typedAfter } from './toy-model.ts';

/** A text and what some rule claims for it. */
interface Claim {
  readonly text: string;
  readonly claimed: number;
}

type Rule = (steps: readonly Step[], typed: string) => readonly Claim[];

const RUNS = 1500;
/** For sums of a few logarithms taken back and forth. */
const ROUNDING = 1e-9;
const SEED = 20_260_101;

const floors: Rule = (steps, typed) =>
  [...candidates(readLeaves(steps, typed), typed)].map(({ text, confidence }) => ({
    text,
    claimed: confidence.floor,
  }));

const situations = asked.chain((reply) => fc.record({ reply: fc.constant(reply), typed: typedAfter(reply) }));

/** No claim of the rule is above the probability of the text, given what was typed. */
function checkNeverAbove(rule: Rule): void {
  const neverAbove = fc.property(situations, ({ reply, typed }) => {
    const whole = probabilityOf(typed, reply.model);
    for (const { text, claimed } of rule(replyOf(reply), typed)) {
      const exact = whole === 0 ? 0 : probabilityOf(typed + text, reply.model) / whole;
      assert.ok(claimed <= exact + ROUNDING, `${JSON.stringify(text)}: claims ${claimed}, is ${exact}`);
    }
  });
  fc.assert(neverAbove, { numRuns: RUNS, seed: SEED });
}

/** Never falling. One above what it is given would let two ways pass at once, each of half the mass. */
const curves = [undefined, (estimate: number) => estimate ** 2] as const;

it('what passes is what passes of the whole reply, though less of it is read', () => {
  const cutoffs = fc.constantFrom(0.5, 0.6, 0.75, 0.9, 0.95);
  const same = fc.property(
    situations,
    cutoffs,
    fc.constantFrom(...curves),
    ({ reply, typed }, cutoff, calibrate) => {
      const steps = replyOf(reply);
      const all = [...candidates(readLeaves(steps, typed), typed)];
      const passing = all.filter(
        ({ confidence }) => (calibrate?.(confidence.estimate) ?? confidence.estimate) >= cutoff,
      );
      const verdict = decide(steps, typed, cutoff, calibrate);
      assert.equal(verdict.kind === 'pass' ? verdict.text : undefined, passing.at(-1)?.text);
      if (verdict.kind !== 'pass') return;
      const told = passing.at(-1)?.confidence.estimate ?? 0;
      assert.ok(Math.abs(told - verdict.confidence.estimate) < ROUNDING);
    },
  );
  fc.assert(same, { numRuns: 3 * RUNS, seed: SEED });
});

describe('the floor', () => {
  it('is never above the exact probability', () => checkNeverAbove(floors));

  it('is the exact probability where every way was listed and reaches far enough', () => {
    let compared = 0;
    const everything = situations.filter(({ reply }) => isListedWhole(reply));
    const equals = fc.property(everything, ({ reply, typed }) => {
      const steps = replyOf(reply);
      const { leaves } = readLeaves(steps, typed);
      const whole = probabilityOf(typed, reply.model);
      for (const { text, claimed } of floors(steps, typed)) {
        if (leaves.some(({ opening }) => (typed + text).startsWith(opening) && opening !== typed + text))
          continue;
        compared++;
        assert.ok(Math.abs(claimed - probabilityOf(typed + text, reply.model) / whole) < 1e-6);
      }
    });
    fc.assert(equals, { numRuns: 3 * RUNS, seed: SEED });
    assert.ok(compared > 500, `only ${compared} were comparable`);
  });

  it('is not raised by listing less, nor by probabilities that are not given', () => {
    const cuts = fc.record({ situation: situations, step: fc.nat({ max: 3 }), entry: fc.nat({ max: 6 }) });
    const notRaised = fc.property(cuts, ({ situation: { reply, typed }, step, entry }) => {
      const steps = replyOf(reply);
      const before = new Map(floors(steps, typed).map(({ text, claimed }) => [text, claimed]));
      for (const poorer of [
        unlisted(steps, step, entry),
        unknown(steps, step, entry),
        unknownStep(steps, step),
      ]) {
        for (const { text, claimed } of floors(poorer, typed)) {
          const most = before.get(text) ?? massBehind(steps, typed, text);
          assert.ok(claimed <= most + ROUNDING, `${JSON.stringify(text)}: ${claimed} after ${most}`);
        }
      }
    });
    fc.assert(notRaised, { numRuns: RUNS, seed: SEED });
  });
});

describe('the naive way, renormalising over what is listed,', () => {
  it('is caught by the same test', () => {
    const isClaim = (error: unknown): boolean => error instanceof Error && /claims/.test(String(error.cause));
    assert.throws(() => checkNeverAbove(renormalised), isClaim);
  });

  const renormalised: Rule = (steps, typed) => floors(steps.map(withoutUnlisted), typed);
});

/** The step as if what it lists were all there is. */
function withoutUnlisted(step: Step): Step {
  const others = step.alternatives.filter(({ text, ends }) => text !== step.text || ends !== step.ends);
  const listed = [step, ...others].reduce((sum, one) => sum + (probability(one) ?? 0), 0);
  const scaled = <T extends Alternative>(one: T): T => ({
    ...one,
    logprob: (one.logprob ?? 0) - Math.log(listed),
  });
  return { ...scaled(step), alternatives: others.map(scaled) };
}

describe('what is shown', () => {
  const decisions = fc.record({
    situation: situations,
    cutoff: fc.double({ min: 0.501, max: 0.9999, noNaN: true }),
    raise: fc.double({ min: 0, max: 0.49, noNaN: true }),
  });
  const shownAt = (steps: readonly Step[], typed: string, cutoff: number): string => {
    const verdict = decide(steps, typed, cutoff);
    return verdict.kind === 'pass' ? verdict.text : '';
  };

  it('has no more confidence than its own start', () => {
    const falls = fc.property(situations, ({ reply, typed }) => {
      let least = { floor: 1, estimate: 1 };
      for (const { confidence } of candidates(readLeaves(replyOf(reply), typed), typed)) {
        assert.ok(
          confidence.floor <= least.floor + ROUNDING && confidence.estimate <= least.estimate + ROUNDING,
        );
        assert.ok(confidence.floor <= confidence.estimate + ROUNDING);
        least = confidence;
      }
    });
    fc.assert(falls, { numRuns: RUNS, seed: SEED });
  });

  it('is no more than the joint probability with nothing typed, unless an alternative agrees', () => {
    const joint = fc.property(asked, (reply) => {
      const steps = replyOf(reply);
      for (const { text, claimed } of floors(steps, '')) {
        const path = leadingProbability(steps, text);
        if (path === undefined) continue;
        const agreeing = massOfAgreeingAlternatives(steps, text);
        assert.ok(
          claimed <= path + agreeing + ROUNDING,
          `${claimed} of ${JSON.stringify(text)} above ${path}`,
        );
      }
    });
    fc.assert(joint, { numRuns: RUNS, seed: SEED });
  });

  it('is at a higher cutoff a start of what it is at a lower one', () => {
    const shrinks = fc.property(decisions, ({ situation: { reply, typed }, cutoff, raise }) => {
      const steps = replyOf(reply);
      const higher = shownAt(steps, typed, Math.min(0.9999, cutoff + raise));
      assert.ok(shownAt(steps, typed, cutoff).startsWith(higher));
    });
    fc.assert(shrinks, { numRuns: RUNS, seed: SEED });
  });

  it('keeps passing, or grows, while it is typed along', () => {
    const keeps = fc.property(decisions, ({ situation: { reply, typed }, cutoff }) => {
      const steps = replyOf(reply);
      const shown = shownAt(steps, typed, cutoff);
      for (let length = 1; length < shown.length; length++) {
        const now = shownAt(steps, typed + shown.slice(0, length), cutoff - ROUNDING);
        assert.ok(
          now.startsWith(shown.slice(length)),
          `${JSON.stringify(shown)} became ${JSON.stringify(now)}`,
        );
      }
    });
    fc.assert(keeps, { numRuns: RUNS, seed: SEED });
  });

  it('never ends inside a character', () => {
    const whole = fc.property(decisions, ({ situation: { reply, typed }, cutoff }) => {
      assert.doesNotMatch(shownAt(replyOf(reply), typed, cutoff), /[\ud800-\udbff]$/);
    });
    fc.assert(whole, { numRuns: RUNS, seed: SEED });
  });
});

/** Nothing is left out of the lists, the chosen tokens among them, and no two tokens look the same in them. */
function isListedWhole({ model: { vocabulary, rows }, path, top, listsChosen }: Asked): boolean {
  const isTold = top >= vocabulary.length && listsChosen;
  return (
    isTold &&
    [-1, ...path].every((row) => {
      const looks = vocabulary.map(({ text }, token) => `${text} ${rows[row + 1]?.[token]}`);
      return new Set(looks).size === looks.length;
    })
  );
}

function unlisted(steps: readonly Step[], at: number, entry: number): Step[] {
  return steps.map((step, index) =>
    index === at ? { ...step, alternatives: step.alternatives.filter((_, other) => other !== entry) } : step,
  );
}

function unknown(steps: readonly Step[], at: number, entry: number): Step[] {
  return steps.map((step, index) => {
    if (index !== at) return step;
    const alternatives = step.alternatives.map((one, other) =>
      other === entry ? { ...one, logprob: undefined } : one,
    );
    return { ...step, alternatives };
  });
}

function unknownStep(steps: readonly Step[], at: number): Step[] {
  return steps.map((step, index) => (index === at ? { ...step, logprob: undefined } : step));
}

/** The floor of any text, written down as it is defined: what starts with it over what is compatible. */
function massBehind(steps: readonly Step[], typed: string, text: string): number {
  const { leaves } = readLeaves(steps, typed);
  const sum = (all: typeof leaves): number => all.reduce((mass, leaf) => mass + leaf.mass, 0);
  return sum(leaves.filter(({ opening }) => opening.startsWith(typed + text))) / (sum(leaves) || 1);
}

/** Product of the chosen probabilities up to the token in which `text` ends; undefined off the chosen path. */
function leadingProbability(steps: readonly Step[], text: string): number | undefined {
  let run = '';
  let joint = 1;
  for (const step of steps) {
    if (run.length >= text.length) break;
    run += step.text;
    joint *= probability(step) ?? 0;
  }
  return run.startsWith(text) ? joint : undefined;
}

/** Mass of the alternatives whose way spells `text` or a longer text. */
function massOfAgreeingAlternatives(steps: readonly Step[], text: string): number {
  let run = '';
  let path = 1;
  let mass = 0;
  for (const step of steps) {
    const chosen = step.alternatives.findIndex(
      (one) => one.text === step.text && one.ends === step.ends && one.logprob === step.logprob,
    );
    for (const [at, one] of step.alternatives.entries()) {
      if (at !== chosen && (run + one.text).startsWith(text)) mass += path * (probability(one) ?? 0);
    }
    run += step.text;
    path *= probability(step) ?? 0;
  }
  return mass;
}
