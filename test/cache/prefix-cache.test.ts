import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { placeOf, PrefixCache } from '../../server/cache/prefix-cache.ts';
import type { Continuation, ModelSource, Step } from '../../server/completion/continuation.ts';
import { decide } from '../../server/gate/gate.ts';
import { marked } from '../support/marked.ts';
import { tokens } from '../support/tokens.ts';

const URI = 'file:///a.ts';

function reply(source: string, steps = 'x .9', uri = URI, model: ModelSource = 'endpoint'): Continuation {
  const { text, offset } = marked(source);
  return { uri, source: model, ...placeOf(text, offset, offset), steps: tokens(steps) };
}

/** A reply asked for at one place is looked for at another: what was typed since, or `miss`. */
function check(asked: string, sought: string, expected: string, uri = URI): void {
  const cache = new PrefixCache(100_000);
  cache.add(reply(asked));
  const { text, offset } = marked(sought);
  const found = cache.find(uri, text, offset);
  assert.ok(found.length <= 1);
  assert.equal(found[0] ? `typed ${JSON.stringify(found[0].typed)}` : 'miss', expected);
}

describe('a reply is found', () => {
  const long = Array.from({ length: 200 }, (_, number) => 100 + number).join('');
  const rows: readonly [why: string, asked: string, sought: string, expected: string][] = [
    ['at its place', 'a = █\n', 'a = █\n', 'typed ""'],
    ['at the start of a document', '█', '█', 'typed ""'],
    ['after something was typed', 'a = █\n', 'a = foo█\n', 'typed "foo"'],
    ['after something with a line break was typed', 'a = █', 'a = f\n█', 'typed "f\\n"'],
    ['after 24 characters', `a = █`, `a = ${'f'.repeat(24)}█`, `typed "${'f'.repeat(24)}"`],
    ['but not after 25', `a = █`, `a = ${'f'.repeat(25)}█`, 'miss'],
    ['but not before its place', 'a = █', 'a =█', 'miss'],
    ['but not after another prefix', 'a = █', 'b = █', 'miss'],
    ['but not with more before the same prefix', 'a = █', 'aa = █', 'miss'],
    ['but not with less before the same prefix', `${'a'.repeat(50)}█`, `${'a'.repeat(40)}█`, 'miss'],
    ['wherever the difference lies further back than it reaches', `1${long}█`, `2${long}█`, 'typed ""'],
    [
      'but not where the difference is in reach',
      `a${long.slice(0, 511)}█`,
      `b${long.slice(0, 511)}█`,
      'miss',
    ],
    ['but not before another suffix', 'a = █\nb', 'a = █\nc', 'miss'],
    ['wherever the suffix differs further on', `a█;${long}1`, `a█;${long}2`, 'typed ""'],
    ['when the editor closed a bracket', 'foo█', 'foo(█)', 'typed "("'],
    ['when the editor closed a bracket before text', 'foo█\nbar', 'foo(█)\nbar', 'typed "("'],
    ['when the editor closed a quote and more', 'foo█;', "foo(['█']);", `typed "(['"`],
    ['but not when other text came behind the cursor', 'foo█', 'foo(█bar)', 'miss'],
  ];
  for (const [why, ...row] of rows) it(why, () => check(...row));
  it('but not in another document', () => check('a = █', 'a = █', 'miss', 'file:///b.ts'));
});

describe('what is typed since is explained by the gate', () => {
  const cache = new PrefixCache(100_000);
  cache.add(reply('it is█', '·Breaking .6 | ·The .38 → ·news .99'));
  const rows: readonly [typed: string, expected: string][] = [
    ['', 'below-cutoff'],
    [' ', 'below-cutoff'],
    [' B', 'reaking news'],
    [' Breaking', ' news'],
    [' Th', 'e'],
    [' X', 'ruled-out'],
    // Deleted back.
    [' Br', 'eaking news'],
  ];
  for (const [typed, expected] of rows) {
    it(`${JSON.stringify(typed)}: ${expected}`, () => {
      const [known] = cache.find(URI, `it is${typed}`, 5 + typed.length);
      assert.ok(known);
      const verdict = decide(known.continuation.steps, known.typed, 0.9);
      assert.equal(verdict.kind === 'pass' ? verdict.text : verdict.reason, expected);
    });
  }
});

