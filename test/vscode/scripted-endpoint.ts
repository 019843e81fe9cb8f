import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chatChunks } from '../support/openai-replies.ts';
import { tokens } from '../support/tokens.ts';

/**
 * A chat endpoint whose replies a test writes down by the text that is asked
 * about, and can hold back in the middle. Other questions get an unsure reply;
 * what asks about the endpoint itself is not counted.
 */
export class ScriptedEndpoint implements AsyncDisposable {
  /** Keys as they arrived, one a question about a text. */
  readonly keys: (string | undefined)[] = [];
  /** Wanted of every request; undefined takes any. */
  key: string | undefined;
  readonly #replies = new Map<string, Reply>();
  #held: (() => void)[] = [];
  readonly #server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.once('end', () => {
      const body = Buffer.concat(pieces).toString('utf8');
      const given = request.headers.authorization?.replace(/^Bearer /, '');
      if (body.includes(QUESTION)) this.keys.push(given);
      if (request.url !== '/v1/chat/completions') response.writeHead(404).end('{}');
      else if (this.key !== undefined && given !== this.key) response.writeHead(401).end('{}');
      else void this.#answer(body, response);
    });
  });

  static async start(): Promise<ScriptedEndpoint> {
    const endpoint = new ScriptedEndpoint();
    endpoint.#server.listen(0, '127.0.0.1');
    await once(endpoint.#server, 'listening');
    return endpoint;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1`;
  }

  /** What the extension must be told to ask here. */
  get settings(): Readonly<Record<string, string>> {
    return {
      'sureline.endpoint.url': this.url,
      'sureline.endpoint.model': 'gpt-4o-mini',
      'sureline.endpoint.dialect': 'openai-chat',
    };
  }

  get requests(): number {
    return this.keys.length;
  }

  /**
   * What questions about a text get, in the notation of `tokens`.
   * @param holdAfter tokens after which the reply waits for `release`
   */
  reply(about: string, notation: string, holdAfter = Number.POSITIVE_INFINITY): void {
    this.#replies.set(about, { notation, holdAfter });
  }

  /** A reply waits in the middle. */
  get isHolding(): boolean {
    return this.#held.length > 0;
  }

  /** Lets a reply that is held go on. */
  release(): void {
    for (const go of this.#held.splice(0)) go();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #answer(body: string, response: ServerResponse): Promise<void> {
    const about = [...this.#replies.keys()].find((text) => body.includes(text)) ?? '';
    const { notation, holdAfter } = this.#replies.get(about) ?? UNSURE;
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    // The first chunk names the role.
    for (const [index, chunk] of chatChunks(tokens(notation)).entries()) {
      if (index === holdAfter + 1) await new Promise<void>((resolve) => this.#held.push(resolve));
      response.write(`data: ${JSON.stringify(chunk)}\n\n`);
    }
    response.end('data: [DONE]\n\n');
  }
}

/** Stands in every document of the tests, and in no question about the endpoint itself. */
const QUESTION = 'what is its';

interface Reply {
  readonly notation: string;
  readonly holdAfter: number;
}

const UNSURE: Reply = { notation: 'xyzzy .3 | plugh .25 | quux .2', holdAfter: Number.POSITIVE_INFINITY };
