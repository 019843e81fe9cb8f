import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ModelFailure } from '../../server/models/model.ts';
import { tokens } from '../support/tokens.ts';
import { check, type Event, type Expected, invoke, type Scenario, Session } from './session.ts';

type Row = readonly [name: string, scenario: Scenario, events: readonly Event[], expected: Expected];

function table(title: string, rows: readonly Row[]): void {
  describe(title, () => {
    for (const [name, ...row] of rows) it(name, () => check(...row));
  });
}

const unsure = tokens('foo .5 | far .3');
const foobar = tokens('foo .98 → bar .99 → ( .99 → ) .99');

table('the ladder, cheap to dear', [
  [
    'a sure model in process ends the climb',
    { workspace: { f: tokens('oo .97') }, endpoint: [] },
    ['f', 1000],
    { told: ['f[oo] 0.970 workspace'], calls: [] },
  ],
  [
    'an unsure one does not',
    { workspace: { f: tokens('oo .9') }, endpoint: [{ steps: foobar }] },
    ['f', 75],
    { told: ['f[oobar()] 0.968 endpoint'], calls: ['75 ▸'] },
  ],
  [
    'an earlier reply that is sure ends it, too',
    { endpoint: [{ steps: foobar }] },
    ['f', 75, 'o', 1000],
    { told: ['f[oobar()] 0.968 endpoint', 'fo[obar()] 0.970 cache'], calls: ['75 ▸'] },
  ],
  [
    'what the model in process says beats no answer of the dear one',
    { workspace: { f: tokens('oo .9') }, endpoint: [{ steps: [] }] },
    ['f', 75],
    { told: ['f█ below-cutoff'] },
  ],
  [
    'and is not hidden by one that knows nothing',
    { endpoint: [{ steps: unsure }] },
    ['f', 75, invoke],
    { told: ['f█ below-cutoff', 'f█ below-cutoff'] },
  ],
]);

table('when the endpoint is asked', [
  ['after a pause of 75 ms', { endpoint: [] }, ['f', 74], { told: [], calls: [] }],
  ['which each key begins anew', { endpoint: [] }, ['f', 70, 'o', 70, 'o', 74], { calls: [] }],
  [
    'at once, when a suggestion was just taken',
    { workspace: { f: tokens('oo .97') }, endpoint: [{ steps: unsure }] },
    ['f', (session) => session.accept()],
    { calls: ['0 ▸'] },
  ],
  [
    'but not when its last letter was typed',
    { workspace: { f: tokens('oo .97') }, endpoint: [] },
    ['fo', 'o', 50],
    { calls: [] },
  ],
  [
    'before the word at the cursor and the blank before it',
    { source: 'return█;', endpoint: [{ steps: tokens('·foo .5') }] },
    [' f', 75],
    { calls: ['75 return▸'] },
  ],
  [
    'never twice at one anchor',
    { endpoint: [{ steps: unsure }] },
    ['f', 75, 'x', 1000, '⌫', 1000, 'y', 1000],
    { told: ['f█ below-cutoff', 'fx█ ruled-out', 'f█ below-cutoff', 'fy█ ruled-out'], calls: ['75 ▸'] },
  ],
  [
    'anew behind the next anchor',
    { endpoint: [{ steps: unsure }, { steps: [] }] },
    ['f', 75, '.', 75],
    { calls: ['75 ▸', '150 f▸'] },
  ],
  [
    'not even where it had nothing to say',
    { endpoint: [{ steps: [] }] },
    ['f', 75, 'o', 1000],
    { told: ['f█ nothing-known', 'fo█ nothing-known'], calls: ['75 ▸'] },
  ],
  [
    'but anew where it failed',
    { endpoint: [{ steps: [], failure: new ModelFailure('No.') }, { steps: foobar }] },
    ['f', 75, 'o', 75],
    { told: ['f█ model-failed', 'fo[obar()] 0.970 endpoint'], calls: ['75 ▸ stopped after 0', '150 ▸'] },
  ],
]);

