import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Evidence } from '../../../server/models/workspace/evidence.ts';
import { tokenize } from '../../../server/models/workspace/lexer.ts';
import { References } from '../../../server/models/workspace/references.ts';
import { TokenStructure } from '../../../server/models/workspace/token-structure.ts';
import { BOUNDARY, Vocabulary } from '../../../server/models/workspace/vocabulary.ts';

const CONTEXT = 0;

/** A stack of tokens with its references. */
class Stack {
  readonly vocabulary: Vocabulary;
  readonly references: References;
  readonly #structure: TokenStructure;

  constructor(vocabulary: Vocabulary, uri = '') {
    this.vocabulary = vocabulary;
    this.#structure = new TokenStructure(vocabulary);
    this.references = new References(this.#structure, vocabulary);
    this.references.open(uri);
    this.#add(BOUNDARY, 0);
  }

  type(text: string): this {
    tokenize(text, 0, { unit: '  ', lineBreak: '\n' }, (word) => {
      const id = this.vocabulary.intern(word);
      this.references.locate();
      this.#add(id, this.references.maskOf(id));
    });
    return this;
  }

  back(id: number): void {
    this.#structure.pop();
    this.references.pop(id);
  }

  #add(id: number, mask: number): void {
    this.references.push(id, mask);
    this.#structure.push(id);
  }
}

/**
 * What a token means elsewhere.
 * @param seen text with the token between ‹ and ›
 * @param here text before the place where it is asked
 */
function meant(seen: string, here: string, uris: readonly [string, string] = ['', '']): readonly string[] {
  const [before = '', token = ''] = seen.split(/[‹›]/);
  const vocabulary = new Vocabulary();
  const there = new Stack(vocabulary, uris[0]).type(before);
  const id = vocabulary.intern(token);
  there.references.locate();
  const mask = there.references.maskOf(id);
  const { references } = new Stack(vocabulary, uris[1]).type(here);
  references.locate();
  const evidence = new Evidence();
  references.addTo(evidence, CONTEXT, id, mask, 1);
  evidence.accumulate();
  return Array.from(evidence.ids.subarray(0, evidence.size), (each) => vocabulary.word(each)).toSorted();
}

function check(seen: string, here: string, expected: readonly string[]): void {
  assert.deepEqual(meant(seen, here), expected);
}

describe('what came there means here', () => {
  const rows: readonly (readonly [why: string, seen: string, here: string, expected: readonly string[]])[] = [
    [
      'the name before it on the line',
      'width;\n;\nthis.width =‹ width›',
      'height;\n;\nthis.height =',
      [' height'],
    ],
    ['spelt as it was there', 'set‹Width›', 'set', ['Width']],
    ['a name on the line above', 'width;\nlet width;\nuse(‹width›', 'height;\nlet height;\nuse(', ['height']],
    ['with its capital', 'width: get‹Width›', 'height: get', ['Height']],
    ['itself, where it refers to nothing', 'a = b‹ or›', 'c = d', [' or']],
    ['a sign means itself', 'this.width‹ =›', 'this.height', [' =']],
  ];
  for (const [why, seen, here, expected] of rows) it(why, () => check(seen, here, expected));
});

it('a name of several parts goes on part by part', () =>
  check('this.max = max;\nthis.maxWidth = max‹Width›', 'this.min = min;\nthis.minHeight = min', ['Height']));

it('a sign goes on with what is repeated', () =>
  check('left-right;\nuse(left‹-›', 'top+bottom;\nuse(top', ['+']));

it('the next of a list that is gone through again', () => {
  const seen = `${'first, second, third\n'.repeat(2)}use(first)\nuse(‹second›`;
  assert.deepEqual(meant(seen, `${'one, two, three\n'.repeat(2)}use(one)\nuse(`), ['two']);
});

it('a name that stands nowhere else yet', () => {
  // Neither on the line nor on the one above it.
  const seen = 'a a\ntotal\n;\nreturn‹ total›';
  assert.deepEqual(meant(seen, 'b b\ncount\n;\nreturn'), [' count']);
});

it('the name of the file', () =>
  assert.deepEqual(
    meant('class‹ Point›', 'class', ['file:///geometry/point.ts', 'file:///geometry/great-circle.ts']),
    [' Great'],
  ));

it('nothing, where what it refers to is not there', () => check('this.width =‹ width›', '', []));

it('a token that is taken back was never there', () => {
  const vocabulary = new Vocabulary();
  const text = 'let width = 1;\nlet height = width;\nuse(';
  const stack = new Stack(vocabulary).type(text);
  const masks = (): readonly number[] => {
    stack.references.locate();
    return ['width', 'height', 'use', '1', ')'].map((word) =>
      stack.references.maskOf(vocabulary.intern(word)),
    );
  };
  const before = masks();
  stack.type('height, width)');
  for (const word of [')', ' width', ',', 'height']) stack.back(vocabulary.intern(word));
  assert.deepEqual(masks(), before);
});
