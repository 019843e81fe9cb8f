import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { DOCUMENT, Evidence, MAX_ORDER } from '../../../server/models/workspace/evidence.ts';
import { History } from '../../../server/models/workspace/history.ts';
import { BOUNDARY, Vocabulary } from '../../../server/models/workspace/vocabulary.ts';
import { toldBy } from './counted.ts';

const WORDS = ['a', ' b', 'Cd', '(', ')', ',', ' =', '\n0', '\n1', '\n-1'];

function vocabularyOf(words: readonly string[]): Vocabulary {
  const vocabulary = new Vocabulary();
  for (const [index, word] of words.entries()) vocabulary.add(vocabulary.intern(word), 1 + index);
  return vocabulary;
}

const vocabulary = vocabularyOf(WORDS);
const ids = WORDS.map((word) => vocabulary.intern(word));

function holding(tokens: readonly number[]): History {
  const history = new History(vocabulary);
  for (const id of tokens) history.push(id);
  return history;
}

function told(history: History): unknown {
  return {
    ...Object(toldBy(history)),
    counts: ids.map((id) => history.count(id)),
    recencies: [BOUNDARY, ...ids].map((id) => history.recency(id)),
  };
}

/** Pushes tokens and, for undefined, pops; all is as if only what is left had ever been pushed. */
function check(actions: readonly (number | undefined)[]): void {
  const history = new History(vocabulary);
  const left: number[] = [];
  for (const id of actions) {
    if (id === undefined) {
      history.pop();
      left.pop();
    } else {
      history.push(id);
      left.push(id);
    }
  }
  assert.deepEqual(told(history), told(holding(left)));
}

describe('a token that is taken back was never there', () => {
  const id = fc.constantFrom(...ids);

  it('after any pushes and pops', () => {
    const action = fc.oneof({ weight: 3, arbitrary: id }, { weight: 2, arbitrary: fc.constant(undefined) });
    fc.assert(fc.property(fc.array(action, { maxLength: 80 }), check));
  });

  it('after a look ahead and back', () => {
    const token = fc.oneof({ weight: 9, arbitrary: id }, { weight: 1, arbitrary: fc.constant(BOUNDARY) });
    const ahead = fc.property(
      fc.array(token, { maxLength: 60 }),
      fc.array(token, { maxLength: 20 }),
      (tokens, more) => check([...tokens, ...more, ...more.map(() => undefined)]),
    );
    fc.assert(ahead);
  });

  it('but the first boundary stays', () => check([undefined, undefined, ids[0]]));
});

it('counts what followed each end of it as counting by hand does', () => {
  const byHand = fc.property(fc.array(fc.constantFrom(...ids.slice(0, 4)), { maxLength: 40 }), (tokens) => {
    const found = new Evidence();
    holding(tokens).lookUp(found);
    const expected = new Evidence();
    const whole = [BOUNDARY, ...tokens];
    const end = whole.length - 1;
    for (let at = 0; at < end; at++) {
      let agreed = 0;
      while (agreed < MAX_ORDER && agreed <= at && whole[at - agreed] === whole[end - agreed]) agreed++;
      if (agreed > 0) expected.add(DOCUMENT, whole[at + 1] ?? -1, agreed, 1);
    }
    for (const evidence of [found, expected]) evidence.accumulate();
    const exact = (evidence: Evidence): unknown =>
      new Map(
        Array.from(evidence.ids.subarray(0, evidence.size), (id, slot): [number, number[]] => [
          id,
          [1, 2, 3, 4, 5, 6].map((order) => evidence.count(DOCUMENT, slot, order)),
        ]).filter(([, counts]) => counts[0] !== 0),
      );
    assert.deepEqual(exact(found), exact(expected));
  });
  fc.assert(byHand);
});

it('in a long document the nearest places count', () => {
  const [a = 0, b = 0, c = 0] = ids;
  const far = Array.from({ length: 200 }, () => [a, b]).flat();
  const near = Array.from({ length: 200 }, () => [a, c]).flat();
  const history = holding([...far, ...near, a]);
  const evidence = new Evidence();
  history.lookUp(evidence);
  evidence.accumulate();
  const followed = Array.from(evidence.ids.subarray(0, evidence.size));
  assert.ok(evidence.count(DOCUMENT, followed.indexOf(c), 2) > 0);
  assert.equal(followed.includes(b) ? evidence.count(DOCUMENT, followed.indexOf(b), 2) : 0, 0);
});

it('what was written last is the most recent; what never was is not', () => {
  const [a = 0, b = 0, c = 0, never = 0] = ids;
  const history = holding([a, b, c, b]);
  assert.equal(history.recency(b), 1);
  assert.ok(history.recency(b) > history.recency(c) && history.recency(c) > history.recency(a));
  assert.equal(history.recency(never), 0);
});

describe('what follows the cursor', () => {
  const [a = 0, b = 0, c = 0] = ids;

  it('is what stands before the last boundary, from its start on', () => {
    const history = holding([a, b, c, BOUNDARY, c, c]);
    assert.deepEqual(history.following(2), [a, b]);
    assert.deepEqual(history.following(9), [a, b, c]);
  });

  it('is nothing where nothing does', () => {
    assert.deepEqual(holding([a, b]).following(9), []);
    assert.deepEqual(holding([BOUNDARY, a]).following(9), []);
  });
});
