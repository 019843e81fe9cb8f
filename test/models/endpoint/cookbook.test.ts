import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decide } from '../../../server/gate/gate.ts';
import type { Step } from '../../../server/completion/continuation.ts';
import { EndpointModel } from '../../../server/models/endpoint/endpoint-model.ts';
import { silentLog } from '../../../server/base/log.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { events, HttpEndpoint } from '../../support/http-endpoint.ts';
import { chatChunks } from '../../support/openai-replies.ts';
import { tokens } from '../../support/tokens.ts';

/**
 * The sentence of OpenAI's cookbook on logprobs, completed word by word at
 * temperature 0. There, over 95 % is high confidence, under 60 % low. Half of
 * what the models answer repeats the sentence, at up to 100 %.
 */
async function check(prefix: string, reply: string, expected: string): Promise<void> {
  await using server = await HttpEndpoint.start({ pieces: events(...chatChunks(tokens(reply))) });
  const model = new EndpointModel({
    settings: { url: server.origin, model: 'gpt-4o-mini', dialect: 'auto' },
    apiKey: () => Promise.resolve(undefined),
    clock: new FakeClock(),
    log: silentLog,
    onState() {},
  });
  const steps: Step[] = [];
  const prompt = { uri: '', languageId: 'plaintext', prefix, suffix: '', maxTokens: 1, topLogprobs: 3 };
  for await (const step of model.complete(prompt, new AbortController().signal)) steps.push(step);
  const verdict = decide(steps, '', 0.95);
  assert.equal(verdict.kind === 'pass' ? verdict.text : verdict.reason, expected);
}

const sentence = 'My least favorite TV show is Breaking Bad';
const upTo = (word: string): string => sentence.slice(0, sentence.indexOf(word) + word.length);

for (const [run, rows] of [
  [
    'gpt-4o-mini',
    [
      ['My', 'My .9199 | dog .0357 | ap .0278', 'unknown-probability'],
      ['least', 'My .8806 | favorite .1192 | ·My .0001', 'unknown-probability'],
      ['favorite', 'My .9485 | food .0174 | color .0064', 'unknown-probability'],
      ['TV', 'show .5618 | My .4375 | ·show .0003', 'below-cutoff'],
      ['show', 'is .4925 | My .4925 | was .008', 'below-cutoff'],
      ['is', 'My .6194 | one .1775 | the .0508', 'unknown-probability'],
      ['Bad', 'because .9661 | , .0227 | ·because .0065', 'because'],
    ],
  ],
  [
    'gpt-3.5-turbo',
    [
      ['My', 'favorite .8332', 'below-cutoff'],
      ['least', 'favorite .9855', 'favorite'],
      ['favorite', 'food .3874', 'below-cutoff'],
      ['TV', 'show .9992', 'show'],
      ['show', 'is .7519', 'below-cutoff'],
      ['is', '"My .4998', 'unknown-probability'],
      ['Bad', 'because .8371', 'below-cutoff'],
    ],
  ],
  [
    'gemma3n:e2b',
    ['My', 'least', 'favorite', 'TV', 'show', 'is', 'Bad'].map(
      (word) => [word, 'My .99999 | my .000001', 'unknown-probability'] as const,
    ),
  ],
] as const) {
  describe(run, () => {
    for (const [word, reply, expected] of rows) {
      it(`${upTo(word)} ...`, () => check(upTo(word), reply, expected));
    }
  });
}
