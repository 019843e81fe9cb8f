import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { Clock } from '../../server/base/clock.ts';
import { silentLog } from '../../server/base/log.ts';
import { decimal, table } from '../../server/cli/table.ts';
import { quantile } from '../../server/cli/tally.ts';
import { Engine } from '../../server/engine/engine.ts';
import { noProxy } from '../../server/lsp/proxy.ts';
import { createSend } from '../../server/main/send.ts';
import { systemClock } from '../../server/main/system-clock.ts';
import { EndpointModel } from '../../server/models/endpoint/endpoint-model.ts';
import { defaultSettings } from '../../server/settings/settings.ts';
import { events } from '../support/http-endpoint.ts';
import { completionChunks } from '../support/openai-replies.ts';
import { tokens } from '../support/tokens.ts';

/**
 * The engine's own share of the time to an answer of an endpoint: what lies
 * between a request and its bytes on the wire, and between the bytes of the
 * token that decides and the reply. The server answers at once, from memory.
 */

const WARM_UP = 100;
const REQUESTS = 400;
/** The pause that the engine makes on purpose is shorter, the deadlines of a request are longer, in milliseconds. */
const LONGEST_PAUSE_MS = 1000;

/** The real clock, without the pauses that the engine makes on purpose. */
const withoutPauses: Clock = {
  now: () => systemClock.now(),
  sleep: (ms, signal) => (ms <= LONGEST_PAUSE_MS ? Promise.resolve() : systemClock.sleep(ms, signal)),
};

/** A table of both shares, in milliseconds. */
export async function endpointTable(colours: boolean): Promise<string> {
  const { toWire, toReply } = await timeOwnShare();
  const columns = [{ title: '', isText: true } as const, { title: 'p50 ms' }, { title: 'p99 ms' }];
  const row = (name: string, times: readonly number[]) => [
    name,
    decimal(quantile(times, 0.5), 2),
    decimal(quantile(times, 0.99), 2),
  ];
  const rows = [
    row('from the request to its bytes on the wire', toWire),
    row('from the bytes of the deciding token to the reply', toReply),
    row(
      'both',
      toWire.map((time, at) => time + (toReply[at] ?? 0)),
    ),
  ];
  return table(columns, rows, rows.length - 2, colours);
}

async function timeOwnShare(): Promise<{ readonly toWire: number[]; readonly toReply: number[] }> {
  const server = new TimedServer();
  const endpoint = { url: await server.start(), model: 'davinci-002', dialect: 'openai-completions' };
  const model = new EndpointModel({
    settings: endpoint,
    send: createSend({ environment: {}, proxy: noProxy }),
    apiKey: () => Promise.resolve(undefined),
    clock: withoutPauses,
    log: silentLog,
    onState() {},
  });
  const toWire: number[] = [];
  const toReply: number[] = [];
  const filler = 'const value = compute(previous, next);\n'.repeat(200);
  for (let at = 0; at < WARM_UP + REQUESTS; at++) {
    // A new one each time: an engine learns where asking is worth it, and here that is not the question.
    const engine = new Engine({ clock: withoutPauses, log: silentLog, exclusions: { covers: () => false } });
    engine.configure({ ...defaultSettings, endpoint }, [model]);
    const text = `${filler}const result${at} = comp`;
    const document = { uri: `file:///${at}.ts`, languageId: 'typescript', version: 1, text };
    const request = { document, offset: text.length, trigger: 'automatic' } as const;
    const asked = systemClock.now();
    const outcome = await engine.complete(request, new AbortController().signal);
    const answered = systemClock.now();
    engine.closed(document.uri);
    if (outcome.kind === 'silent') throw new Error(`the bench expects a suggestion, not ${outcome.reason}`);
    if (at < WARM_UP) continue;
    toWire.push(server.heardAt - asked);
    toReply.push(answered - server.decidedAt);
  }
  await server.stop();
  return { toWire, toReply };
}

/** Answers every request with the same sure token and one that ends it, and remembers when. */
class TimedServer {
  heardAt = 0;
  decidedAt = 0;
  readonly #sockets = new Set<Socket>();
  readonly #server = createServer((socket) => this.#serve(socket));

  async start(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1`;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    const [typed = '', sure = '', deciding = '', ...rest] = events(
      ...completionChunks(tokens`·compute .999 | ·count .001 → ( .99 | [ .005 → previous .5 | next .4`),
    );
    const chunk = (text: string): string => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
    const head = 'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n';
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      // The head of each request begins a packet; its body may come in further ones.
      if (!bytes.toString('latin1', 0, 5).startsWith('POST')) return;
      this.heardAt = systemClock.now();
      socket.write(head + chunk(typed + sure), () =>
        setImmediate(() => {
          this.decidedAt = systemClock.now();
          socket.write(chunk(deciding), () => socket.write(`${chunk(rest.join(''))}0\r\n\r\n`));
        }),
      );
    });
  }
}

if (import.meta.main) process.stdout.write(await endpointTable(process.stdout.isTTY));
