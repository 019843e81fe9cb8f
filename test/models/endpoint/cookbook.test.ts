import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { silentLog } from '../../../server/base/log.ts';
import type { Step } from '../../../server/completion/continuation.ts';
import { decide } from '../../../server/gate/gate.ts';
import { EndpointModel } from '../../../server/models/endpoint/endpoint-model.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { events, HttpEndpoint } from '../../support/http-endpoint.ts';
import { chatChunks } from '../../support/openai-replies.ts';
import { direct } from '../../support/send.ts';

/**
 * The sentence of OpenAI's cookbook on logprobs, completed word by word at
 * temperature 0. There, over 95 % is high confidence, under 60 % low. Half of
 * what the models answer repeats the sentence, at up to 100 %: what then counts
 * is what is left of the reply, not how sure it was.
 */
interface Case {
  readonly prefix: string;
  readonly steps: readonly Step[];
  /** What the cookbook says of the first token alone. */
  readonly rated: 'high' | 'low' | 'between';
  /** What is shown at a cutoff of 0.95, or why nothing is. */
  readonly made: string;
}

async function check({ prefix, steps, rated, made }: Case): Promise<void> {
  const first = steps.slice(0, 1);
  const isHigh = decide(first, '', 0.95).kind === 'pass';
  const isLow = decide(first, '', 0.6).kind !== 'pass';
  assert.equal(isHigh ? 'high' : isLow ? 'low' : 'between', rated);
  await using server = await HttpEndpoint.start({ pieces: events(...chatChunks(steps)) });
  const model = new EndpointModel({
    settings: { url: server.origin, model: 'gpt-4o-mini', dialect: 'auto' },
    apiKey: () => Promise.resolve(undefined),
    send: direct,
    clock: new FakeClock(),
    log: silentLog,
    onState() {},
  });
  const read: Step[] = [];
  const prompt = { uri: '', languageId: 'plaintext', prefix, suffix: '', maxTokens: 12, topLogprobs: 3 };
  for await (const step of model.complete(prompt, new AbortController().signal)) read.push(step);
  const verdict = decide(read, '', 0.95);
  assert.equal(verdict.kind === 'pass' ? verdict.text : verdict.reason, made);
}

const sentence = 'My least favorite TV show is Breaking Bad';
const upTo = (word: string): string => sentence.slice(0, sentence.indexOf(word) + word.length);
const echoed = 'unknown-probability';

/** One place: the chosen token and what else was likely, with their logprobs, as in `is -0.7 | ·was -4.8`. */
function place(notation: string): Step {
  const [chosen = { text: '', logprob: undefined }, ...alternatives] = notation.split(' | ').map((entry) => {
    const [text = '', logprob] = entry.split(' ');
    return { text: text.replace('·', ' '), logprob: Number(logprob) };
  });
  return { ...chosen, alternatives };
}

for (const [run, rows] of [
  [
    'gpt-4o-mini',
    [
      ['My', 'My -0.08344023 | dog -3.3334403 | ap -3.5834403', 'between', echoed],
      ['least', 'My -0.1271426 | favorite -2.1271427 | ·My -9.127143', 'between', echoed],
      ['favorite', 'My -0.052905332 | food -4.0529056 | color -5.0529056', 'between', echoed],
      ['TV', 'show -0.57662326 | My -0.82662326 | ·show -8.201623', 'low', 'below-cutoff'],
      ['show', 'is -0.70817715 | My -0.70817715 | was -4.833177', 'low', 'below-cutoff'],
      ['is', 'My -0.47896808 | one -1.7289681 | the -2.9789681', 'between', echoed],
      ['Bad', 'because -0.034502674 | , -3.7845027 | ·because -5.0345025', 'high', 'because'],
    ],
  ],
  [
    'gpt-3.5-turbo',
    [
      ['My', 'favorite -0.18245785 | dog -2.397172 | ap -3.8732424', 'between', 'below-cutoff'],
      ['least', 'favorite -0.0146376295 | My -4.2417912 | ·favorite -9.748788', 'high', 'favorite'],
      ['favorite', 'food -0.9481721 | My -1.3447137 | color -1.3887696', 'low', 'below-cutoff'],
      ['TV', 'show -0.0007898556 | My -7.711523 | series -9.348547', 'high', 'show'],
      ['show', 'is -0.2851253 | of -1.55335 | My -3.4928775', 'between', 'below-cutoff'],
      ['is', '"My -0.69349754 | "The -1.2899293 | My -2.4170141', 'low', echoed],
      ['Bad', 'because -0.17786823 | , -2.3946173 | . -3.1861975', 'between', 'below-cutoff'],
    ],
  ],
  [
    'gemma3n:e2b, sure of the wrong thing seven times of seven',
    [
      ['My', 'My -2.6613773e-7 | ... -15.8817 | my -16.871944', 'high', echoed],
      ['least', 'My -7.0713514e-7 | my -15.311903 | ... -15.400629', 'high', echoed],
      ['favorite', 'My -2.7222667e-6 | ... -13.502143 | my -14.825623', 'high', echoed],
      ['TV', 'My -5.8547534e-6 | ... -12.674138 | my -14.524882', 'high', echoed],
      ['show', 'My -1.5657979e-5 | ... -11.930177 | is -12.370462', 'high', echoed],
      ['is', 'My -9.0307185e-6 | ... -11.753248 | my -14.382649', 'high', echoed],
      ['Bad', 'My -2.3388103e-5 | Breaking -11.748649 | Okay -12.929163', 'high', echoed],
    ],
  ],
] as const) {
  describe(run, () => {
    for (const [word, top, rated, made] of rows) {
      it(`${upTo(word)} ...`, () => check({ prefix: upTo(word), steps: [place(top)], rated, made }));
    }
  });
}

describe('gemma3n:e2b, let go on: the whole sentence, from its start', () => {
  const steps = `${sentence} because it is`
    .split(/(?= )/)
    .map((word) => place(`${word.replace(' ', '·')} -0.0001 | ... -12`));
  for (const word of sentence.split(' ')) {
    const prefix = upTo(word);
    const made = `${sentence} because it is`.slice(prefix.length);
    it(`after ${prefix}`, () => check({ prefix, steps, rated: 'high', made }));
  }
});