table('a reply that is arriving', [
  [
    'is waited for until something is sure and the next step is there',
    { endpoint: [{ steps: tokens('foo .98 → bar .6 → ( .99'), every: 100 }] },
    ['f', 75, 100, 99],
    { told: [], calls: ['75 ▸'] },
  ],
  [
    'is sure as soon as the next step is no longer',
    { endpoint: [{ steps: tokens('foo .98 → bar .6 → ( .99'), every: 100 }] },
    ['f', 75, 200],
    { told: ['f[oo] 0.998 endpoint'] },
  ],
  [
    'ends the waiting as soon as its first token is not sure',
    { endpoint: [{ steps: tokens('foo .6 | far .3 → bar .9'), every: 100 }] },
    ['f', 75, 100],
    { told: ['f█ below-cutoff'] },
  ],
  [
    'is not given up before it has reached the cursor',
    { endpoint: [{ steps: tokens('f .98 | foz .005 → oo .99 → bar .99'), every: 100 }] },
    ['fo', 75, 100, 300],
    { told: ['f█ superseded', 'fo[obar] 0.983 endpoint'] },
  ],
  [
    'is joined by a key that agrees',
    { endpoint: [{ steps: foobar, every: 100 }] },
    ['f', 150, 'o', 1000],
    { told: ['f█ superseded', 'fo[obar()] 0.970 endpoint'], calls: ['75 ▸'] },
  ],
  [
    'is followed by asking behind the next anchor when it does not help there',
    { endpoint: [{ steps: tokens('foo .9 → ; .6'), every: 100 }, { steps: tokens('.bar .97') }] },
    ['foo', 180, '.', 1000],
    {
      told: ['f█ superseded', 'fo█ superseded', 'foo█ superseded', 'foo.[bar] 0.994 endpoint'],
      calls: ['75 ▸ stopped after 2', '275 foo▸'],
    },
  ],
  [
    'is stopped by asking behind the next anchor',
    {
      endpoint: [
        { steps: tokens('foo .9 → . .6 | ; .35 → a .5 → b .99 → c .99'), every: 100 },
        { steps: tokens('.bar .97') },
      ],
    },
    ['foo', 180, '.', 1000],
    {
      told: ['f█ superseded', 'fo█ superseded', 'foo█ superseded', 'foo.[bar] 0.994 endpoint'],
      calls: ['75 ▸ stopped after 3', '375 foo▸'],
    },
  ],
  [
    'is not followed by another when it is sure, wherever the anchor would be now',
    { endpoint: [{ steps: tokens('foo .9 → .bar .99'), every: 100 }] },
    ['foo', 180, '.', 1000],
    {
      told: ['f█ superseded', 'fo█ superseded', 'foo█ superseded', 'foo.[bar] 0.996 endpoint'],
      calls: ['75 ▸'],
    },
  ],
  [
    'is stopped by a key that contradicts it',
    { endpoint: [{ steps: foobar, every: 100 }] },
    ['f', 200, 'x', 1000],
    { told: ['f█ superseded', 'fx█ ruled-out'], calls: ['75 ▸ stopped after 1'] },
  ],
  [
    'is stopped by a key that contradicts it even when another model is sure',
    { workspace: { fx: tokens('yz .99') }, endpoint: [{ steps: foobar, every: 100 }] },
    ['f', 200, 'x', 1000],
    { told: ['f█ superseded', 'fx[yz] 0.990 workspace'], calls: ['75 ▸ stopped after 1'] },
  ],
  [
    'is stopped when the cursor is elsewhere',
    { endpoint: [{ steps: foobar, every: 100 }, { steps: unsure }] },
    ['f', 200, (session) => session.edit('\n'.repeat(30)), (session) => session.ask('automatic'), 75],
    { calls: ['75 ▸ stopped after 1', '275 ▸'] },
  ],
  [
    'is stopped as soon as more tokens cannot help',
    { endpoint: [{ steps: tokens('foo .5 | far .3 → bar .5 → baz .9 → ; .9'), every: 100 }] },
    ['f', 1000],
    { calls: ['75 ▸ stopped after 2'] },
  ],
]);

