import * as v from 'valibot';
import type { Dialect, ListedEntry, ListedToken, ReplyPart } from '../dialect.ts';

/** Legacy completions as OpenAI spells them: the model simply goes on with the text. */
export const openaiCompletions: Dialect = {
  name: 'openai-completions',
  path: '/completions',
  maxTopLogprobs: 5,
  mayEcho: false,
  recognises: ({ model }) => LEGACY_MODEL.test(model),
  request: ({ model, before, after, maxTokens, topLogprobs }) => ({
    model,
    prompt: before,
    ...(after !== '' && INSERTING_MODEL.test(model) ? { suffix: after } : {}),
    temperature: 0,
    n: 1,
    stream: true,
    max_tokens: maxTokens,
    logprobs: topLogprobs,
  }),
  read: readChunk,
};

/** The models that OpenAI serves here and not as chat, with or without the month they date from. */
const LEGACY_MODEL = /^(gpt-3\.5-turbo-instruct|davinci-002|babbage-002)(-\d{4})?$/;
/** The only one that takes a `suffix`; others answer it with an error. */
const INSERTING_MODEL = /^gpt-3\.5-turbo-instruct(-\d{4})?$/;

const list = v.fallback(v.nullish(v.array(v.unknown()), []), []);
const choice = v.object({
  text: v.fallback(v.nullish(v.string(), ''), ''),
  logprobs: v.fallback(
    v.nullish(v.object({ tokens: list, token_logprobs: list, top_logprobs: list })),
    undefined,
  ),
});
const chunkFrame = v.object({ choices: v.array(v.unknown()) });

function readChunk(chunk: unknown): ReplyPart | undefined {
  const frame = v.safeParse(chunkFrame, chunk);
  if (!frame.success) return undefined;
  const first = frame.output.choices[0];
  if (first === undefined) return { text: '', tokens: [] };
  const parsed = v.safeParse(choice, first);
  if (!parsed.success) return undefined;
  const { text, logprobs } = parsed.output;
  return { text: text ?? '', tokens: logprobs ? listedTokens(logprobs) : [] };
}

type Columns = NonNullable<v.InferOutput<typeof choice>['logprobs']>;

/** The three lists side by side; where one is short, the probability is unknown. */
function listedTokens({ tokens, token_logprobs, top_logprobs }: Columns): ListedToken[] {
  return (tokens ?? []).map((token, at) => {
    const { text, bytes, logprob } = listedEntry(
      typeof token === 'string' ? token : '',
      token_logprobs?.[at],
    );
    return { text, bytes, logprob, alternatives: alternatives(top_logprobs?.[at]) };
  });
}

/** A map from token to logprob. Read entry by entry: a token may well be called `constructor`. */
function alternatives(map: unknown): ListedEntry[] {
  if (typeof map !== 'object' || map === null || Array.isArray(map)) return [];
  return Object.entries(map).map(([text, logprob]: [string, unknown]) => listedEntry(text, logprob));
}

function listedEntry(text: string, logprob: unknown): ListedEntry {
  return { text, bytes: escapedBytes(text), logprob: typeof logprob === 'number' ? logprob : undefined };
}

const ESCAPED = /^bytes:((?:\\x[0-9a-f]{2}|[\x20-\x5b\x5d-\x7e])*)$/i;

/** A token that is no whole character is spelled `bytes:\xf0\x9f`. */
function escapedBytes(text: string): number[] | undefined {
  const spelled = ESCAPED.exec(text)?.[1];
  if (!spelled?.includes('\\x')) return undefined;
  const units = spelled.match(/\\x[0-9a-f]{2}|./gi) ?? [];
  return units.map((unit) => (unit.length > 1 ? Number.parseInt(unit.slice(2), 16) : unit.charCodeAt(0)));
}
