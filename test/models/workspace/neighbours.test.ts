import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Evidence } from '../../../server/models/workspace/evidence.ts';
import { History } from '../../../server/models/workspace/history.ts';
import { tokenize } from '../../../server/models/workspace/lexer.ts';
import { type Neighbour, NEIGHBOUR_TOKENS, Neighbours } from '../../../server/models/workspace/neighbours.ts';
import { Vocabulary } from '../../../server/models/workspace/vocabulary.ts';

const STYLE = { unit: '  ', lineBreak: '\n' } as const;
const LINE_BEGAN = 0;
const SHAPE_OF_LINE = 12;

function tokensOf(vocabulary: Vocabulary, text: string): number[] {
  const tokens: number[] = [];
  tokenize(text, 0, STYLE, (word) => tokens.push(vocabulary.intern(word)));
  return tokens;
}

function documentsOf(vocabulary: Vocabulary, texts: readonly string[]): readonly Neighbour[] {
  return texts.map((text, index) => ({ uri: `file:///${index}.ts`, tokens: tokensOf(vocabulary, text) }));
}

/** What followed a sparse context of a text's end in the neighbours, as `word times`. */
function followed(
  texts: readonly string[],
  end: string,
  read = Infinity,
  context = LINE_BEGAN,
): readonly string[] {
  const vocabulary = new Vocabulary();
  const neighbours = new Neighbours(vocabulary, documentsOf(vocabulary, texts));
  neighbours.read(Math.min(read, NEIGHBOUR_TOKENS + 1));
  const history = new History(vocabulary);
  for (const id of tokensOf(vocabulary, end)) history.push(id);
  const evidence = new Evidence();
  neighbours.lookUp(history.question(), evidence);
  evidence.accumulate();
  return [...evidence.ids.subarray(0, evidence.size)]
    .map((id, slot) => ({ word: vocabulary.word(id), times: evidence.sparseCount(context, slot) }))
    .filter(({ times }) => times > 0)
    .map(({ word, times }) => `${word} ${times}`)
    .toSorted();
}

function check(texts: readonly string[], end: string, expected: readonly string[]): void {
  assert.deepEqual(followed(texts, end), expected);
}

it('tells what followed in lines that began alike', () =>
  check(['return a.first(b)\nreturn c.second(d)', 'return e.first(f)\nx = y.third(g)'], 'return z.', [
    'first 2',
    'second 1',
  ]));

it('tells of shapes what the names there mean here', () =>
  assert.deepEqual(followed(['ab = fg.ab', 'cd = fg.cd'], 'xy = zw.', Infinity, SHAPE_OF_LINE), ['xy 2']));

it('tells nothing across the end of a document', () => check(['x = a.', 'b'], 'x = c.', []));

it('tells nothing of what never stood there', () => check(['x = a.b'], 'y = c.', []));

it('of a context that is everywhere keeps the first places, the nearest', () =>
  check(['x = a.near;\n'.repeat(32), 'x = a.far;\n'.repeat(10)], 'x = c.', ['near 32']));

it('tells what it has read while it goes on reading', () => {
  const texts = ['x = a.b;\nx = a.c;'];
  assert.deepEqual(followed(texts, 'x = d.', 6), ['b 1']);
  assert.deepEqual(followed(texts, 'x = d.'), ['b 1', 'c 1']);
});

it('stops reading at its limit', () => {
  const vocabulary = new Vocabulary();
  const id = vocabulary.intern('x');
  let given = 0;
  function* endless(): Generator<number> {
    for (;;) {
      given++;
      yield id;
    }
  }
  const neighbours = new Neighbours(vocabulary, [{ uri: '', tokens: endless() }]);
  neighbours.read(Infinity);
  assert.deepEqual([neighbours.isRead, given], [true, NEIGHBOUR_TOKENS]);
});
