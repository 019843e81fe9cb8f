import type { OpenAI } from 'openai';
import { type Outgoing, type Send, Unanswered } from './send.ts';

/**
 * The way to one endpoint: the only place that imports `openai`, and the only
 * one that sends the key. What goes out is what is named here, to this one origin.
 */
export class Connection {
  readonly #baseUrl: string;
  readonly #send: Send;
  #client: OpenAI | undefined;
  #key: string | undefined;

  /** @param baseUrl a well-formed `http:` or `https:` address */
  constructor(baseUrl: string, send: Send) {
    this.#baseUrl = baseUrl;
    this.#send = send;
  }

  /**
   * Sends one request and yields the chunks of its streamed answer. Rejects with
   * whatever went wrong; ends early, without an error, when the signal aborts
   * while it streams.
   * @param url below the base URL, or the whole address of a place at the same origin
   * @param keyHeader the header for the key, where that is not `authorization`
   */
  async *post(
    url: string,
    body: Readonly<Record<string, unknown>>,
    key: string | undefined,
    signal: AbortSignal,
    keyHeader?: string,
  ): AsyncGenerator {
    const client = await this.#clientFor(key);
    const headers = keyHeader === undefined ? {} : { [KEY_HEADER]: keyHeader };
    yield* await client.post<AsyncIterable<unknown>>(url, { body, stream: true, signal, headers });
  }

  /**
   * Asks for something small: JSON as its value, else the text; undefined where
   * the server has nothing there. Rejects when it cannot be reached.
   * @param url the whole address of a place at the same origin
   */
  async get(url: string, key: string | undefined, signal: AbortSignal): Promise<unknown> {
    const response = await this.#transmit(url, { signal }, key);
    const text = await response.text();
    if (!response.ok) return undefined;
    try {
      return JSON.parse(text);
    } catch {
      return text;
    }
  }

  /** The package is large; it is loaded when the first request is made, not when the server starts. */
  async #clientFor(key: string | undefined): Promise<OpenAI> {
    if (this.#client && this.#key === key) return this.#client;
    const { OpenAI } = await import('openai');
    this.#key = key;
    // Every option that the package would otherwise take from the environment is given.
    this.#client = new OpenAI({
      apiKey: key ?? 'none',
      adminAPIKey: null,
      organization: null,
      project: null,
      webhookSecret: null,
      baseURL: this.#baseUrl,
      maxRetries: 0,
      timeout: NEVER_MS,
      logLevel: 'off',
      fetch: async (url, init) =>
        readable(await this.#transmit(url instanceof Request ? url.url : url, init, key)),
    });
    return this.#client;
  }

  /** Sends no header but these: the package adds the operating system, and headers that the environment names. */
  async #transmit(
    address: string | URL,
    init: RequestInit | undefined,
    key: string | undefined,
  ): Promise<Response> {
    const url = new URL(address);
    if (url.origin !== new URL(this.#baseUrl).origin) throw new TypeError('A dialect named another host.');
    const headers = new Headers({
      accept: 'text/event-stream',
      'content-type': 'application/json',
      'user-agent': 'sureline',
    });
    const keyHeader = new Headers(init?.headers).get(KEY_HEADER);
    if (key !== undefined && keyHeader === null) headers.set('authorization', `Bearer ${key}`);
    if (key !== undefined && keyHeader !== null) headers.set(keyHeader, key);
    return this.#send(url.href, outgoing(init, headers)).catch((reason: unknown) => {
      throw new Unanswered(reason);
    });
  }
}

/** Carries through the package how the key is to be sent; it does not leave this file. */
const KEY_HEADER = 'x-sureline-key-header';

/** The longest timer there is; how long to wait is for the caller to say. */
const NEVER_MS = 2 ** 31 - 1;

function outgoing(init: RequestInit | undefined, headers: Headers): Outgoing {
  const { method = 'GET', body, signal } = init ?? {};
  return {
    method,
    headers,
    body: typeof body === 'string' ? body : undefined,
    signal: signal ?? new AbortController().signal,
  };
}

/** The answer as the package reads it: server-sent events, or an error as an object. */
async function readable(response: Response): Promise<Response> {
  const type = response.headers.get('content-type') ?? '';
  if (!response.ok) return withErrorObject(response);
  if (type.includes('ndjson')) return new Response(response.body?.pipeThrough(linesToEvents()));
  if (!type.includes('json')) return new Response(response.body);
  // One JSON object instead of a stream: an error under a status of success, or the whole reply at once.
  const answer = await response.text();
  return new Response(eventOf(answer.replace(/\r?\n|\r/g, ' ')));
}

/** Of an error that is a bare text in JSON the package would lose the text. */
async function withErrorObject(response: Response): Promise<Response> {
  const { status, headers } = response;
  const answer = await response.text();
  const isBareText = answer.trimStart().startsWith('"');
  return new Response(isBareText ? `{"error":{"message":${answer}}}` : answer, { status, headers });
}

function eventOf(json: string): string {
  return `data: ${json}\n\n`;
}

/** One JSON object a line, as some servers stream, spelled as events. */
function linesToEvents(): TransformStream<Uint8Array, Uint8Array> {
  const decoder = new TextDecoder();
  const encoder = new TextEncoder();
  let rest = '';
  const pass = (lines: readonly string[], to: TransformStreamDefaultController<Uint8Array>): void => {
    for (const line of lines) if (line.trim() !== '') to.enqueue(encoder.encode(eventOf(line.trim())));
  };
  return new TransformStream({
    transform(piece, controller) {
      const lines = (rest + decoder.decode(piece, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      pass(lines, controller);
    },
    flush: (controller) => pass([rest], controller),
  });
}
