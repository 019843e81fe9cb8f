import assert from 'node:assert/strict';
import { it } from 'node:test';
import { byNearness } from '../../../server/models/workspace/nearness.ts';

const OTHERS = [
  'file:///home/other/user.ts',
  'file:///home/src/deep/down/user.ts',
  'file:///home/src/user.css',
  'file:///home/src/user.test.ts',
  'file:///home/src/zebra.ts',
];

/** The others as they are listed, nearest first. */
function check(uri: string, expected: readonly string[], others: readonly string[] = OTHERS): void {
  assert.deepEqual(
    byNearness(uri, others).map((other) => other.replace('file:///home/', '')),
    expected,
  );
}

it('nearest are those with the same words in the name, then those in the same folder; another language is far', () =>
  check('file:///home/src/user.ts', [
    'src/user.test.ts',
    'other/user.ts',
    'src/deep/down/user.ts',
    'src/zebra.ts',
    'src/user.css',
  ]));

it('finds words in camel case, snake case and capitals', () =>
  check(
    'file:///home/a/HTTPServer_options.go',
    ['a/options_http.go', 'a/server.go', 'a/else.go'],
    ['file:///home/a/else.go', 'file:///home/a/server.go', 'file:///home/a/options_http.go'],
  ));

it('leaves equally near ones in their order, also where names have no words', () =>
  check('untitled:1', ['untitled:3', 'untitled:2'], ['untitled:3', 'untitled:2']));

it('of very many lists the nearest by folder first, and not all', () => {
  const far = Array.from({ length: 3000 }, (_, index) => `file:///home/far/away/x${index}.ts`);
  const listed = byNearness('file:///home/src/user.ts', [...far, 'file:///home/src/near.ts']);
  assert.equal(listed[0], 'file:///home/src/near.ts');
  assert.ok(listed.length < far.length);
});
