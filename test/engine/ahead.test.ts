import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Ahead, standingOf } from '../../server/engine/ahead.ts';
import { AskPolicy } from '../../server/engine/ask-policy.ts';
import { Reply } from '../../server/engine/reply.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { StreamingModel } from '../support/fake-model.ts';
import { marked } from '../support/marked.ts';
import { tokens } from '../support/tokens.ts';
import { check, type Event, type Expected, type Scenario } from './session.ts';

/** Asks wherever an answer could change the verdict, as one that has learnt that it pays. */
class Eager extends AskPolicy {
  constructor() {
    super();
    const document = { uri: 'file:///b.ts', languageId: '', version: 1, text: 'a' };
    for (let asked = 0; asked < 21; asked++) {
      this.choose({ document, offset: 1, trigger: 'automatic' }, [], 0, 0.95);
    }
  }

  protected override isWorth(): boolean {
    return true;
  }
}

const foo = { steps: tokens('foo .98 → ( .99') };
const accept: Event = (session) => session.accept();

const rows: readonly [
  name: string,
  endpoint: Scenario['endpoint'] & object,
  events: readonly Event[],
  Expected,
][] = [
  [
    'at the end of what is shown, so that the next text is there when it is taken',
    [foo, { steps: tokens('( .99 → bar .99') }],
    ['f', 75, 1000, accept],
    { calls: ['75 ▸', '75 foo▸'], told: ['f[oo(] 0.988 endpoint', 'foo([bar] 0.988 cache'] },
  ],
  [
    'and joined by who takes it sooner',
    [foo, { steps: tokens('( .99 → bar .99'), every: 40 }],
    ['f', 75, 60, accept, 20],
    { calls: ['75 ▸', '75 foo▸'], told: ['f[oo(] 0.988 endpoint', 'foo([bar] 0.988 endpoint'] },
  ],
  [
    'once, while that is typed along',
    [foo, { steps: tokens('( .99 → bar .5') }],
    ['f', 75, 'oo(', 1000],
    { calls: ['75 ▸', '75 foo▸'] },
  ],
  [
    'and given up when something else is typed',
    [foo, { steps: tokens('( .99 → bar .99'), every: 40 }],
    ['f', 75, 'x', 10],
    { calls: ['75 ▸', '75 foo▸ stopped after 0'] },
  ],
  [
    'not where the same reply says how it goes on',
    [{ steps: tokens('foo .98 → ( .98 → bar .98 → ) .98 → ; .98') }],
    ['f', 75],
    { calls: ['75 ▸'] },
  ],
];

describe('asked ahead', () => {
  for (const [name, endpoint, events, expected] of rows) {
    const askPolicy = (): AskPolicy => new Eager();
    it(name, () => check({ endpoint, askPolicy }, events, expected));
  }
});

/** Of what was asked ahead at the end of `foo(`, before the bracket. */
function standingAt(source: string): string {
  const document = { uri: 'file:///a.ts', languageId: '', version: 1, text: 'a foo(' };
  const expected = { document, offset: 6, trigger: 'automatic' as const };
  const prompt = {
    uri: document.uri,
    languageId: '',
    prefix: 'a foo',
    suffix: '',
    maxTokens: 1,
    topLogprobs: 1,
  };
  const model = new StreamingModel(new FakeClock(), [{ steps: [] }]);
  const ahead: Ahead = {
    reply: new Reply(model, prompt, { prefix: 'a foo', suffix: '' }, '('),
    site: { anchor: 5, typed: '(', isAtCursor: false, features: [] },
    expected,
  };
  const { text, offset } = marked(source);
  return standingOf(ahead, { document: { ...document, text }, offset, trigger: 'automatic' });
}

describe('what was asked ahead', () => {
  for (const [source, expected] of [
    ['a f█', 'waiting'],
    ['a █', 'waiting'],
    ['a foo█', 'reached'],
    ['a foo(█', 'reached'],
    ['a foo[█', 'reached'],
    ['a fx█', 'over'],
    ['b f█', 'over'],
  ] as const) {
    it(`is ${expected} at ${source}`, () => assert.equal(standingAt(source), expected));
  }
});
