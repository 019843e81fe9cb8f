import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Hindsight, type Suggestion } from '../../server/engine/hindsight.ts';
import { marked } from '../support/marked.ts';

/** One question: the document with its cursor, what was shown there, and what other cutoffs would have shown. */
interface Asked {
  readonly source: string;
  readonly shown?: Suggestion;
  readonly at?: Readonly<Record<number, string>>;
  readonly uri?: string;
}

const sure = (text: string, confidence = 0.96): Suggestion => ({ text, confidence });

function after(questions: readonly Asked[]): Hindsight {
  const hindsight = new Hindsight();
  for (const { source, shown, at = {}, uri = 'file:///a.ts' } of questions) {
    const { text, offset } = marked(source);
    const document = { uri, languageId: 'typescript', version: 1, text };
    hindsight.decided({
      request: { document, offset, trigger: 'automatic' },
      shown,
      at: (cutoff) => (at[cutoff] === undefined ? undefined : sure(at[cutoff])),
    });
  }
  return hindsight;
}

/** Bands in which something was decided, as `from: held of shown`. */
function check(questions: readonly Asked[], expected: readonly string[]): void {
  const bands = after(questions).reliability.filter(({ shown }) => shown > 0);
  assert.deepEqual(
    bands.map(
      ({ from, held, shown, claimed }) => `${from}: ${held} of ${shown}, claimed ${claimed.toFixed(3)}`,
    ),
    expected,
  );
}

describe('what was shown is held against what the text became', () => {
  const foo = { source: 'a = █', shown: sure('foo()') };

  it('counts nothing before the text is known', () => {
    check([foo], []);
    check([foo, { source: 'a = fo█' }], []);
  });

  it('held where it was typed or accepted, with whatever follows', () => {
    check([foo, { source: 'a = foo()█' }], ['0.95: 1 of 1, claimed 0.960']);
    check([foo, { source: 'a = foo();\nb█' }], ['0.95: 1 of 1, claimed 0.960']);
  });

  it('did not hold where something else was typed', () =>
    check([foo, { source: 'a = fa█' }], ['0.95: 0 of 1, claimed 0.960']));

  it('counts once, though its rest is shown again at every key', () =>
    check(
      [foo, { source: 'a = f█', shown: sure('oo()', 0.99) }, { source: 'a = foo()█' }],
      ['0.95: 1 of 1, claimed 0.960'],
    ));

  it('counts a longer text shown later for itself', () =>
    check(
      [foo, { source: 'a = f█', shown: sure('oo();', 0.97) }, { source: 'a = foo() █' }],
      ['0.95: 1 of 2, claimed 0.965'],
    ));

  it('is not counted where the cursor or the text before it went elsewhere', () => {
    check([foo, { source: 'a█ = ' }, { source: 'a = foo()█' }], []);
    check([foo, { source: 'b = foo()█' }], []);
    check([foo, { source: 'a = foo()█', uri: 'file:///b.ts' }], []);
  });

  it('sorts by the confidence that was claimed', () =>
    check(
      [{ source: '█', shown: sure('x', 0.6) }, { source: 'x█', shown: sure('y', 0.99) }, { source: 'xz█' }],
      ['0.6: 1 of 1, claimed 0.600', '0.99: 0 of 1, claimed 0.990'],
    ));
});

describe('what another cutoff would have done lately', () => {
  const questions: readonly Asked[] = [
    { source: 'a = █', at: { 0.9: 'foo', 0.8: 'foo()' } },
    { source: 'a = foo█', at: { 0.8: '[0]' } },
    { source: 'a = foo()█' },
  ];

  it('counts what would have been shown, and right and wrong as far as known', () => {
    const { places, shown, right, wrong } = after(questions).preview(0.8, 0.9);
    assert.deepEqual({ places, shown, right, wrong }, { places: 3, shown: 2, right: 1, wrong: 1 });
  });

  it('names what it would have shown besides, and what hidden, the newest first', () => {
    assert.deepEqual(after(questions).preview(0.8, 0.9).gained, [
      { before: 'a = foo', text: '[0]' },
      { before: 'a = ', text: 'foo()' },
    ]);
    assert.deepEqual(after(questions).preview(0.99, 0.9).lost, [{ before: 'a = ', text: 'foo' }]);
    assert.deepEqual(after(questions).preview(0.9, 0.9).gained, []);
  });
});
