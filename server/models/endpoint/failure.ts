import { ProxyFailure, Unanswered } from './send.ts';

/**
 * From whatever went wrong to the one sentence that a person reads: the cause,
 * and what to do. Takes no text from the endpoint, which may repeat source text
 * or the key.
 */
export interface Whereabouts {
  /** Scheme, host and port; a path or query may hold secrets. */
  readonly origin: string;
  readonly model: string;
  /** Some of the answer had arrived. */
  readonly hasBegun: boolean;
}

/** There was an answer, but nothing in it that a dialect could read. */
export class NothingReadable extends Error {
  override readonly name = 'NothingReadable';
}

/** There was an answer, with text but without logprobs. */
export class WithoutLogprobs extends Error {
  override readonly name = 'WithoutLogprobs';
  readonly remedy: string | undefined;

  /** @param remedy what helps with this kind of endpoint, to follow a colon */
  constructor(remedy?: string) {
    super('No logprobs came.');
    this.remedy = remedy;
  }
}

/** The sentence for an error thrown by a request. */
export function failureSentence(error: unknown, where: Whereabouts): string {
  if (error instanceof WithoutLogprobs) return withoutLogprobs(where, error.remedy);
  const status = numberAt(error, 'status');
  if (status !== undefined) return statusSentence(status, error, where);
  const reason = reasonOf(error);
  const { origin, hasBegun } = where;
  if (reason instanceof ProxyFailure) {
    return `A proxy stands before ${origin}, and ${reason.message} (HTTPS_PROXY, HTTP_PROXY, or http.proxy in the editor).`;
  }
  const code = hasBegun ? undefined : socketCode(reason);
  if (code !== undefined) return connectionSentence(code, where);
  if (hasBegun) return `${origin} broke off in the middle of its answer: see the log of that server.`;
  if (reason instanceof NothingReadable || reason instanceof SyntaxError) {
    return `${origin} answered with something else than a completion: check that sureline.endpoint.url is the address of its API; it often ends in /v1.`;
  }
  if (isRefusalOfLogprobs(error)) return withoutLogprobs(where);
  return `${origin} reported an error instead of an answer: see the log of that server, and check sureline.endpoint.url and sureline.endpoint.model.`;
}

/** The sentence for an endpoint that keeps silent. @param ms how long was waited */
export function silenceSentence({ origin }: Whereabouts, ms: number): string {
  return `${origin} sent nothing for ${ms / 1000} s: check that it is not overloaded, or choose a faster model.`;
}

function statusSentence(status: number, error: unknown, where: Whereabouts): string {
  const { origin, model } = where;
  if (isRefusalOfLogprobs(error)) return withoutLogprobs(where);
  if (status >= 300 && status < 400) {
    return `${origin} redirects to another address (${status}), which is not followed: set sureline.endpoint.url to the address that it redirects to.`;
  }
  if (status === 401) return `${origin} does not accept the API key (401): set a valid key.`;
  if (status === 402) return `${origin} wants to be paid first (402): check the credit of the account.`;
  if (status === 403) {
    return `${origin} does not allow this request (403): check what the API key may do, and whether it may use the model "${model}".`;
  }
  if (status === 404) {
    return `${origin} knows no such address or no model "${model}" (404): check sureline.endpoint.url, which often ends in /v1, and sureline.endpoint.model.`;
  }
  if (status === 407) {
    return `A proxy stands before ${origin}, and wants a user name and password (407): put them into its address, in HTTPS_PROXY, HTTP_PROXY, or http.proxy in the editor.`;
  }
  if (status === 408) return `${origin} gave up waiting (408): check that it is not overloaded.`;
  if (status === 429) {
    return `${origin} takes no more requests for now (429): wait, or check the limits and the credit of the account.`;
  }
  if (status >= 500)
    return `${origin} has an error of its own (${status}): see the log of that server, or wait.`;
  return `${origin} does not understand the request (${[status, ...parameter(error)].join(', ')}): try another sureline.endpoint.dialect or sureline.endpoint.model.`;
}