table('who invokes', [
  [
    'is answered at once with what is known, while the endpoint is asked for the next time',
    { source: 'f█', endpoint: [{ steps: foobar, every: 10 }] },
    [invoke, 0, invoke, 100, invoke],
    { told: ['f█ nothing-known', 'f█ nothing-known', 'f[oobar()] 0.968 cache'], calls: ['0 ▸'] },
  ],
  [
    'is not kept waiting by a reply that is arriving',
    { endpoint: [{ steps: foobar, every: 100 }] },
    ['f', 100, invoke],
    { told: ['f█ superseded', 'f█ nothing-known'] },
  ],
  [
    'is not held back by the delay',
    { source: 'f█', settings: { delay: 300 }, workspace: { f: tokens('oo .97') } },
    [invoke],
    { told: ['f[oo] 0.970 workspace'] },
  ],
]);

table('the delay', [
  [
    'holds back showing',
    { settings: { delay: 300 }, workspace: { f: tokens('oo .97') } },
    ['f', 299],
    { told: [], screens: ['f█'] },
  ],
  [
    'until it is over',
    { settings: { delay: 300 }, workspace: { f: tokens('oo .97') } },
    ['f', 300],
    { told: ['f[oo] 0.970 workspace'] },
  ],
  [
    'but not asking',
    { settings: { delay: 300 }, endpoint: [{ steps: foobar }] },
    ['f', 75],
    { told: [], calls: ['75 ▸'] },
  ],
  [
    'nor silence',
    { settings: { delay: 300 }, workspace: { f: tokens('oo .9') } },
    ['f'],
    { told: ['f█ below-cutoff'] },
  ],
  [
    'and shows nothing for a state that is over',
    { settings: { delay: 300 }, workspace: { f: tokens('oo .97') } },
    ['f', 200, 'x', 1000],
    { told: ['f█ superseded', 'fx█ ruled-out'] },
  ],
]);

const endpoint = { url: 'http://localhost', model: 'one', dialect: 'auto' };

table('settings that change', [
  [
    'a lower cutoff takes effect at once and costs no request',
    { endpoint: [{ steps: tokens('foo .9 | fab .09') }] },
    ['f', 75, (session) => session.configure({ cutoff: 0.9 }), invoke],
    { told: ['f█ below-cutoff', 'f[oo] 0.908 cache'], calls: ['75 ▸'] },
  ],
  [
    'a higher one, too',
    { endpoint: [{ steps: tokens('foo .98 | fab .02 → bar .98') }] },
    ['f', 75, (session) => session.configure({ cutoff: 0.97 }), invoke],
    { told: ['f[oobar] 0.960 endpoint', 'f[oo] 0.980 cache'], calls: ['75 ▸'] },
  ],
]);

describe('another endpoint', () => {
  const changes: readonly [string, Partial<typeof endpoint>][] = [
    ['url', { url: 'http://other' }],
    ['model', { model: 'two' }],
    ['dialect', { dialect: 'ollama' }],
  ];
  for (const [name, change] of changes) {
    it(`by ${name}: what the old one replied, or still replies, is forgotten`, () =>
      check(
        { source: 'f█', settings: { endpoint }, endpoint: [{ steps: foobar, every: 100 }, { steps: [] }] },
        [
          invoke,
          150,
          (session) => session.configure({ endpoint: { ...endpoint, ...change } }),
          1000,
          invoke,
          0,
        ],
        { told: ['f█ nothing-known', 'f█ nothing-known'], calls: ['0 ▸ stopped after 1', '1150 ▸'] },
      ));
  }
});

it('asks for as much as is set, after the text before the anchor and before the text after the cursor', async () => {
  const session = new Session({
    source: 'a = █;\nb',
    settings: { maxTokens: 7, topLogprobs: 3 },
    endpoint: [{ steps: [] }],
  });
  await session.type('fo');
  await session.clock.advance(75);
  const { maxTokens, topLogprobs, prefix, suffix, languageId } = session.endpoint.calls[0]?.prompt ?? {};
  assert.deepEqual(
    { maxTokens, topLogprobs, prefix, suffix, languageId },
    { maxTokens: 7, topLogprobs: 3, prefix: 'a =', suffix: ';\nb', languageId: 'typescript' },
  );
  await session.end();
});
