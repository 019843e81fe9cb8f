import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Novelty } from '../../../server/models/workspace/novelty.ts';
import { anyText } from './source-text.ts';

function knowing(words: readonly string[]): Novelty {
  const novelty = new Novelty();
  for (const word of words) novelty.learn(word);
  return novelty;
}

/** Having seen some words, one way a new word could begin is likelier than another. */
function check(words: readonly string[], likelier: string, than: string): void {
  const novelty = knowing(words);
  assert.ok(novelty.startsWith(likelier) > novelty.startsWith(than));
}

describe('a new word begins as known words do', () => {
  const known = ['name', 'nation', 'nature', 'open', 'order'];
  for (const [likelier, than] of [
    ['na', 'no'],
    ['n', 'o'],
    ['o', 'z'],
    ['nat', 'nar'],
    ['nati', 'natz'],
  ] as const) {
    it(`${likelier} rather than ${than}`, () => check(known, likelier, than));
  }
});

it('one known word with that beginning leaves room for others', () => {
  const novelty = knowing(['certain']);
  assert.ok(novelty.startsWith('certai') > 0);
  assert.ok(novelty.startsWith('certaX') > 0);
});

it('where nothing is known, every character is one of many', () => {
  assert.equal(knowing([]).startsWith(''), 1);
  assert.equal(knowing([]).startsWith('a'), 1 / 64);
  assert.equal(knowing([]).startsWith('ab'), 1 / 64 / 64);
});

it('is a probability that falls with every character, however many words are known', () => {
  const many = Array.from({ length: 40_000 }, (_, index) => (index * 2_654_435_761).toString(36));
  const novelty = knowing(many);
  const falls = fc.property(fc.oneof(anyText, fc.constantFrom(...many)), (text) => {
    let before = 1;
    for (let length = 1; length <= text.length; length++) {
      const now = novelty.startsWith(text.slice(0, length));
      assert.ok(now > 0 || length > 100);
      assert.ok(now <= before, `${JSON.stringify(text.slice(0, length))}: ${now} after ${before}`);
      before = now;
    }
  });
  fc.assert(falls, { numRuns: 500 });
});
