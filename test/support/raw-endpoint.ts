import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createSecureServer } from 'node:tls';

/** Key and certificate for `127.0.0.1` and `model.test`, made for these tests and good until 2126. */
export const certificate = readFileSync(
  new URL('../fixtures/loopback-certificate.pem', import.meta.url),
  'utf8',
);

export type Scheme = 'http' | 'https';

/** A server on the loopback that a test speaks for, byte by byte, once a whole request has come. */
export class RawEndpoint implements AsyncDisposable {
  /** Whole requests, head and body, in the order in which they came. */
  readonly requests: string[] = [];
  readonly sockets = new Set<Socket>();
  connections = 0;
  readonly #server: Server;
  readonly #scheme: Scheme;
  #asked = Promise.withResolvers<void>();

  private constructor(scheme: Scheme, answer: (socket: Socket, request: string) => void) {
    this.#scheme = scheme;
    const serve = (socket: Socket): void => this.#serve(socket, answer);
    this.#server =
      scheme === 'https'
        ? createSecureServer({ key: certificate, cert: certificate }, serve)
        : createServer(serve);
    // Handshakes that fail are the client's story.
    this.#server.on('tlsClientError', () => undefined);
    this.#server.on('connection', (socket: Socket) => {
      this.connections++;
      this.sockets.add(socket.on('error', () => undefined));
    });
  }

  static async start(
    scheme: Scheme,
    answer: (socket: Socket, request: string) => void,
  ): Promise<RawEndpoint> {
    const endpoint = new RawEndpoint(scheme, answer);
    endpoint.#server.listen(0, '127.0.0.1');
    await once(endpoint.#server, 'listening');
    return endpoint;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get origin(): string {
    return `${this.#scheme}://127.0.0.1:${this.port}`;
  }

  /** Resolves once a request has come since the last time. */
  async asked(): Promise<void> {
    await this.#asked.promise;
    this.#asked = Promise.withResolvers();
  }

  /** Breaks all connections off, as a crash does. */
  reset(): void {
    for (const socket of this.sockets) socket.resetAndDestroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #serve(socket: Socket, answer: (socket: Socket, request: string) => void): void {
    let text = '';
    socket.on('error', () => undefined);
    socket.on('data', (piece) => {
      text += piece.toString('latin1');
      // A handshake where none is understood: there is no request to wait for.
      if (text.startsWith('\u0016')) return answer(socket, text);
      const end = text.indexOf('\r\n\r\n') + 4;
      const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0);
      if (end < 4 || text.length < end + length) return undefined;
      this.requests.push(text);
      text = '';
      answer(socket, this.requests.at(-1) ?? '');
      this.#asked.resolve();
      return undefined;
    });
  }
}

/** A whole answer as HTTP spells it; what is not given is as for a plain success. */
export function http(
  body: string,
  { status = '200 OK', type = 'text/plain', ...headers }: Readonly<Record<string, string>> = {},
): string {
  const lines = Object.entries({
    'Content-Type': type,
    'Content-Length': String(Buffer.byteLength(body)),
    ...headers,
  });
  return `HTTP/1.1 ${status}\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`;
}

export const json = { type: 'application/json' };

/** The head of a stream of events that ends with the connection, and of one in chunks. */
export const stream = 'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n';
export const chunked = stream.replace('\r\n\r\n', '\r\nTransfer-Encoding: chunked\r\n\r\n');

export function chunk(text: string): string {
  return `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
}

/** Sends a text and nothing else, and leaves the connection open. */
export function answers(text: string): (socket: Socket) => boolean {
  return (socket) => socket.write(text);
}
