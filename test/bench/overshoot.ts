import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { silentLog } from '../../server/base/log.ts';
import { decimal, table } from '../../server/cli/table.ts';
import { quantile } from '../../server/cli/tally.ts';
import type { Step } from '../../server/completion/continuation.ts';
import { Engine } from '../../server/engine/engine.ts';
import { noProxy } from '../../server/lsp/proxy.ts';
import { createSend } from '../../server/main/send.ts';
import { systemClock } from '../../server/main/system-clock.ts';
import { EndpointModel } from '../../server/models/endpoint/endpoint-model.ts';
import type { Model, Prompt } from '../../server/models/model.ts';
import { defaultSettings } from '../../server/settings/settings.ts';
import { events } from '../support/http-endpoint.ts';
import { completionChunks } from '../support/openai-replies.ts';
import { tokens } from '../support/tokens.ts';

/**
 * `node test/bench/overshoot.ts`: what a stopped stream still costs. A server on
 * the loopback makes tokens at a steady rate; what it sends and what it hears
 * travels for half a round trip. The engine stops at a doubtful token; counted
 * is what the server had made by then that had not arrived, and what it went on
 * to make until it saw that the connection was closed.
 */

/** Milliseconds. */
const ROUND_TRIP = 40;
const EACH_TOKEN = 10;
const REQUESTS = 100;
const WARM_UP = 10;

const REPLY = tokens(
  `·compute .999 | ·count .001 → ( .99 | [ .005 → previous .1 | next .08${' → x .99 | y .01'.repeat(60)}`,
);
/** Of these the engine needs so many to see that it is not worth reading on. */
const DOUBTFUL = 3;
const PIECES = events(...completionChunks(REPLY));

/** When each token of the running reply was made, and when the server saw the end of it. */
class SteadyServer {
  made: number[] = [];
  seen = Promise.withResolvers<number>();
  readonly #server = createServer((request, response) => {
    request.resume();
    request.once('end', () => this.#answer(response));
  });

  async start(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1`;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #answer(response: ServerResponse): void {
    const made: number[] = [];
    this.made = made;
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    const began = systemClock.now();
    const timer = setInterval(() => {
      // A late timer makes up for what it missed: the rate is that of a model, not of this process.
      while (made.length < PIECES.length && began + made.length * EACH_TOKEN <= systemClock.now()) {
        const piece = PIECES[made.length] ?? '';
        made.push(began + made.length * EACH_TOKEN);
        setTimeout(() => response.write(piece), ROUND_TRIP / 2);
      }
      if (made.length === PIECES.length) {
        clearInterval(timer);
        setTimeout(() => response.end(), ROUND_TRIP / 2);
      }
    }, 1);
    response.on('error', () => undefined);
    response.once('close', () =>
      setTimeout(() => {
        clearInterval(timer);
        this.seen.resolve(systemClock.now());
      }, ROUND_TRIP / 2),
    );
  }
}

/** Remembers when the engine stopped reading. */
class Watched implements Model {
  readonly source = 'endpoint';
  readonly immediate = false;
  readonly #model: Model;
  stoppedAt = 0;

  constructor(model: Model) {
    this.#model = model;
  }

  complete(prompt: Prompt, signal: AbortSignal): Iterable<Step> | AsyncIterable<Step> {
    signal.addEventListener('abort', () => (this.stoppedAt = systemClock.now()), { once: true });
    return this.#model.complete(prompt, signal);
  }
}

const server = new SteadyServer();
const settings = {
  ...defaultSettings,
  maxTokens: REPLY.length,
  endpoint: { url: await server.start(), model: 'davinci-002', dialect: 'openai-completions' as const },
};
const model = new Watched(
  new EndpointModel({
    settings: settings.endpoint,
    send: createSend({ environment: {}, proxy: noProxy }),
    apiKey: () => Promise.resolve(undefined),
    clock: systemClock,
    log: silentLog,
    onState() {},
  }),
);
const underway: number[] = [];
const after: number[] = [];
for (let at = 0; at < WARM_UP + REQUESTS; at++) {
  const engine = new Engine({ clock: systemClock, log: silentLog, exclusions: { covers: () => false } });
  engine.configure(settings, [model]);
  const text = `const result${at} = comp`;
  const document = { uri: `file:///${at}.ts`, languageId: 'typescript', version: 1, text };
  server.seen = Promise.withResolvers();
  await engine.complete(
    { document, offset: text.length, trigger: 'automatic' },
    new AbortController().signal,
  );
  const seenAt = await server.seen.promise;
  if (at < WARM_UP) continue;
  underway.push(server.made.filter((made) => made <= model.stoppedAt).length - DOUBTFUL);
  after.push(server.made.filter((made) => made > model.stoppedAt && made <= seenAt).length);
}
server.stop();
const row = (name: string, counts: readonly number[]) => [
  name,
  decimal(counts.reduce((sum, count) => sum + count, 0) / counts.length, 1),
  decimal(quantile(counts, 0.5), 0),
  decimal(quantile(counts, 0.99), 0),
];
const columns = [
  { title: 'tokens', isText: true } as const,
  { title: 'mean' },
  { title: 'p50' },
  { title: 'p99' },
];
const both = underway.map((count, at) => count + (after[at] ?? 0));
const rows = [
  row('made, not arrived when the engine stopped', underway),
  row('made from then on', after),
  row('both', both),
];
process.stdout.write(table(columns, rows, rows.length - 1, process.stdout.isTTY));
