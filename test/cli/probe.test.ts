import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Misuse } from '../../server/cli/arguments.ts';
import { probe } from '../../server/cli/probe.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { type Answer, events, HttpEndpoint } from '../support/http-endpoint.ts';
import { completionChunks } from '../support/openai-replies.ts';
import { direct } from '../support/send.ts';
import { tokens } from '../support/tokens.ts';

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly keys: readonly (string | undefined)[];
}

/** Runs the command against a server that gives this answer; `URL` among the arguments stands for its address. */
async function check(
  answer: Answer,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  await using endpoint = await HttpEndpoint.start(answer);
  let out = '';
  const code = await probe(
    args.map((arg) => arg.replace('URL', endpoint.origin)),
    {
      terminal: {
        out: (text) => (out += text),
        err: assert.fail,
        isInteractive: false,
        showsProgress: false,
        columns: 80,
        rows: 24,
      },
      clock: new FakeClock(),
      send: direct,
      folder: '/',
      environment,
      program: '',
      signal: new AbortController().signal,
    },
  );
  const keys = endpoint.received.map(({ headers }) => headers.authorization);
  return { code, out: out.replaceAll(endpoint.origin, 'ORIGIN'), keys };
}

const good = { pieces: events(...completionChunks(tokens`·f .9 | ·n .05 → ( .9 | [ .1`)) };
const dialect = ['--dialect', 'openai-completions'];

describe('sureline probe', () => {
  it('tells a person what it found and what will be sent', async () => {
    const { code, out } = await check(good, ['URL', 'davinci-002', ...dialect]);
    assert.equal(code, 0);
    assert.match(out, /^davinci-002 at ORIGIN can be used\.\n/);
    assert.match(
      out,
      /^ {2}dialect +openai-completions\n {2}route +completions\n {2}fill-in-the-middle +no$/m,
    );
    assert.match(out, /^ {2}probabilities +graded\n {2}alternatives a token +2 of 5 asked for$/m);
    assert.match(out, /^What the engine sends, without a key:\nPOST ORIGIN\/v1\/completions\n\{$/m);
  });

  it('tells a program the same', async () => {
    const { out } = await check(good, ['--url', 'URL', '--model', 'davinci-002', '--json', ...dialect]);
    assert.partialDeepStrictEqual(JSON.parse(out), { usable: true, grading: 'graded', model: 'davinci-002' });
  });

  it('says what is wrong and ends with 1 where the endpoint cannot be used', async () => {
    const { code, out } = await check({ status: 401 }, ['URL', 'davinci-002', ...dialect]);
    assert.equal(code, 1);
    assert.match(
      out,
      /^davinci-002 at ORIGIN cannot be used\.\nORIGIN does not accept the API key \(401\): set a valid key\.\n/,
    );
  });

  it('sends the key that was set for it, and no other', async () => {
    const args = ['URL', 'davinci-002', ...dialect];
    const environment = { SURELINE_API_KEY: 'sk-own', OPENAI_API_KEY: 'sk-openai' };
    const own = await check(good, args, environment);
    assert.deepEqual([...new Set(own.keys)], ['Bearer sk-own']);
    assert.doesNotMatch(own.out, /sk-own/);
    const other = await check(good, args, { OPENAI_API_KEY: 'sk-openai' });
    assert.deepEqual([...new Set(other.keys)], [undefined]);
  });

  for (const [args, problem] of [
    [[], /wants an address and a model/],
    [['URL'], /wants an address and a model/],
    [['localhost', 'm'], /endpoint\.url.*http/],
    [['URL', 'm', '--frob'], /--frob/],
  ] as const) {
    it(`refuses ${args.join(' ') || 'no arguments'} in one line`, () =>
      assert.rejects(check(good, args), (error) => error instanceof Misuse && problem.test(error.message)));
  }
});