function withoutLogprobs({ origin, model }: Whereabouts, remedy = 'choose a model with logprobs'): string {
  return `${origin} gives no token probabilities for the model "${model}": ${remedy}.`;
}

const BY_CODE: readonly (readonly [RegExp, string])[] = [
  [/^ECONNREFUSED$/, 'refuses the connection: start the server, or correct sureline.endpoint.url'],
  [/^(ENOTFOUND|EAI_AGAIN)$/, 'was not found: check the host in sureline.endpoint.url, and the network'],
  [/^(EHOSTUNREACH|ENETUNREACH|ENETDOWN)$/, 'cannot be reached: check the network'],
  [/TIMEDOUT|TIMEOUT/, 'does not answer: check sureline.endpoint.url, and the network'],
  [/ALTNAME/, 'has a certificate for another host: correct the host in sureline.endpoint.url'],
  [/EXPIRED|NOT_YET_VALID/, 'has a certificate that is out of date: renew it'],
  [/CERT|SELF_SIGNED|ISSUER|VERIFY/, 'has a certificate that is not trusted: add it to NODE_EXTRA_CA_CERTS'],
  [/SSL|EPROTO/, 'does not speak TLS: set sureline.endpoint.url to begin with http://'],
  [/^HPE_/, 'does not speak HTTP: correct sureline.endpoint.url; it may have to begin with https://'],
];

function connectionSentence(code: string, { origin }: Whereabouts): string {
  const known = BY_CODE.find(([pattern]) => pattern.test(code))?.[1];
  return `${origin} ${known ?? `broke off the connection (${code}): see the log of that server`}.`;
}

/** What went wrong on the wire, with or without the package's wrapping. */
function reasonOf(error: unknown): unknown {
  if (error instanceof Unanswered) return error.reason;
  const inner = error instanceof Error ? error.cause : undefined;
  return inner instanceof Unanswered ? inner.reason : error;
}

/** The code of the operating system, of TLS or of the HTTP parser. Errors of the package carry a code that the endpoint chose. */
function socketCode(reason: unknown): string | undefined {
  const code = reason instanceof Error && !('status' in reason) ? stringAt(reason, 'code') : undefined;
  // Where a name has several addresses, each failed in its own way; the first will do.
  if (code === undefined && reason instanceof AggregateError) return socketCode(reason.errors[0]);
  return code !== undefined && /^(E[A-Z0-9]+|[A-Z0-9]+(_[A-Z0-9]+)+)$/.test(code) ? code : undefined;
}

/** Longest time that is waited because an endpoint wants it, in milliseconds. */
const LONGEST_WISH_MS = 300_000;

/** How long an endpoint asks to be left alone, in milliseconds; 0 where it does not. */
export function retryAfter(error: unknown): number {
  const headers = at(error, 'headers');
  const seconds = headers instanceof Headers ? Number(headers.get('retry-after') ?? 0) : 0;
  return seconds > 0 ? Math.min(LONGEST_WISH_MS, seconds * 1000) : 0;
}

/** Said in many wordings and under several statuses; a value out of range is no refusal. */
function isRefusalOfLogprobs(error: unknown): boolean {
  const message = error instanceof Error ? error.message : '';
  return (
    /logprob/i.test(message) &&
    /not supported|unsupported|not allowed|unknown name|cannot find field|extra_forbidden|unrecognized|does not support|not enabled/i.test(
      message,
    )
  );
}

/** The names that an endpoint gives to the fault, where they are plain names. */
function parameter(error: unknown): string[] {
  return [stringAt(error, 'param'), stringAt(error, 'code')].filter(
    (name): name is string => name !== undefined && /^[a-z_]{1,40}$/.test(name),
  );
}

function numberAt(value: unknown, key: string): number | undefined {
  const found = at(value, key);
  return typeof found === 'number' ? found : undefined;
}

function stringAt(value: unknown, key: string): string | undefined {
  const found = at(value, key);
  return typeof found === 'string' ? found : undefined;
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
