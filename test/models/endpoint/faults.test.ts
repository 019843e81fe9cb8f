import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { describe, it } from 'node:test';
import type { Step } from '../../../server/completion/continuation.ts';
import type { Outcome } from '../../../server/completion/outcome.ts';
import { Engine } from '../../../server/engine/engine.ts';
import { noProxy } from '../../../server/lsp/proxy.ts';
import { createSend } from '../../../server/main/send.ts';
import { EndpointModel } from '../../../server/models/endpoint/endpoint-model.ts';
import type { Model, Prompt } from '../../../server/models/model.ts';
import { defaultSettings } from '../../../server/settings/settings.ts';
import { FakeClock, settled } from '../../support/fake-clock.ts';
import {
  answers,
  certificate,
  http,
  json,
  RawEndpoint,
  type Scheme,
  stream,
} from '../../support/raw-endpoint.ts';
import { tokens } from '../../support/tokens.ts';

/**
 * Everything that may go wrong between two machines, from a key pressed to what
 * the person is told, over real sockets.
 */
interface Fault {
  readonly answer?: (socket: Socket, endpoint: RawEndpoint) => unknown;
  /** Nothing more comes: what ends it is time. */
  readonly waits?: true;
  /** Another address than that of the server. */
  readonly url?: (endpoint: RawEndpoint) => string;
  readonly trusted?: readonly string[];
}

/** Types on three times within a second, with a fault each time. */
async function check(fault: Fault, scheme: Scheme, sentence: string): Promise<void> {
  await using endpoint = await RawEndpoint.start(scheme, (socket) => fault.answer?.(socket, endpoint));
  const clock = new FakeClock();
  const told: string[] = [];
  const settings = {
    url: fault.url?.(endpoint) ?? `${endpoint.origin}/v1`,
    model: 'gpt-4o-mini',
    dialect: 'openai-chat',
  };
  const model = new EndpointModel({
    settings,
    send: createSend({
      environment: {},
      proxy: noProxy,
      systemCertificates: () => fault.trusted ?? [certificate],
    }),
    apiKey: () => Promise.resolve('sk-secret'),
    clock,
    log: { info: (line) => told.push(line), warn: (line) => told.push(`log: ${line}`) },
    onState: (state) => told.push(`state: ${state === 'ok' ? 'ok' : state.failed}`),
  });
  const log = { info() {}, warn: (line: string) => told.push(`engine: ${line}`) };
  const engine = new Engine({ clock, log, exclusions: { covers: () => false } });
  engine.configure({ ...defaultSettings, endpoint: settings }, [knowing, model]);
  for (const text of ['const unknown', 'const unknown1', 'const unknown12']) {
    const outcome = await ask(engine, clock, text, endpoint, fault);
    assert.deepEqual([outcome.kind, wordsOf(outcome, endpoint)], ['silent', sentence]);
  }
  const known = await ask(engine, clock, 'a line that is ', endpoint, fault);
  assert.equal(known.kind === 'shown' && known.text, 'known', 'the workspace model goes on working');
  const lines = told.map((line) => line.replaceAll(originOf(settings.url), 'ORIGIN'));
  assert.deepEqual(lines, [`log: ${sentence}`, `state: ${sentence}`], 'one line in the log, one state');
  assert.ok(endpoint.requests.length <= 1, 'an endpoint that failed rests');
}

/** The workspace model of these tests: sure in one place, without an answer elsewhere. */
const knowing: Model = {
  source: 'workspace',
  immediate: true,
  complete: ({ prefix }: Prompt): Step[] =>
    prefix.endsWith('that is ') ? tokens`known .999 | gone .001` : [],
};

async function ask(
  engine: Engine,
  clock: FakeClock,
  text: string,
  endpoint: RawEndpoint,
  { waits }: Fault,
): Promise<Outcome> {
  const document = { uri: 'file:///a.ts', languageId: 'typescript', version: text.length, text };
  let outcome: Outcome | undefined;
  const asked = engine
    .complete({ document, offset: text.length, trigger: 'automatic' }, new AbortController().signal)
    .then((one) => (outcome = one));
  await clock.advance(100);
  if (!waits) return asked;
  const isOpen = (): boolean => outcome === undefined;
  if (isOpen() && endpoint.requests.length === 0) await endpoint.asked();
  // Twenty-one seconds, with time between for what came to be read.
  for (let seconds = 0; isOpen() && seconds <= 20; seconds++) {
    await settled();
    await clock.advance(1000);
  }
  return asked;
}

function wordsOf(outcome: Outcome, { origin }: RawEndpoint): string {
  const detail = outcome.kind === 'silent' ? (outcome.detail ?? outcome.reason) : outcome.text;
  return detail.replaceAll(origin, 'ORIGIN').replaceAll(/https?:\/\/[\w.]+:\d+/g, 'ORIGIN');
}

function originOf(url: string): string {
  return new URL(url).origin;
}