describe('of several replies', () => {
  const found = (cache: PrefixCache, text: string): string[] =>
    cache.find(URI, text, text.length).map(({ continuation, typed }) => `${continuation.source} "${typed}"`);

  it('the nearest comes first, and each model has its own', () => {
    const cache = new PrefixCache(100_000);
    cache.add(reply('a█'));
    cache.add(reply('ab█'));
    cache.add(reply('ab█', 'y .9', URI, 'workspace'));
    assert.deepEqual(found(cache, 'abc'), ['workspace "c"', 'endpoint "c"', 'endpoint "bc"']);
  });

  it('the newer one at the same place counts', () => {
    const cache = new PrefixCache(100_000);
    const newer = reply('a█');
    cache.add(reply('a█'));
    cache.add(newer);
    assert.equal(cache.find(URI, 'a', 1)[0]?.continuation, newer);
  });

  it('those of one model can be forgotten', () => {
    const cache = new PrefixCache(100_000);
    cache.add(reply('a█'));
    cache.add(reply('a█', 'y .9', URI, 'workspace'));
    cache.forget('endpoint');
    assert.deepEqual(found(cache, 'a'), ['workspace ""']);
  });

  it('one that gave way is neither removed nor brought back in the name of the other', () => {
    const cache = new PrefixCache(100_000);
    const older = reply('a█');
    const newer = reply('a█');
    cache.add(older);
    cache.add(newer);
    assert.equal(cache.remove(older), false);
    cache.weigh(older);
    assert.equal(cache.find(URI, 'a', 1)[0]?.continuation, newer);
    assert.equal(cache.remove(newer), true);
    assert.deepEqual(found(cache, 'a'), []);
    cache.weigh(newer);
    assert.deepEqual(found(cache, 'a'), []);
  });
});

describe('memory', () => {
  it('a reply that grows weighs more', () => {
    const cache = new PrefixCache(100_000);
    const steps: Step[] = [];
    const growing = { ...reply('a█'), steps };
    cache.add(growing);
    const before = cache.bytes;
    steps.push(...tokens('foo .9 | bar .05'));
    cache.weigh(growing);
    assert.ok(cache.bytes > before);
  });

  it('a reply too large for all of it is not kept, and takes nothing with it', () => {
    const cache = new PrefixCache(2000);
    cache.add(reply('a█'));
    cache.add(reply('b█', Array.from({ length: 50 }, () => 'x .9').join(' → ')));
    assert.deepEqual([cache.find(URI, 'a', 1).length, cache.find(URI, 'b', 1).length], [1, 0]);
  });

  it('documents are not held by the replies asked for in them', () => {
    setFlagsFromString('--expose-gc');
    const collect: unknown = runInNewContext('gc');
    assert.ok(typeof collect === 'function');
    const cache = new PrefixCache(8_000_000);
    collect();
    const before = process.memoryUsage().heapUsed;
    for (let document = 0; document < 20; document++) {
      const text = Array.from({ length: 20_000 }, (_, line) => `${document} line ${line} of many`).join('\n');
      const uri = `file:///${document}`;
      const place = placeOf(text, text.length - 100, text.length - 90);
      cache.add({ uri, source: 'endpoint', ...place, steps: tokens('x .9') });
      assert.equal(cache.find(uri, text, text.length - 90).length, 1);
    }
    collect();
    const held = process.memoryUsage().heapUsed - before;
    assert.ok(held < 4_000_000, `${held} bytes are held after 20 documents of half a megabyte`);
  });
});
