/**
 * What an endpoint turned out not to take. Learnt from its errors, one thing at
 * a time; what it takes is for its dialect to say.
 */
export interface Limits {
  /** Most alternatives a step. */
  readonly topLogprobs: number;
  /** Most tokens of text that are sent, as this side counts them. */
  readonly windowTokens: number;
  /** Parameters under the name that is wanted instead. */
  readonly renamed: Readonly<Record<string, string>>;
  /** Parameters that are left out. */
  readonly omitted: readonly string[];
}

/** Tokens of text sent by default; most of what a short completion gains from. */
const WINDOW_TOKENS = 1200;
/** Less text than this is not worth sending, in tokens. */
const LEAST_WINDOW_TOKENS = 100;

export const noLimits: Limits = Object.freeze({
  topLogprobs: Number.POSITIVE_INFINITY,
  windowTokens: WINDOW_TOKENS,
  renamed: Object.freeze({}),
  omitted: Object.freeze([]),
});

type Body = Readonly<Record<string, unknown>>;

/** The body as the endpoint takes it. */
export function within({ renamed, omitted }: Limits, body: Body): Body {
  const entries = Object.entries(body).filter(([name]) => !omitted.includes(name));
  return Object.fromEntries(entries.map(([name, value]) => [renamed[name] ?? name, value]));
}

/**
 * The limits that avoid an error, where it is one that they can avoid.
 * @param message what the endpoint said
 * @param body what it was sent
 */
export function lowered(limits: Limits, message: string, body: Body): Limits | undefined {
  return (
    withFewerAlternatives(limits, message, body) ??
    withOtherName(limits, message, body) ??
    withoutParameter(limits, message, body) ??
    withLessText(limits, message)
  );
}

/** How an endpoint says that a number is too large, whatever it counts. */
const TOO_LARGE = /between|greater than|less than|at most|must be|maximum|exceed|out of range|up to/i;
/** Numbers of alternatives to try where an error names none that is lower. */
const FEWER = [5, 1];

function withFewerAlternatives(limits: Limits, message: string, body: Body): Limits | undefined {
  if (!/logprobs|n_probs|top_n_tokens/i.test(message) || !TOO_LARGE.test(message)) return undefined;
  const asked = askedAlternatives(body);
  if (asked === undefined) return undefined;
  const named = (message.match(/\d+/g) ?? []).map(Number).filter((number) => number > 0 && number < asked);
  const topLogprobs = Math.max(...named, 0) || FEWER.find((number) => number < asked);
  return topLogprobs === undefined ? undefined : { ...limits, topLogprobs };
}

/** How many alternatives a body asks for, under whichever name. */
function askedAlternatives(body: Body): number | undefined {
  const { parameters } = body;
  const nested =
    typeof parameters === 'object' && parameters !== null
      ? Reflect.get(parameters, 'top_n_tokens')
      : undefined;
  return [body['top_logprobs'], body['n_probs'], body['logprobs'], nested].find(
    (value): value is number => typeof value === 'number',
  );
}

const OTHER_NAMES: Readonly<Record<string, string>> = {
  max_tokens: 'max_completion_tokens',
  max_completion_tokens: 'max_tokens',
};
const NOT_TAKEN =
  /unsupported|not supported|does not support|unrecognized|unknown|unexpected|not permitted|not allowed|extra_forbidden|invalid/i;

function withOtherName(limits: Limits, message: string, body: Body): Limits | undefined {
  if (!NOT_TAKEN.test(message)) return undefined;
  const name = Object.keys(OTHER_NAMES).find((name) => name in body && names(message, name));
  const other = name === undefined ? undefined : OTHER_NAMES[name];
  if (name === undefined || other === undefined) return undefined;
  return { ...limits, renamed: { [name]: other } };
}

/** What a request can do without. */
const DISPENSABLE = [
  'temperature',
  'n',
  'stop',
  'reasoning_effort',
  'reasoning',
  'thinking',
  'think',
  'chat_template_kwargs',
  'allowed_openai_params',
  'cache_prompt',
];

function withoutParameter(limits: Limits, message: string, body: Body): Limits | undefined {
  if (!NOT_TAKEN.test(message)) return undefined;
  const name = DISPENSABLE.find((name) => name in body && names(message, name));
  return name === undefined ? undefined : { ...limits, omitted: [...limits.omitted, name] };
}

/** Whether a message speaks of a parameter, in quotes or as the last of a path, not merely uses its name as a word. */
function names(message: string, parameter: string): boolean {
  return new RegExp(`(['"\`.:]|argument supplied: |param(eter)?:? )${parameter}(['"\`\\]:.,;]|$)`).test(
    message,
  );
}

function withLessText(limits: Limits, message: string): Limits | undefined {
  const isTooLong =
    /exceed_context_size|context (length|size|window)|maximum context|too many (input )?tokens/i;
  const windowTokens = Math.floor(limits.windowTokens / 2);
  if (!isTooLong.test(message) || windowTokens < LEAST_WINDOW_TOKENS) return undefined;
  return { ...limits, windowTokens };
}
