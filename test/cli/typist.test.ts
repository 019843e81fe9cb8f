import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { keysByHand, type Task, type Turn, typing } from '../../server/cli/typist.ts';
import { VirtualClock } from '../../server/cli/virtual-clock.ts';
import type { Outcome } from '../../server/completion/outcome.ts';

interface Scenario {
  readonly task?: Partial<Task>;
  /** What is shown by what was typed of the target so far; silence elsewhere. */
  readonly shows?: Readonly<Record<string, string>>;
  readonly givesIndent?: boolean;
}

interface Typed {
  /** Each key by what it entered, a suggestion taken in brackets. */
  readonly keys: string;
  readonly turns: readonly Turn[];
  readonly asked: readonly { readonly text: string; readonly offset: number }[];
  readonly accepted: readonly string[];
}

/** Types a target with a scripted engine; the clock moves 2 ms with every question. */
async function check({ task = {}, shows = {}, givesIndent = false }: Scenario): Promise<Typed> {
  const { before = '', target = 'foo(bar)', after = '' } = task;
  const asked: { text: string; offset: number }[] = [];
  const accepted: string[] = [];
  let time = 0;
  const seat = {
    givesIndent,
    now: () => time,
    accepted: (id: string) => accepted.push(id),
    ask: (text: string, offset: number): Promise<Outcome> => {
      asked.push({ text, offset });
      time += 2;
      const shown = shows[text.slice(before.length, offset)];
      if (shown === undefined) return Promise.resolve({ kind: 'silent', reason: 'below-cutoff' });
      return Promise.resolve({
        kind: 'shown',
        id: String(asked.length),
        text: shown,
        confidence: 0.97,
        source: 'workspace',
      });
    },
  };
  const turns: Turn[] = [];
  for await (const turn of typing({ before, target, after }, seat)) turns.push(turn);
  const keys = turns.map(({ entered, isRight }) => (isRight ? `[${entered}]` : entered)).join(' ');
  return { keys, turns, asked, accepted };
}

const scenarios: readonly {
  readonly name: string;
  readonly scenario: Scenario;
  readonly keys: string;
  /** Texts that count as a suggestion. */
  readonly suggestions: readonly string[];
  readonly withdrawn?: number;
}[] = [
  { name: 'silence is typed through', scenario: {}, keys: 'f o o ( b a r )', suggestions: [] },
  {
    name: 'what is right is taken as soon as it is shown, in one key',
    scenario: { shows: { f: 'oo(b' } },
    keys: 'f [oo(b] a r )',
    suggestions: ['oo(b'],
  },
  {
    name: 'lines end as they do in the target',
    scenario: { task: { target: 'a\r\nb\r\nc' }, shows: { '': 'a\nb', 'a\r\nb': '\r\nc' } },
    keys: '[a\r\nb] [\r\nc]',
    suggestions: ['a\r\nb', '\r\nc'],
  },
  {
    name: 'all of what is shown must be right',
    scenario: { shows: { f: 'oo(baz' } },
    keys: 'f o o ( b a r )',
    suggestions: ['oo(baz'],
    withdrawn: 1,
  },
  {
    name: 'a text that stays up while typed along counts once',
    scenario: { shows: { f: 'oo)', fo: 'o)', foo: ')' } },
    keys: 'f o o ( b a r )',
    suggestions: ['oo)'],
  },
  {
    name: 'a text that grows is a new suggestion, and not withdrawn',
    scenario: { shows: { f: 'oo)', fo: 'o);', foo: ');' } },
    keys: 'f o o ( b a r )',
    suggestions: ['oo)', 'o);'],
  },
  {
    name: 'a text that is cut short is a new suggestion, and withdrawn',
    scenario: { shows: { f: 'oo)', fo: 'o' } },
    keys: 'f o [o] ( b a r )',
    suggestions: ['oo)', 'o'],
    withdrawn: 1,
  },
  {
    name: 'a text that comes back after silence is a new suggestion',
    scenario: { shows: { f: 'oo)', foo: ')' } },
    keys: 'f o o ( b a r )',
    suggestions: ['oo)', ')'],
    withdrawn: 1,
  },
  {
    name: 'a text that the key ruled out may go',
    scenario: { shows: { f: 'ar' } },
    keys: 'f o o ( b a r )',
    suggestions: ['ar'],
  },
  {
    name: 'after an accept nothing is left standing',
    scenario: { shows: { '': 'foo', foo: '(' } },
    keys: '[foo] [(] b a r )',
    suggestions: ['foo', '('],
  },
  {
    name: 'what reaches beyond the run into the text behind it is wrong',
    scenario: { task: { target: 'a()', after: ';\n' }, shows: { a: '();' } },
    keys: 'a ( )',
    suggestions: ['();'],
    withdrawn: 1,
  },
  {
    name: 'a line break of two code units and a character of two are one key each',
    scenario: { task: { target: 'a\r\n😀b' } },
    keys: 'a \r\n 😀 b',
    suggestions: [],
  },
  {
    name: 'indentation is typed blank by blank',
    scenario: { task: { target: 'a\n  b' } },
    keys: 'a \n     b',
    suggestions: [],
  },
  {
    name: 'given indentation comes with the line break',
    scenario: { task: { target: 'a\n  b\n\n\tc  d' }, givesIndent: true },
    keys: 'a \n   b \n \n\t c     d',
    suggestions: [],
  },
  {
    name: 'given indentation is completed after an accept that ends in it',
    scenario: { task: { target: 'a{\n    b' }, shows: { a: '{\n ' }, givesIndent: true },
    keys: 'a [{\n    ] b',
    suggestions: ['{\n '],
  },
];

