import type { OpenAI } from 'openai';

/**
 * The way to one endpoint: the only place that imports `openai`, and the only
 * one that sends the key. What goes out is what is named here, to this one origin.
 */
export class Connection {
  readonly #baseUrl: string;
  #client: OpenAI | undefined;
  #key: string | undefined;

  /** @param baseUrl a well-formed `http:` or `https:` address */
  constructor(baseUrl: string) {
    this.#baseUrl = baseUrl;
  }

  /** Sends one request and yields the chunks of its streamed answer. Rejects with whatever went wrong; ends early, without an error, when the signal aborts while it streams. */
  async *post(
    path: string,
    body: Readonly<Record<string, unknown>>,
    key: string | undefined,
    signal: AbortSignal,
  ): AsyncGenerator {
    const client = await this.#clientFor(key);
    yield* await client.post<AsyncIterable<unknown>>(path, { body, stream: true, signal });
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
      fetch: (url, init) => guardedFetch(url, init, key),
    });
    return this.#client;
  }
}

/** The longest timer there is; how long to wait is for the caller to say. */
const NEVER_MS = 2 ** 31 - 1;

type Fetch = typeof globalThis.fetch;

/**
 * Sends no header but these: the package adds the operating system, and headers
 * that the environment names. Follows no redirect, which could lead the text and
 * the key to another host.
 */
async function guardedFetch(
  url: Parameters<Fetch>[0],
  init: Parameters<Fetch>[1],
  key: string | undefined,
): Promise<Response> {
  const headers = new Headers({
    accept: 'text/event-stream',
    'content-type': 'application/json',
    'user-agent': 'sureline',
  });
  if (key !== undefined) headers.set('authorization', `Bearer ${key}`);
  const response = await fetch(url, { ...init, headers, redirect: 'manual' });
  const type = response.headers.get('content-type') ?? '';
  if (!response.ok) return response;
  if (!type.includes('json')) return new Response(response.body && drainedOnCancel(response.body));
  // One JSON object instead of a stream: an error under a status of success, or the whole reply at once.
  const answer = await response.text();
  return new Response(`data: ${answer.replace(/\r?\n|\r/g, ' ')}\n\n`);
}

/**
 * The package leaves a stream at its last event, a moment before the answer
 * ends; a socket that is left early is closed, and the next request has to
 * connect anew. Aborting still closes it.
 */
function drainedOnCancel(body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel() {
      void drain(reader);
    },
  });
}

async function drain(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  try {
    while (!(await reader.read()).done);
  } catch {
    // Aborted: there is nothing left to drain.
  }
}
