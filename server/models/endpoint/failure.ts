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

/** The sentence for an error thrown by a request. */
export function failureSentence(error: unknown, where: Whereabouts): string {
  const status = numberAt(error, 'status');
  if (status !== undefined) return statusSentence(status, error, where);
  const code = causeCode(error);
  if (code !== undefined) return connectionSentence(code, where);
  const { origin, hasBegun } = where;
  if (hasBegun) return `${origin} broke off in the middle of its answer: see the log of that server.`;
  if (error instanceof NothingReadable || error instanceof SyntaxError) {
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
  if (status === 403) {
    return `${origin} does not allow this request (403): check what the API key may do, and whether it may use the model "${model}".`;
  }
  if (status === 404) {
    return `${origin} knows no such address or no model "${model}" (404): check sureline.endpoint.url, which often ends in /v1, and sureline.endpoint.model.`;
  }
  if (status === 408) return `${origin} gave up waiting (408): check that it is not overloaded.`;
  if (status === 429) {
    return `${origin} takes no more requests for now (429): wait, or check the limits and the credit of the account.`;
  }
  if (status >= 500)
    return `${origin} has an error of its own (${status}): see the log of that server, or wait.`;
  return `${origin} does not understand the request (${[status, ...parameter(error)].join(', ')}): try another sureline.endpoint.dialect or sureline.endpoint.model.`;
}

function withoutLogprobs({ origin, model }: Whereabouts): string {
  return `${origin} gives no token probabilities for the model "${model}": choose a model with logprobs.`;
}

const BY_CODE: readonly (readonly [RegExp, string])[] = [
  [/^ECONNREFUSED$/, 'refuses the connection: start the server, or correct sureline.endpoint.url'],
  [/^(ENOTFOUND|EAI_AGAIN)$/, 'was not found: check the host in sureline.endpoint.url, and the network'],
  [/^(EHOSTUNREACH|ENETUNREACH|ENETDOWN)$/, 'cannot be reached: check the network'],
  [/TIMEDOUT|TIMEOUT/, 'does not answer: check sureline.endpoint.url, and the network'],
  [/CERT|SELF_SIGNED|ISSUER/, 'has a certificate that is not trusted: add it to NODE_EXTRA_CA_CERTS'],
  [/SSL|EPROTO/, 'does not speak TLS: set sureline.endpoint.url to begin with http://'],
];

function connectionSentence(code: string, { origin }: Whereabouts): string {
  const known = BY_CODE.find(([pattern]) => pattern.test(code))?.[1];
  return `${origin} ${known ?? `broke off the connection (${code}): see the log of that server`}.`;
}

/** The innermost code: of the operating system, or of TLS. The outermost error is the package's own, with a code that the endpoint chose. */
function causeCode(error: unknown): string | undefined {
  let code: string | undefined;
  let inner = error instanceof Error ? error.cause : undefined;
  for (let depth = 0; inner instanceof Error && depth < MAX_DEPTH; depth++) {
    code = stringAt(inner, 'code') ?? code;
    inner = inner.cause;
  }
  return code;
}

/** Errors nest a few levels deep; more can only be a ring. */
const MAX_DEPTH = 8;

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
