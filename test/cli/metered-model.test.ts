import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Meter, MeteredModel } from '../../server/cli/metered-model.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { StreamingModel } from '../support/fake-model.ts';
import { tokens } from '../support/tokens.ts';

/** What the meter says after replies to these prefixes of which so many tokens were read; none: given up before the first. */
async function check(asked: readonly (readonly [string, number])[], expected: Partial<Meter>): Promise<void> {
  const clock = new FakeClock();
  const script = { steps: tokens('a .9 → b .9 → c .9'), every: 10 };
  const model = new MeteredModel(
    new StreamingModel(
      clock,
      asked.map(() => script),
    ),
  );
  for (const [prefix, wanted] of asked) {
    const abort = new AbortController();
    const prompt = { uri: 'file:///a', languageId: '', prefix, suffix: '', maxTokens: 8, topLogprobs: 5 };
    const reading = (async () => {
      let read = 0;
      for await (const step of model.complete(prompt, abort.signal)) {
        read += step.text.length;
        if (read === wanted) break;
      }
    })();
    if (wanted === 0) abort.abort();
    await clock.advance(100);
    await reading;
  }
  assert.partialDeepStrictEqual(model.meter, expected);
}

test('meter: requests and tokens', () =>
  check(
    [
      ['one', 3],
      ['two', 1],
    ],
    { requests: 2, tokensAsked: 16, tokens: 4, repeated: 0, unanswered: 0 },
  ));

test('meter: prompts asked again', () =>
  check(
    [
      ['one', 1],
      ['one', 1],
    ],
    { requests: 2, repeated: 1 },
  ));

test('meter: requests given up before their first token', () =>
  check([['one', 0]], { requests: 1, tokens: 0, unanswered: 1 }));
