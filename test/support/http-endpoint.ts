import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One prepared answer, sent exactly as written. */
export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent one after the other, each in a chunk of its own. */
  readonly pieces?: readonly (string | Uint8Array)[];
  /** `ends` properly by default; is `cut` off, socket and all; or stays `open`. */
  readonly ending?: 'ends' | 'cut' | 'open';
}

/** A request as it arrived. */
export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
  /** The client's port, which names the connection. */
  readonly port: number | undefined;
  /** Resolves once the socket of this request is closed. */
  readonly closed: Promise<void>;
}

/** A server on the loopback that gives prepared answers in turn, the last one again and again, and keeps what it received. */
export class HttpEndpoint implements AsyncDisposable {
  readonly received: Received[] = [];
  /** What a GET is answered with, by path, as JSON; 404 elsewhere. */
  readonly signs = new Map<string, unknown>();
  /** The paths of the GETs. They are not among what is received, and take none of the answers. */
  readonly looked: string[] = [];
  readonly #answers: Answer[];
  readonly #server = createServer((request, response) => {
    const closed = Promise.withResolvers<void>();
    response.once('close', closed.resolve);
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.once('end', () => {
      if (request.method === 'GET') {
        this.#tell(request.url ?? '', response);
        return;
      }
      const body: unknown = JSON.parse(Buffer.concat(pieces).toString('utf8'));
      const { url: path = '', headers, socket } = request;
      this.received.push({ path, headers, body, port: socket.remotePort, closed: closed.promise });
      void this.#answer(response);
    });
  });

  private constructor(answers: readonly Answer[]) {
    this.#answers = [...answers];
  }

  static async start(...answers: readonly Answer[]): Promise<HttpEndpoint> {
    const endpoint = new HttpEndpoint(answers);
    endpoint.#server.listen(0, '127.0.0.1');
    await once(endpoint.#server, 'listening');
    return endpoint;
  }

  /** Scheme, host and port. */
  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #tell(path: string, response: ServerResponse): void {
    this.looked.push(path);
    response.writeHead(this.signs.has(path) ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(this.signs.get(path) ?? { error: 'not found' }));
  }

  async #answer(response: ServerResponse): Promise<void> {
    const [answer = {}, ...others] = this.#answers;
    if (others.length > 0) this.#answers.shift();
    response.writeHead(answer.status ?? 200, { 'content-type': 'text/event-stream', ...answer.headers });
    response.flushHeaders();
    for (const piece of answer.pieces ?? []) {
      await new Promise((resolve) => response.write(piece, resolve));
      await new Promise((resolve) => setImmediate(resolve));
    }
    if (answer.ending === 'open') return;
    if (answer.ending === 'cut') response.destroy();
    else response.end();
  }
}

/** An origin at which nothing listens. */
export async function closedOrigin(): Promise<string> {
  const endpoint = await HttpEndpoint.start();
  const { origin } = endpoint;
  await endpoint[Symbol.asyncDispose]();
  return origin;
}

/** Chunks as server-sent events, with the mark of the end behind them. */
export function events(...chunks: readonly unknown[]): string[] {
  return [...chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`), 'data: [DONE]\n\n'];
}
