import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Classes, SHARED } from '../../../../server/models/workspace/network/classes.ts';

const words = ['get', ' get', 'Get', 'go', ' (', '\n1', '\n-1'];
const classes = new Classes(words);

describe('a common spelling', () => {
  it('has a class of its own', () => {
    assert.deepEqual(
      words.map((word) => [classes.of(word), classes.isShared(classes.of(word))]),
      words.map((_, at) => [at, false]),
    );
  });

  const starts: readonly (readonly [start: string, expected: readonly string[]])[] = [
    ['g', ['get', 'go']],
    ['ge', ['get']],
    [' ', [' (', ' get']],
    ['\n', ['\n-1', '\n1']],
    ['x', []],
    ['', ['\n-1', '\n1', ' (', ' get', 'Get', 'get', 'go']],
  ];
  for (const [start, expected] of starts) {
    it(`is found by its beginning: ${JSON.stringify(start)}`, () => {
      const { start: from, end } = classes.startingWith(start);
      assert.deepEqual(
        Array.from(classes.sorted.subarray(from, end), (each) => words[each]),
        expected,
      );
    });
  }
});

describe('a rare spelling', () => {
  // The network was taught with these: another hash would make strangers of them.
  const rows: readonly (readonly [spelling: string, shared: number])[] = [
    ['zygote', 159],
    [' zygote', 348],
    ['Zygote', 671],
    [' Zygote', 852],
    ['ZYGOTE', 1204],
    [' ZY2', 1409],
    ['4711', 1703],
    [' =%', 1921],
  ];
  for (const [spelling, shared] of rows) {
    it(`shares a class by its shape and hash: ${JSON.stringify(spelling)}`, () => {
      assert.equal(classes.of(spelling), words.length + shared);
      const like = classes.sharedLike(spelling.slice(0, 3));
      assert.ok(like.start <= words.length + shared && words.length + shared < like.end);
    });
  }

  it('is in one of the shared classes, whatever it is', () => {
    for (const spelling of ['', '\u0000', '😀', ' ', '7', '_x', 'É', '\n9'])
      assert.ok(classes.isShared(classes.of(spelling)) && classes.of(spelling) < words.length + SHARED);
  });
});
