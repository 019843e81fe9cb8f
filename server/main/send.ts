import { Agent, type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http';
import { Agent as SecureAgent, request as requestHttps } from 'node:https';
import * as tls from 'node:tls';
import type { ProxySettings } from '../lsp/backend.ts';
import { NothingReadable } from '../models/endpoint/failure.ts';
import { type Outgoing, ProxyFailure, type Send } from '../models/endpoint/send.ts';
import { type ProxyEnvironment, proxyFor } from './proxy.ts';

/**
 * Sends HTTP requests over sockets that are kept for the next one, through a
 * proxy where one is set, trusting what Node.js and the operating system trust.
 */
export interface Network {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly proxy: ProxySettings;
  /** Certificates that this machine trusts besides those of Node.js and of `NODE_EXTRA_CA_CERTS`. */
  readonly systemCertificates?: () => readonly string[];
}

/** How long an answer that nobody reads on may take to end, in milliseconds, before its socket is given up. */
const DRAIN_MS = 1000;
/** How long an unused socket is kept, in milliseconds: routers forget idle connections without a word, some after a minute. */
const IDLE_MS = 30_000;
/** Longest answer that is read, in bytes; a short completion with twenty alternatives a token has a hundredth of it. */
const MAX_BYTES = 4_000_000;

export function createSend({ environment, proxy, systemCertificates = ofThisMachine }: Network): Send {
  const agents = new Map<string, Agent>();
  let extra: readonly string[] | undefined;

  /** One agent a scheme and proxy; `isFresh` for a socket that was never used. */
  const agentFor = (url: URL, isFresh: boolean): Agent => {
    const proxyEnv = proxyFor(url, proxy, environment);
    const key = JSON.stringify([url.protocol, proxyEnv, extra !== undefined]);
    const known = isFresh ? undefined : agents.get(key);
    if (known) return known;
    const agent = newAgent(url, proxyEnv, extra);
    agents.set(key, agent);
    return agent;
  };
  return async (address, outgoing) => {
    const url = new URL(address);
    for (let attempt = 1; ; attempt++) {
      const { request, message } = exchange(url, outgoing, agentFor(url, attempt > 1));
      try {
        return responseOf(await message);
      } catch (error) {
        const isLast = attempt > 1 || outgoing.signal.aborted;
        if (!isLast && isUntrusted(error) && extra === undefined) extra = systemCertificates();
        else if (isLast || !(request.reusedSocket && wasClosed(error))) throw aboutProxy(error, url);
      }
    }
  };

  /** What went wrong on the way to the proxy is about the proxy. */
  function aboutProxy(error: unknown, url: URL): unknown {
    const proxyEnv = proxyFor(url, proxy, environment);
    if (proxyEnv === undefined) return error;
    if (codeOf(error) === 'ERR_PROXY_TUNNEL') {
      return new ProxyFailure('it does not let this request through: check its address and password');
    }
    return cameFrom(new URL(proxyEnv.HTTPS_PROXY ?? proxyEnv.HTTP_PROXY ?? url), error)
      ? new ProxyFailure('it cannot be reached: check its address, and the network', { cause: error })
      : error;
  }
}

/** Errors of a connection name the host that was not found, or the port that was not answered. */
function cameFrom(proxy: URL, error: unknown): boolean {
  const [one = error] = error instanceof AggregateError ? (error.errors as unknown[]) : [];
  const { hostname, port } = (one ?? {}) as { readonly hostname?: unknown; readonly port?: unknown };
  const usual = proxy.protocol === 'https:' ? 443 : 80;
  return hostname === proxy.hostname || port === (Number(proxy.port) || usual);
}

function newAgent(
  { protocol }: URL,
  proxyEnv: ProxyEnvironment | undefined,
  certificates: readonly string[] | undefined,
): Agent {
  const options = { keepAlive: true, timeout: IDLE_MS, ...(proxyEnv && { proxyEnv: { ...proxyEnv } }) };
  if (protocol !== 'https:') return new Agent(options);
  const ca = certificates?.length && [...tls.getCACertificates('default'), ...certificates];
  return new SecureAgent({ ...options, ...(ca && { ca }) });
}

function exchange(
  url: URL,
  { method, headers, body, signal }: Outgoing,
  agent: Agent,
): { readonly request: ClientRequest; readonly message: Promise<IncomingMessage> } {
  const { promise: message, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  const request = send(url, { method, headers: Object.fromEntries(headers), agent, signal });
  request.once('response', resolve);
  request.on('error', reject);
  request.end(body);
  return { request, message };
}

function responseOf(message: IncomingMessage): Response {
  const headers = new Headers();
  for (const [name, values] of Object.entries(message.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  const wish = headers.get('retry-after');
  if (wish !== null) headers.set('retry-after', secondsUntil(wish, headers));
  const status = message.statusCode ?? 0;
  // Answers of these statuses have no body, and a Response with one of them may be given none.
  const isEmpty = status === 204 || status === 205 || status === 304;
  if (isEmpty) message.resume();
  return new Response(isEmpty ? null : bodyOf(message), { status, headers });
}

/** A time of day counts from the time of day that came with the answer, as this machine's may differ. */
function secondsUntil(wish: string, headers: Headers): string {
  if (/^\s*\d/.test(wish)) return wish.trim();
  const now = headers.get('date');
  return String(Math.round((Date.parse(wish) - (now === null ? Date.now() : Date.parse(now))) / 1000));
}

/** The answer as a web stream. Left early, it is given a moment to end by itself, so that its socket can serve the next request. */
function bodyOf(message: IncomingMessage): ReadableStream<Uint8Array> {
  let bytes = 0;
  let isRead = true;
  return new ReadableStream<Uint8Array>({
    start(controller) {
      message.on('data', (piece: Buffer) => {
        bytes += piece.length;
        if (bytes > MAX_BYTES) message.destroy(new NothingReadable());
        if (!isRead || message.destroyed) return;
        controller.enqueue(piece);
        if ((controller.desiredSize ?? 0) <= 0) message.pause();
      });
      message.once('end', () => isRead && controller.close());
      message.on('error', (error) => controller.error(error));
      message.pause();
    },
    pull: () => void message.resume(),
    cancel() {
      isRead = false;
      message.resume();
      const timer = setTimeout(() => message.destroy(), DRAIN_MS);
      timer.unref();
      message.once('close', () => clearTimeout(timer));
    },
  });
}

/** Node.js before 22.15 cannot read them. */
function ofThisMachine(): readonly string[] {
  return 'getCACertificates' in tls ? tls.getCACertificates('system') : [];
}

/** The issuer is not known here, which more certificates may change. */
function isUntrusted(error: unknown): boolean {
  return /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_GET_ISSUER_CERT(_LOCALLY)?|UNABLE_TO_VERIFY_LEAF_SIGNATURE)$/.test(
    codeOf(error),
  );
}

/** The server gave up a socket in the moment in which it was used again. */
function wasClosed(error: unknown): boolean {
  return /^(ECONNRESET|EPIPE)$/.test(codeOf(error));
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
