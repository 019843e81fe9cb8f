import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Vocabulary } from '../../../server/models/workspace/vocabulary.ts';

const vocabulary = new Vocabulary();
const { spellings } = vocabulary;

function check(first: string, second: string, isSame: boolean): void {
  const [a, b] = [first, second].map((word) => spellings.nameOf(vocabulary.intern(word)));
  assert.equal(a === b, isSame);
}

describe('one name, whatever blank before it and capital', () => {
  const rows: readonly (readonly [first: string, second: string, isSame: boolean])[] = [
    ['width', ' width', true],
    ['width', 'Width', true],
    [' width', ' Width', true],
    [' 1', '1', true],
    ['Élan', ' élan', true],
    ['width', 'widths', false],
    ['width', 'WIDTH', false],
    ['1', '2', false],
    ['_a', 'a', false],
  ];
  for (const [first, second, isSame] of rows)
    it(`${first} and ${second}: ${isSame ? 'one' : 'two'}`, () => check(first, second, isSame));
});

it('signs and line breaks are no names', () => {
  for (const word of ['(', ' =', '\n1', '']) assert.equal(spellings.nameOf(vocabulary.intern(word)), -1);
});

it('a name is spelt like another token', () => {
  const spelt = (name: string, like: string): string =>
    vocabulary.word(
      spellings.spelt(spellings.nameOf(vocabulary.intern(name)), spellings.formOf(vocabulary.intern(like))),
    );
  assert.equal(spelt('height', ' Width'), ' Height');
  assert.equal(spelt(' Height', 'width'), 'height');
});

it('a word spelt as a name in its own form is the word itself', () => {
  const same = fc.property(fc.stringMatching(/^ ?[\p{L}\p{N}_$]{1,6}$/u), (word) => {
    const id = vocabulary.intern(word);
    const spelt = spellings.spelt(spellings.nameOf(id), spellings.formOf(id));
    // Some letters have no way back from their small form.
    const bare = word.trimStart();
    const isReversible = bare.charAt(0).toLowerCase().length === 1 && /^[ -~]/.test(bare);
    if (isReversible) assert.equal(spelt, id);
  });
  fc.assert(same);
});

it('a spelling that only might come is not known by that', () => {
  const fresh = new Vocabulary();
  const id = fresh.intern('zebra');
  fresh.spellings.spelt(fresh.spellings.nameOf(id), fresh.spellings.formOf(fresh.intern(' a')));
  assert.deepEqual([...fresh.startingWith(' z')], []);
});
