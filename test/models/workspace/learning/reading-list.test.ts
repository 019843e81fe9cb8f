import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildShard } from '../../../../server/models/workspace/build-shard.ts';
import { ReadingList } from '../../../../server/models/workspace/learning/reading-list.ts';
import { Classes, FILE_MARK, NAME_MARK } from '../../../../server/models/workspace/network/classes.ts';

const WORDS = [FILE_MARK, NAME_MARK, 'a', '.', 'ts', 'b', ' =', ' 1', ' 2', ';'];
const classes = new Classes(WORDS);

/** Texts by the paths of their files, learnt at once. */
type Texts = Readonly<Record<string, string>>;

function listOf(...shards: readonly Texts[]): ReadingList {
  const list = new ReadingList(WORDS);
  for (const texts of shards)
    list.add(buildShard(Object.entries(texts).map(([path, text]) => ({ uri: `file:///w/${path}`, text }))));
  return list;
}

/** What may be taught, spelt as the network tells it apart: `?` for words that share a class. */
function check(list: ReadingList, ...expected: readonly string[]) {
  const spelt = list.texts.map((text) => Array.from(text, (each) => WORDS[each] ?? '?').join('|'));
  assert.deepEqual(
    spelt,
    expected.map((text) => text.replace('file', FILE_MARK).replace('name', NAME_MARK)),
  );
}

test('a text begins with the name of its file', () =>
  check(listOf({ 'src/a.ts': 'b = 1;' }), 'file|a|.|ts|name|b| =| 1|;'));
test('each document is a text', () =>
  check(listOf({ 'a.ts': 'b', 'b.ts': 'a' }), 'file|a|.|ts|name|b', 'file|b|.|ts|name|a'));
test('words of this project are told apart by the class they share', () => {
  const list = listOf({ 'a.ts': 'b = hovercraft;' });
  check(list, 'file|a|.|ts|name|b| =|?|;');
  assert.equal(list.texts[0]?.at(-2), classes.of(' hovercraft'));
});
test('what is learnt anew takes the place of what it was', () =>
  check(listOf({ 'a.ts': 'b = 1;' }, { 'a.ts': 'b = 2;' }), 'file|a|.|ts|name|b| =| 2|;'));
test('what is installed is not taught', () =>
  check(listOf({ 'node_modules/x/a.ts': 'b = 1;', 'a.ts': 'b' }), 'file|a|.|ts|name|b'));
test('what is forgotten is not taught', () => {
  const list = listOf({ 'a.ts': 'b', 'b.ts': 'a' });
  list.remove('file:///w/a.ts');
  list.remove('file:///w/unknown.ts');
  check(list, 'file|b|.|ts|name|a');
});
test('a few thousand words are enough, less is not', () => {
  assert.equal(listOf({ 'a.ts': 'b = 1;\n'.repeat(1000) }).isEnough, false);
  const list = listOf({ 'a.ts': 'b = 1;\n'.repeat(4000) });
  assert.equal(list.isEnough, true);
  list.remove('file:///w/a.ts');
  assert.equal(list.isEnough, false);
});
