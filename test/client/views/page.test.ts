import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inspectorPage } from '../../../client/views/page.ts';
import type { Band, Explanation } from '../../../server/lsp/protocol.ts';
import { tokens } from '../../support/tokens.ts';

const bands: readonly Band[] = [
  { from: 0.5, shown: 0, held: 0, claimed: 0 },
  { from: 0.95, shown: 20, held: 19, claimed: 0.96 },
];

const explanation: Explanation = {
  outcome: { kind: 'shown', id: '1', text: 'reaking', confidence: 0.97, source: 'cache' },
  cutoff: 0.95,
  readings: [
    {
      source: 'endpoint',
      cached: true,
      typed: ' B',
      steps: tokens('·Breaking .45 | ·The .2 | ·Better .02 → ·Bad .6 | ·<b> .1'),
      best: { text: 'reaking', estimate: 0.97, floor: 0.61 },
      verdict: 'passes',
    },
  ],
  timings: [{ stage: 'known', at: 0.21 }],
};

/** The page without the blanks that its template is laid out with. */
function check(parts: { explanation?: Explanation; reliability?: readonly Band[] }): string {
  const page = inspectorPage({
    explanation: parts.explanation,
    reliability: parts.reliability ?? [],
    styles: 'https://example.test/inspector.css',
    styleSource: 'https://example.test',
  });
  return page
    .replaceAll(/\s+/g, ' ')
    .replaceAll('> <', '><')
    .replaceAll(/ (?=<\/)/g, '');
}

describe('the inspector', () => {
  const page = check({ explanation, reliability: bands });

  it('says what was shown, how sure, and from where', () =>
    assert.match(page, /Shown: <code>reaking<\/code> 97\.0 % sure, from an earlier reply/));

  it('names each token with its probability and what became of it', () =>
    assert.deepEqual(
      [...page.matchAll(/<summary aria-label="([^"]*)"/g)].map(([, label]) => label),
      ['·Breaking, 45 %, shown', '·Bad, 60 %, not shown'],
    ));

  it('draws the cutoff behind what is shown', () =>
    assert.ok(
      page.indexOf('role="separator"') > page.indexOf('·Breaking, 45 %') &&
        page.indexOf('role="separator"') < page.indexOf('·Bad, 60 %'),
    ));

  it('strikes out the alternatives that typing has ruled out', () =>
    assert.deepEqual(
      [...page.matchAll(/<tr class="(open|ruled-out)"><td><code>([^<]*)/g)].map(
        ([, state, text]) => `${text} ${state}`,
      ),
      ['·The ruled-out', '·Better open', '·&#60;b&#62; open'],
    ));

  it('plots what held against what was claimed, with the figures beside it', () => {
    assert.match(page, /19 of 20 suggestions became what you typed \(95\.0 %\)/);
    assert.equal(page.match(/<circle/g)?.length, 1);
    assert.match(page, /<td>95\.0 %<\/td><td>96\.0 %<\/td><td>95\.0 % of 20<\/td>/);
  });

  it('gives the reason for silence', () =>
    assert.match(
      check({
        explanation: { ...explanation, readings: [], outcome: { kind: 'silent', reason: 'excluded' } },
      }),
      /Nothing is shown\. This file is excluded from suggestions\./,
    ));

  it('says what to do before anything was asked', () => assert.match(check({}), /Type somewhere/));

  it('runs and loads nothing but its stylesheet', () => {
    assert.match(page, /content="default-src 'none'; style-src https:\/\/example\.test"/);
    assert.doesNotMatch(page, /<script|style="|\son\w+=|<img|<iframe|javascript:/);
  });
});
