import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Step } from '../../server/completion/continuation.ts';
import { buildShard } from '../../server/models/workspace/build-shard.ts';
import { marked } from '../support/marked.ts';
import { type Contender, fixedOrder, type Kind, wordCompletion } from './contender.ts';

interface Scenario {
  readonly name: string;
  readonly learnt: readonly string[];
  readonly at: string;
  /** The tokens of the reply with their probabilities; nothing where there is none. */
  readonly says: readonly (readonly [text: string, probability: number])[];
}

async function reply({ model }: Contender, prefix: string, suffix: string): Promise<readonly Step[]> {
  const prompt = { uri: 'file:///x', languageId: '', prefix, suffix, maxTokens: 3, topLogprobs: 1 };
  const steps = [];
  for await (const step of model.complete(prompt, new AbortController().signal)) steps.push(step);
  return steps;
}

/** Learns texts and asks at the cursor. */
async function check(kind: Kind, { learnt, at, says }: Scenario): Promise<void> {
  const contender = kind.create();
  contender.move({
    shards: [buildShard(learnt.map((text, index) => ({ uri: `file:///${index}`, text })))],
  });
  const { prefix, suffix } = marked(at);
  const steps = await reply(contender, prefix, suffix);
  assert.deepEqual(
    steps.map(({ text, logprob = 0 }) => [text, Math.round(Math.exp(logprob) * 100) / 100]),
    says,
  );
}

describe('word completion', () => {
  const scenarios: readonly Scenario[] = [
    { name: 'offers the commonest word', learnt: ['foobar foobar food'], at: 'f█', says: [['oobar', 0.67]] },
    { name: 'counts the document, too', learnt: ['food'], at: 'foobar foobar f█', says: [['oobar', 0.67]] },
    { name: 'counts what follows the cursor', learnt: [], at: 'f█\nfoobar', says: [['oobar', 1]] },
    { name: 'offers nothing before a word has begun', learnt: ['foobar'], at: 'x = █', says: [] },
    {
      name: 'offers nothing for a word that is mostly whole',
      learnt: ['foo foo foobar'],
      at: 'foo█',
      says: [],
    },
    { name: 'does not count the word at the cursor', learnt: ['foobar'], at: 'foob█', says: [['ar', 1]] },
  ];
  for (const scenario of scenarios) it(scenario.name, () => check(wordCompletion, scenario));
});

describe('the 4-gram', () => {
  const scenarios: readonly Scenario[] = [
    {
      name: 'counts what followed',
      learnt: ['a.b;\na.b;\na.c;\n'],
      at: 'a.█',
      says: [
        ['b', 0.67],
        [';', 1],
        ['\n', 1],
      ],
    },
    {
      name: 'looks at three tokens',
      learnt: ['x a.b;y a.c;'],
      at: 'y a.█',
      says: [
        ['c', 1],
        [';', 1],
        ['y', 1],
      ],
    },
    { name: 'looks at fewer where three are new', learnt: ['x(a.b'], at: 'y[a.█', says: [['b', 1]] },
    {
      name: 'goes by what is typed',
      learnt: ['a.bar;a.foo;a.foo;'],
      at: 'a.b█',
      says: [
        ['ar', 1],
        [';', 1],
        ['a', 1],
      ],
    },
    {
      name: 'counts the document',
      learnt: [],
      at: 'a.b\na.█',
      says: [
        ['b', 1],
        ['\n', 1],
        ['a', 1],
      ],
    },
    { name: 'knows nothing after what never stood', learnt: ['a.b'], at: 'q█', says: [] },
  ];
  for (const scenario of scenarios) it(scenario.name, () => check(fixedOrder, scenario));
});

it('what is learnt later counts, and another project takes the place of the last', async () => {
  for (const kind of [wordCompletion, fixedOrder]) {
    const contender = kind.create();
    const ask = async (): Promise<string | undefined> => (await reply(contender, 'a.f', ''))[0]?.text;
    contender.learn({ uri: 'file:///y', text: 'a.food\n' });
    assert.equal(await ask(), 'ood');
    contender.move({ shards: [] });
    assert.equal(await ask(), undefined);
  }
});
