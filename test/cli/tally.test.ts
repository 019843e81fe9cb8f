import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  calibrationError,
  countTurns,
  figuresOf,
  pool,
  quantile,
  type Session,
  type Suggestion,
} from '../../server/cli/tally.ts';
import type { Task, Turn } from '../../server/cli/typist.ts';

/** One turn: what was shown (if anything), the key, and what is to be noted about it. */
type Note = 'new' | 'right' | 'withdrawn';
function turn(shown: string, confidence: number, entered: string, ...notes: Note[]): Turn {
  return {
    offset: 0,
    outcome:
      shown === ''
        ? { kind: 'silent', reason: 'below-cutoff' }
        : { kind: 'shown', id: '1', text: shown, confidence, source: 'workspace' },
    waited: entered.length,
    isNew: notes.includes('new'),
    isRight: notes.includes('right'),
    isWithdrawn: notes.includes('withdrawn'),
    entered,
  };
}

/** `let x = y;` and a line break: 11 characters, 7 of them no white space. */
const task: Task = { before: '', target: 'let x = y;\n', after: '' };

/** `let ` accepted, a wrong text that stays up for two keys, `= y;` accepted, a line break. */
const turns: readonly Turn[] = [
  turn('let ', 1, 'let ', 'new', 'right'),
  turn('x; z', 0.9, 'x', 'new'),
  turn('; z', 0.9, ' ', 'withdrawn'),
  turn('= y;', 0.96, '= y;', 'new', 'right'),
  turn('', 0, '\n'),
];

function check(expected: Partial<ReturnType<typeof figuresOf>>, session: Session): void {
  const figures = figuresOf(session);
  for (const [key, value] of Object.entries(expected)) {
    const found = figures[key as keyof typeof figures];
    if (typeof value !== 'number' || found === undefined) assert.equal(found, value, key);
    else assert.ok(Math.abs(found - value) < 1e-12, `${key}: ${found}, not ${value}`);
  }
}

test('tally: a session by hand', () => {
  check(
    {
      characters: 11,
      keys: 5,
      shown: 3,
      wrong: 1,
      shareRight: 2 / 3,
      coverage: 8 / 11,
      coverageVisible: 6 / 7,
      saved: 6 / 11,
      shownPerThousandKeys: 600,
      wrongPerThousandKeys: 200,
      withdrawnPerThousandKeys: 200,
      meanLength: 4,
      longShown: 3,
      longShareRight: 2 / 3,
      claimed: 2.86 / 3,
      waitMedian: 1,
      waitP99: 4,
    },
    countTurns(task, turns, false),
  );
});

test('tally: fewer keys by hand where the editor gives the indentation', () => {
  const indented: Task = { before: '', target: 'a\n    b', after: '' };
  const keys = ['a', '\n    ', 'b'].map((entered) => turn('', 0, entered));
  check({ saved: 0, keys: 3 }, countTurns(indented, keys, true));
});

test('tally: nothing shown leaves shares open, not zero and not NaN', () => {
  check(
    {
      shown: 0,
      shareRight: undefined,
      longShareRight: undefined,
      claimed: undefined,
      calibrationError: undefined,
      meanLength: undefined,
      coverage: 0,
      saved: 0,
    },
    countTurns({ before: '', target: 'a', after: '' }, [turn('', 0, 'a')], false),
  );
});

test('tally: nothing typed leaves everything open', () => {
  check({ coverage: undefined, saved: undefined, waitMedian: undefined }, pool([]));
});

test('tally: pooling weighs sessions by their size', () => {
  const silent = countTurns(
    { before: '', target: 'abc', after: '' },
    'abc'.split('').map((key) => turn('', 0, key)),
    false,
  );
  check(
    { characters: 14, keys: 8, coverage: 8 / 14, saved: 6 / 14, shareRight: 2 / 3 },
    pool([countTurns(task, turns, false), silent]),
  );
});

const claims = (confidence: number, right: number, wrong: number): readonly Suggestion[] =>
  [...Array<boolean>(right).fill(true), ...Array<boolean>(wrong).fill(false)].map((isRight) => ({
    length: 1,
    visible: 1,
    confidence,
    isRight,
  }));

const calibrations: readonly (readonly [string, readonly Suggestion[], number | undefined])[] = [
  ['no suggestion', [], undefined],
  ['one that is right', claims(0.9, 1, 0), 0.1],
  ['one that is wrong', claims(0.9, 0, 1), 0.9],
  // Ten equal claims, one a bin: nine are off by .1, one by .9.
  ['fewer than two a bin cannot average out', claims(0.9, 9, 1), 0.18],
  // Twenty, two a bin in this order: nine bins of two right, off by .2 each, one of two wrong, off by 1.8.
  ['a bin counts as one', claims(0.9, 18, 2), (9 * 0.2 + 1.8) / 20],
  ['high and low claims do not cancel each other', [...claims(0.5, 10, 0), ...claims(1, 0, 10)], 0.75],
];

for (const [name, suggestions, expected] of calibrations) {
  test(`tally: calibration error of ${name}`, () => {
    const found = calibrationError(suggestions);
    if (expected === undefined || found === undefined) assert.equal(found, expected);
    else assert.ok(Math.abs(found - expected) < 1e-12, `${found}, not ${expected}`);
  });
}

const quantiles: readonly (readonly [readonly number[], number, number | undefined])[] = [
  [[], 0.5, undefined],
  [[7], 0.99, 7],
  [[3, 1, 2], 0.5, 2],
  [[4, 3, 2, 1], 0.5, 2],
  [Array.from({ length: 100 }, (_, index) => index + 1), 0.99, 99],
];

for (const [values, part, expected] of quantiles) {
  test(`tally: the ${part} quantile of ${values.length} values is ${expected}`, () => {
    assert.equal(quantile(values, part), expected);
  });
}
