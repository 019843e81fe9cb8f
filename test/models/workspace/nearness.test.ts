import assert from 'node:assert/strict';
import { it } from 'node:test';
import { byNearness } from '../../../server/models/workspace/nearness.ts';

const OTHERS = [
  'file:///work/other/user.ts',
  'file:///work/src/deep/down/user.ts',
  'file:///work/src/user.css',
  'file:///work/src/user.test.ts',
  'file:///work/src/zebra.ts',
];

/** The others as they are listed, nearest first. */
function check(uri: string, expected: readonly string[], others: readonly string[] = OTHERS): void {
  assert.deepEqual(
    byNearness(uri, others).map((other) => other.replace('file:///work/', '')),
    expected,
  );
}

it('nearest are those with the same words in the name, then those in the same folder; another language is far', () =>
  check('file:///work/src/user.ts', [
    'src/user.test.ts',
    'other/user.ts',
    'src/deep/down/user.ts',
    'src/zebra.ts',
    'src/user.css',
  ]));

it('finds words in camel case, snake case and capitals', () =>
  check(
    'file:///work/a/HTTPServer_options.go',
    ['a/options_http.go', 'a/server.go', 'a/else.go'],
    ['file:///work/a/else.go', 'file:///work/a/server.go', 'file:///work/a/options_http.go'],
  ));

it('leaves equally near ones in their order, also where names have no words', () =>
  check('untitled:1', ['untitled:3', 'untitled:2'], ['untitled:3', 'untitled:2']));

it('of very many lists the nearest by folder first, and not all', () => {
  const far = Array.from({ length: 3000 }, (_, index) => `file:///work/far/away/x${index}.ts`);
  const listed = byNearness('file:///work/src/user.ts', [...far, 'file:///work/src/near.ts']);
  assert.equal(listed[0], 'file:///work/src/near.ts');
  assert.ok(listed.length < far.length);
});
