import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Outcome } from '../../server/completion/outcome.ts';
import { countTurns } from './counts.ts';
import { everyKey, inEditor } from './typist.ts';

interface Scenario {
  readonly name: string;
  readonly before?: string;
  readonly target: string;
  readonly languageId?: string;
  /** What is shown by what stands before the cursor; silence elsewhere. */
  readonly shows?: Readonly<Record<string, string>>;
  /** What each key brings, a suggestion taken in brackets. */
  readonly keys: readonly string[];
  /** What stands after the cursor at each key, where that is told. */
  readonly after?: readonly string[];
  /** Characters that the person types by hand. */
  readonly characters: number;
}

async function check({ before = '', target, languageId = 'go', shows = {}, ...expected }: Scenario) {
  const task = { before, target, after: '' };
  const after: string[] = [];
  const seat = {
    accepted() {},
    ask: (text: string, offset: number): Promise<Outcome> => {
      after.push(text.slice(offset));
      const shown = shows[text.slice(0, offset)];
      if (shown === undefined) return Promise.resolve({ kind: 'silent', reason: 'below-cutoff' });
      return Promise.resolve({ kind: 'shown', id: '1', text: shown, confidence: 0.97, source: 'workspace' });
    },
  };
  const turns = [];
  for await (const turn of inEditor.type(task, languageId, seat)) turns.push(turn);
  const counted = countTurns('', task, turns, inEditor.byHand(task, languageId));
  assert.deepEqual(
    {
      keys: turns.map(({ entered, isRight }) => (isRight ? `[${entered}]` : entered)),
      characters: counted.characters,
      ...(expected.after && { after }),
    },
    {
      keys: expected.keys,
      characters: expected.characters,
      ...(expected.after && { after: expected.after }),
    },
  );
}

describe('an editor that indents and closes brackets', () => {
  const scenarios: readonly Scenario[] = [
    {
      name: 'gives the indentation of the line above',
      before: 'if x\n  a\n',
      target: '  b\n  c',
      keys: ['b', '\n  ', 'c'],
      characters: 3,
    },
    {
      name: 'leaves a line that is indented less to the person',
      before: 'if x\n  a\n',
      target: '  b\nc',
      keys: ['b', '\n', 'c'],
      characters: 3,
    },
    {
      name: 'gives nothing to an empty line',
      before: 'if x\n  a\n',
      target: '  b\n\n  c',
      keys: ['b', '\n', '\n  ', 'c'],
      characters: 4,
    },
    {
      name: 'indents after a colon in Python alone',
      languageId: 'python',
      before: 'def f():\n    pass\n',
      target: 'if x:\n    y',
      keys: ['i', 'f', ' ', 'x', ':', '\n    ', 'y'],
      characters: 7,
    },
    {
      name: 'closes a bracket, and types over it at a key that is no character',
      target: 'f(a)',
      keys: ['f', '(', 'a', ')'],
      after: ['', '', ')', ')'],
      characters: 3,
    },
    {
      name: 'puts a closing bracket on a line of its own after a line break',
      target: 'f {\n  a\n}\n',
      keys: ['f', ' ', '{', '\n  ', 'a', '\n}', '\n'],
      after: ['', '', '', '}', '\n}', '\n}', ''],
      characters: 6,
    },
    {
      name: 'closes nothing where the text has nothing closed',
      target: 'f(a',
      keys: ['f', '(', 'a'],
      after: ['', '', ''],
      characters: 3,
    },
    {
      name: 'closes nothing that came by a suggestion',
      target: 'f(a)',
      shows: { '': 'f(' },
      keys: ['[f(]', 'a', ')'],
      after: ['', '', ''],
      characters: 3,
    },
    {
      name: 'takes a suggestion for wrong that repeats the bracket that stands there',
      target: 'f(a) + b',
      shows: { 'f(a': ') +' },
      keys: ['f', '(', 'a', ')', ' ', '+', ' ', 'b'],
      characters: 7,
    },
    {
      name: 'lets the bracket that stands there serve for one further out that is open',
      target: 'f(g(a))',
      shows: { '': 'f(', 'f(g(a': ')' },
      keys: ['[f(]', 'g', '(', 'a', '[)]', ')'],
      characters: 5,
    },
  ];
  for (const scenario of scenarios) it(scenario.name, () => check(scenario));
});

it('without an editor every character is a key', () => {
  const { keys, characters, visible } = everyKey.byHand({ before: '', target: 'a\r\n😀 b', after: '' }, 'go');
  assert.deepEqual([keys.at(-1), characters.at(-1), visible.at(-1)], [5, 7, 4]);
});