for (const { name, scenario, keys, suggestions, withdrawn = 0 } of scenarios) {
  test(`typist: ${name}`, async () => {
    const typed = await check(scenario);
    assert.equal(typed.keys, keys);
    assert.deepEqual(
      typed.turns.flatMap(({ outcome, isNew }) => (isNew && outcome.kind === 'shown' ? [outcome.text] : [])),
      suggestions,
    );
    assert.equal(typed.turns.filter((turn) => turn.isWithdrawn).length, withdrawn);
  });
}

test('typist: the engine hears of what was accepted, and of nothing else', async () => {
  const { accepted } = await check({ shows: { '': 'fox', f: 'oo', foo: '(' } });
  assert.deepEqual(accepted, ['2', '3']);
});

test('typist: the wait is from question to answer', async () => {
  const { turns } = await check({ task: { target: 'ab' } });
  assert.deepEqual(
    turns.map((turn) => turn.waited),
    [2, 2],
  );
});

test('typist: only what was typed, between what stood there before, is ever handed out', async () => {
  const piece = fc.string({ unit: fc.constantFrom('a', '\n', ' ', '\t', '😀') });
  await fc.assert(
    fc.asyncProperty(piece, piece, piece, fc.boolean(), async (before, target, after, givesIndent) => {
      const shows = { [target.slice(0, 1)]: target.slice(1, 3), [target.slice(0, 4)]: 'wrong' };
      const { asked, turns } = await check({ task: { before, target, after }, shows, givesIndent });
      assert.equal(turns.map((turn) => turn.entered).join(''), target);
      for (const { text, offset } of asked) {
        const typed = target.slice(0, offset - before.length);
        assert.equal(text, before + typed + after);
        assert.ok(typed.length < target.length);
      }
    }),
  );
});

test('typist: keys by hand are the keys of typing in silence', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: fc.constantFrom('a', '\n', '\r\n', ' ', '\t', '😀') }),
      fc.boolean(),
      async (target, givesIndent) => {
        const { turns } = await check({ task: { target }, givesIndent });
        assert.equal(keysByHand(target, givesIndent), turns.length);
      },
    ),
  );
});

test('typist: an answer that is not there when the next key is due comes too late', async () => {
  const clock = new VirtualClock();
  const never = new AbortController().signal;
  const waits = [50, 200, 50];
  const seat = {
    givesIndent: false,
    now: () => clock.now(),
    accepted: () => {},
    nextKey: () => clock.sleep(100, never),
    ask: async (): Promise<Outcome> => {
      await clock.sleep(waits.shift() ?? 0, never);
      return { kind: 'shown', id: '1', text: 'x', confidence: 0.97, source: 'endpoint' };
    },
  };
  const turns: Turn[] = [];
  const typed = async (): Promise<void> => {
    for await (const turn of typing({ before: '', target: 'abc', after: '' }, seat)) turns.push(turn);
  };
  await clock.run(typed());
  assert.deepEqual(
    turns.map(({ outcome, waited }) => [outcome.kind, waited]),
    [
      ['shown', 50],
      ['silent', 100],
      ['shown', 50],
    ],
  );
  assert.equal(clock.now(), 300);
});
