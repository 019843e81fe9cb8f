import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decide } from '../../server/gate/gate.ts';
import { Judge } from '../../server/engine/judge.ts';
import { atOtherCutoffs } from '../../server/engine/other-cutoff.ts';
import { marked } from '../support/marked.ts';
import { tokens } from '../support/tokens.ts';

/** What another cutoff would have shown of this reply, after so many like it that were wrong. */
function check(cutoff: number, wrong: number, source: 'endpoint' | 'workspace', expected: string): void {
  const { text, offset } = marked('a = █');
  const document = { uri: 'file:///a.ts', languageId: '', version: 1, text };
  const steps = tokens('foo .96 → bar .9');
  const continuation = { uri: document.uri, source, prefix: text, suffix: '', steps };
  const judge = new Judge();
  for (let count = 0; count < wrong; count++) {
    const reply = { ...continuation, source: 'endpoint' as const, steps: tokens('foo .96') };
    judge.learn({ continuation: reply, about: undefined, from: 0, actual: 'quux', covered: 0 }, 0.95);
  }
  const reading = { continuation, cached: false, typed: '', verdict: decide(steps, '', 0.95) };
  const at = atOtherCutoffs({ document, offset, trigger: 'automatic' }, [reading], judge);
  assert.equal(at(cutoff)?.text ?? 'nothing', expected);
}

type Row = readonly [why: string, ...Parameters<typeof check>];

const rows: readonly Row[] = [
  ['shows more when it is lower', 0.8, 0, 'endpoint', 'foobar'],
  ['and less when it is higher', 0.97, 0, 'endpoint', 'nothing'],
  ['sees what was learnt of the endpoint, as a decision does', 0.8, 300, 'endpoint', 'nothing'],
  ['and reads the workspace model as it is', 0.8, 300, 'workspace', 'foobar'],
];

describe('another cutoff', () => {
  for (const [why, ...row] of rows) it(why, () => check(...row));
});
