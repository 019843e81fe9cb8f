import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Continuation, ModelSource } from '../../server/completion/continuation.ts';
import { Judge } from '../../server/engine/judge.ts';
import { Sequels } from '../../server/engine/sequels.ts';
import { tokens } from '../support/tokens.ts';

function reply(source: ModelSource, notation: string): Continuation {
  return { uri: 'file:///a', source, prefix: '', suffix: '', steps: tokens(notation) };
}

/** What is decided of `foo .96` after so many replies like it, each followed by this text. */
function check(actual: string, replies: number, source: ModelSource, expected: string): void {
  const judge = new Judge();
  const sequels = new Sequels<undefined>((sequel) => judge.learn(sequel, 0.95));
  for (let count = 0; count < replies; count++) {
    sequels.follow(reply('endpoint', 'foo .96'), 0, '', undefined);
    sequels.observe('file:///a', actual, actual.length);
    sequels.closed('file:///a');
  }
  const verdict = judge.verdict(reply(source, 'foo .96'), '', 0.95);
  assert.equal(verdict.kind === 'pass' ? verdict.text : verdict.reason, expected);
}

const rows: readonly [why: string, actual: string, replies: number, source: ModelSource, expected: string][] =
  [
    ['at first as it is', '', 0, 'endpoint', 'foo'],
    ['after a few that were wrong, still', 'bar', 20, 'endpoint', 'foo'],
    ['after many that were wrong, no longer', 'bar', 300, 'endpoint', 'below-cutoff'],
    ['after many that were right', 'foo', 300, 'endpoint', 'foo'],
    ['where nobody knows yet what became of it, as it is', 'f', 300, 'endpoint', 'foo'],
    ['the workspace model by none of this', 'bar', 300, 'workspace', 'foo'],
  ];

describe('a reply is believed', () => {
  for (const [why, ...row] of rows) it(why, () => check(...row));
});

describe('what became of a reply', () => {
  interface Told {
    readonly actual: string;
    readonly covered: number;
  }

  function told(texts: readonly string[], shown: readonly (readonly [number, string])[]): readonly Told[] {
    const all: Told[] = [];
    const sequels = new Sequels<undefined>(({ actual, covered }) => all.push({ actual, covered }));
    const continuation = { ...reply('endpoint', 'foo .96'), prefix: 'a = ' };
    sequels.follow(continuation, 4, '', undefined);
    for (const [offset, text] of shown) sequels.shown(continuation, offset, text);
    for (const text of texts) sequels.observe('file:///a', text, text.length);
    sequels.closed('file:///a');
    return all;
  }

  const cases: readonly [
    why: string,
    texts: readonly string[],
    shown: readonly (readonly [number, string])[],
    expected: Told,
  ][] = [
    ['is told once, with all that came', ['a = f', 'a = foo;'], [], { actual: 'foo;', covered: 0 }],
    ['right suggestions count their characters', ['a = foo;'], [[4, 'foo']], { actual: 'foo;', covered: 3 }],
    [
      'typed along they count once',
      ['a = foo;'],
      [
        [4, 'foo'],
        [5, 'oo'],
      ],
      { actual: 'foo;', covered: 3 },
    ],
    ['wrong ones do not', ['a = far;'], [[4, 'foo']], { actual: 'far;', covered: 0 }],
    [
      'and it ends where the text before it changes',
      ['a = foo', 'b = foobar'],
      [],
      { actual: 'foo', covered: 0 },
    ],
    ['or the cursor goes before it', ['a = foo', 'a ='], [], { actual: 'foo', covered: 0 }],
    [
      'or far beyond',
      [`a = foo${'x'.repeat(50)}`, `a = foo${'x'.repeat(60)}`],
      [],
      { actual: `foo${'x'.repeat(45)}`, covered: 0 },
    ],
  ];
  for (const [why, texts, shown, expected] of cases) {
    it(why, () => assert.deepEqual(told(texts, shown), [expected]));
  }
});
