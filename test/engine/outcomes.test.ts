import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ModelFailure } from '../../server/models/model.ts';
import { tokens } from '../support/tokens.ts';
import { check, type Event, invoke, type Scenario, Session } from './session.ts';

type Row = readonly [name: string, scenario: Scenario, events: readonly Event[], told: readonly string[]];

const sure = { workspace: { f: tokens('oo .97') } };

const rows: readonly Row[] = [
  ['shown', sure, ['f'], ['f[oo] 0.970 workspace']],
  ['switched off', { ...sure, settings: { enabled: false } }, ['f'], ['f█ switched-off']],
  [
    'off for the language',
    { ...sure, settings: { languages: { typescript: false } } },
    ['f'],
    ['f█ language-off'],
  ],
  [
    'off, but on for the language',
    { ...sure, settings: { enabled: false, languages: { typescript: true } } },
    ['f'],
    ['f[oo] 0.970 workspace'],
  ],
  [
    'not sure enough for the language',
    { ...sure, settings: { languages: { typescript: { cutoff: 0.98 } } } },
    ['f'],
    ['f█ below-cutoff'],
  ],
  [
    'sure enough for the language',
    { ...sure, settings: { cutoff: 0.99, languages: { typescript: { cutoff: 0.96 } } } },
    ['f'],
    ['f[oo] 0.970 workspace'],
  ],
  ['an excluded file', { ...sure, excluded: () => true }, ['f'], ['f█ excluded']],
  ['no text', { ...sure, source: '\0█' }, ['f'], ['\0f█ not-text']],
  ['too large', { ...sure, source: `█${' '.repeat(4_000_000)}` }, ['f'], ['f█ too-large']],
  [
    'an empty document, unasked',
    { workspace: { '': tokens('a .99') } },
    [(s) => s.ask('automatic')],
    ['█ nothing-known'],
  ],
  ['an empty document, asked', { workspace: { '': tokens('a .99') } }, [invoke], ['[a] 0.990 workspace']],
  ['nothing known', {}, ['f'], ['f█ nothing-known']],
  ['unknown probability', { workspace: { f: tokens('oo ?') } }, ['f'], ['f█ unknown-probability']],
  ['not sure enough', { workspace: { f: tokens('oo .9') } }, ['f'], ['f█ below-cutoff']],
  ['only blanks', { workspace: { f: tokens('· .99') } }, ['f'], ['f█ blank']],
  ['what follows already', { source: '█)', workspace: { f: tokens(') .99') } }, ['f'], ['f█ repeats-suffix']],
  ['half a character', { workspace: { f: tokens('\ude00 .99') } }, ['f'], ['f█ half-character']],
  ['a secret', { workspace: { f: tokens('q8Zk2Lw9Xv4Tn7Rb1Yc6Mf3Hd5Js0P .99') } }, ['f'], ['f█ secret']],
  [
    'the model contradicted by what was typed meanwhile',
    { endpoint: [{ steps: tokens('foo .9 | bar .09') }] },
    ['f', 75, 'x'],
    ['f[oo] 0.999 endpoint', 'fx█ ruled-out'],
  ],
  [
    'the model failed',
    { endpoint: [{ steps: [], failure: new ModelFailure('No connection.') }] },
    ['f', 75],
    ['f█ model-failed'],
  ],
  ['a newer request', { endpoint: [{ steps: [] }] }, ['f', invoke], ['f█ superseded', 'f█ nothing-known']],
];

describe('every request ends in one outcome, and every silence has its reason', () => {
  for (const [name, scenario, events, told] of rows) {
    it(name, () => check(scenario, events, { told }));
  }
});

describe('what a person is told beyond the reason', () => {
  it('the sentence of the failure', async () => {
    const session = new Session({ endpoint: [{ steps: [], failure: new ModelFailure('No connection.') }] });
    await session.type('f');
    await session.clock.advance(75);
    assert.deepEqual(session.outcomes, [
      { kind: 'silent', reason: 'model-failed', detail: 'No connection.' },
    ]);
    await session.end();
  });
});

describe('a request whose editor has lost interest', () => {
  it('is superseded when it was cancelled before it came', () =>
    check({ ...sure, source: 'f█' }, [(session) => session.ask('automatic', AbortSignal.abort())], {
      told: ['f█ superseded'],
    }));

  it('is superseded when it is cancelled while it waits', async () => {
    const session = new Session({ endpoint: [] });
    const cancelled = new AbortController();
    session.edit('f');
    session.ask('automatic', cancelled.signal);
    await session.clock.advance(10);
    assert.deepEqual(session.told, []);
    cancelled.abort();
    await session.clock.advance(0);
    assert.deepEqual(session.told, ['f█ superseded']);
    await session.end();
  });

  it('is superseded by an edit at once, and no model is asked for its state', () =>
    check({ endpoint: [] }, ['f', 74, (session) => session.edit('o'), 1000], {
      told: ['f█ superseded'],
      calls: [],
    }));

  it('is superseded when the document is closed', async () => {
    const session = new Session({ endpoint: [{ steps: tokens('foo .9'), every: 100 }] });
    await session.type('f');
    await session.clock.advance(100);
    await session.end();
    assert.deepEqual([session.told, session.calls], [['f█ superseded'], ['75 ▸ stopped after 0']]);
  });
});