const overBoth: readonly (readonly [name: string, fault: Fault, sentence: string])[] = [
  [
    'refused',
    { url: (endpoint) => endpoint.origin.replace(/\d+$/, '1') },
    'ORIGIN refuses the connection: start the server, or correct sureline.endpoint.url.',
  ],
  [
    'reset',
    { answer: (_, endpoint) => endpoint.reset() },
    'ORIGIN broke off the connection (ECONNRESET): see the log of that server.',
  ],
  [
    'closed without a word',
    { answer: (socket) => socket.end() },
    'ORIGIN broke off the connection (ECONNRESET): see the log of that server.',
  ],
  [
    'hung without a status line',
    { waits: true },
    'ORIGIN sent nothing for 20 s: check that it is not overloaded, or choose a faster model.',
  ],
  [
    'hung after the status line',
    { answer: answers(stream), waits: true },
    'ORIGIN sent nothing for 20 s: check that it is not overloaded, or choose a faster model.',
  ],
  [
    'nothing but signs of life',
    {
      answer: (socket) => {
        socket.write(stream);
        const beat = (): unknown => socket.writable && socket.write(': ping\n\n', () => setImmediate(beat));
        beat();
      },
      waits: true,
    },
    'ORIGIN sent nothing for 20 s: check that it is not overloaded, or choose a faster model.',
  ],
  [
    'an error that is never finished',
    { answer: answers('HTTP/1.1 500 Oops\r\nContent-Length: 100\r\n\r\nhalf'), waits: true },
    'ORIGIN sent nothing for 20 s: check that it is not overloaded, or choose a faster model.',
  ],
  [
    'garbage instead of HTTP',
    { answer: answers('\u0001\u0002 hello\r\n\r\n') },
    'ORIGIN does not speak HTTP: correct sureline.endpoint.url; it may have to begin with https://.',
  ],
  [
    'garbage instead of events',
    { answer: (socket) => socket.end(`${stream}data: \u0001\u0002{{{\n\n`) },
    'ORIGIN answered with something else than a completion: check that sureline.endpoint.url is the address of its API; it often ends in /v1.',
  ],
  [
    'a page for people',
    { answer: answers(http('<!doctype html><title>Hi</title>', { type: 'text/html' })) },
    'ORIGIN answered with something else than a completion: check that sureline.endpoint.url is the address of its API; it often ends in /v1.',
  ],
  [
    'an error under a status of success',
    { answer: answers(http('{"error":"Unexpected endpoint or method"}', json)) },
    'ORIGIN reported an error instead of an answer: see the log of that server, and check sureline.endpoint.url and sureline.endpoint.model.',
  ],
  ...(
    [
      ['401 Unauthorized', 'ORIGIN does not accept the API key (401): set a valid key.'],
      ['402 Payment Required', 'ORIGIN wants to be paid first (402): check the credit of the account.'],
      [
        '403 Forbidden',
        'ORIGIN does not allow this request (403): check what the API key may do, and whether it may use the model "gpt-4o-mini".',
      ],
      ['408 Request Timeout', 'ORIGIN gave up waiting (408): check that it is not overloaded.'],
      [
        '429 Too Many Requests',
        'ORIGIN takes no more requests for now (429): wait, or check the limits and the credit of the account.',
      ],
      [
        '500 Internal Server Error',
        'ORIGIN has an error of its own (500): see the log of that server, or wait.',
      ],
      [
        '503 Service Unavailable',
        'ORIGIN has an error of its own (503): see the log of that server, or wait.',
      ],
    ] as const
  ).map(([status, sentence]): readonly [string, Fault, string] => [
    status,
    { answer: answers(http('{"error":{"message":"no"}}', { ...json, status })) },
    sentence,
  ]),
  [
    '404 Not Found',
    { answer: answers(http('{"error":{"message":"no"}}', { ...json, status: '404 Not Found' })) },
    'ORIGIN knows no such address or no model "gpt-4o-mini" (404): check sureline.endpoint.url, which often ends in /v1, and sureline.endpoint.model.',
  ],
  [
    'a redirect to elsewhere',
    { answer: answers(http('', { status: '307 Moved', Location: 'http://127.0.0.1:9/v1' })) },
    'ORIGIN redirects to another address (307), which is not followed: set sureline.endpoint.url to the address that it redirects to.',
  ],
];

describe('one status with a cause and a next step, one log line, and the workspace model goes on', () => {
  for (const scheme of ['http', 'https'] as const) {
    for (const [name, fault, sentence] of overBoth) {
      it(`${scheme}: ${name}`, () => check(fault, scheme, sentence));
    }
  }

  it('https: a certificate that is not trusted', () =>
    check(
      { trusted: [] },
      'https',
      'ORIGIN has a certificate that is not trusted: add it to NODE_EXTRA_CA_CERTS.',
    ));

  it('https: a certificate for another host', () =>
    check(
      { url: ({ port }) => `https://localhost:${port}/v1` },
      'https',
      'ORIGIN has a certificate for another host: correct the host in sureline.endpoint.url.',
    ));

  it('https: a server that speaks no TLS', () =>
    check(
      { answer: answers(http('no')), url: ({ port }) => `https://127.0.0.1:${port}/v1` },
      'http',
      'ORIGIN does not speak TLS: set sureline.endpoint.url to begin with http://.',
    ));
});
