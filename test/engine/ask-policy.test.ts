import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AskPolicy, type Site } from '../../server/engine/ask-policy.ts';
import type { CompletionRequest } from '../../server/completion/request.ts';
import { marked } from '../support/marked.ts';
import { tokens } from '../support/tokens.ts';

interface Scenario {
  /** Replies known before the cursor, by what was typed since. */
  readonly known?: Readonly<Record<string, string>>;
  /** Of so many requests before this one, all paid or none did. */
  readonly paid?: number;
  readonly unpaid?: number;
  /** Sure answers at the cursor that were right. */
  readonly proved?: number;
}

const CUTOFF = 0.95;

function request(source: string): CompletionRequest {
  const { text, offset } = marked(source);
  const document = { uri: 'file:///a.ts', languageId: 'typescript', version: 1, text };
  return { document, offset, trigger: 'automatic' };
}

function choose(policy: AskPolicy, source: string, known: Scenario['known'] = {}): Site | undefined {
  const replies = Object.entries(known).map(([typed, reply]) => ({
    typed,
    continuation: { uri: '', source: 'endpoint' as const, prefix: '', suffix: '', steps: tokens(reply) },
  }));
  return policy.choose(request(source), replies, 0, CUTOFF);
}

function policyAfter({ paid = 0, unpaid = 0, proved = 0 }: Scenario): AskPolicy {
  const policy = new AskPolicy();
  for (let count = 0; count < paid + unpaid; count++) {
    const site = choose(policy, 'const foo = ba█');
    if (site) policy.paid(site, count < paid ? 5 : 0);
  }
  for (let count = 0; count < proved; count++) policy.provedAtCursor(true);
  return policy;
}

/** Where is asked, written `▸`, or nothing. */
function check(source: string, scenario: Scenario, expected: string): void {
  const site = choose(policyAfter(scenario), source, scenario.known);
  const { text, offset } = marked(source);
  const found = site && `${text.slice(0, site.anchor)}▸${text.slice(site.anchor, offset)}`;
  assert.equal(found ?? 'nowhere', expected);
}

const rows: readonly [why: string, source: string, scenario: Scenario, expected: string][] = [
  ['before the word, at first', 'return fo█', {}, 'return▸ fo'],
  ['not twice at one anchor', 'return fo█', { known: { ' fo': 'x .5' } }, 'nowhere'],
  [
    'not where an earlier reply leaves too little open',
    'foo(█',
    { known: { 'oo(': 'oo( .9 → a .5 | b .45' } },
    'nowhere',
  ],
  ['where it leaves enough', 'foo(█', { known: { 'oo(': 'oo( .9 → a .5' } }, 'foo▸('],
  ['where all it said was typed', 'foo(█', { known: { oo: 'oo .9' } }, 'foo▸('],
  ['at the cursor, once that was right often enough', 'return fo█', { proved: 20 }, 'return fo▸'],
];

describe('asked', () => {
  for (const [why, ...row] of rows) it(why, () => check(...row));
});

/** How many of a hundred places are asked about. */
function asked(policy: AskPolicy): number {
  let count = 0;
  for (let place = 0; place < 100; place++) if (choose(policy, `const a${place} = b█`)) count++;
  return count;
}

describe('what came of requests', () => {
  it('makes a model that is of no use rarely asked, but never no more', () => {
    const policy = policyAfter({ unpaid: 300 });
    const few = asked(policy);
    let more = 0;
    for (let round = 0; round < 10; round++) more += asked(policy);
    assert.ok(few < 35 && more > 0, `${few}, then ${more}`);
  });

  it('bounds how often a model is asked that is always right', () => {
    const policy = policyAfter({ paid: 300 });
    for (let round = 0; round < 5; round++) asked(policy);
    const many = asked(policy);
    assert.ok(many >= 20 && many <= 100, `${many}`);
  });

  it('tries answers at the cursor now and then, after the first ones', () => {
    const policy = new AskPolicy();
    const sites = Array.from({ length: 20 }, () => choose(policy, 'return fo█'));
    assert.ok(sites.slice(0, 10).every((site) => site?.isAtCursor === false));
    assert.equal(sites.slice(10).filter((site) => site?.isAtCursor).length, 5);
  });
});
