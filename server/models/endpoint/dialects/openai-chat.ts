import * as v from 'valibot';
import type { Ask, Dialect, ListedToken, ReplyPart } from '../dialect.ts';

/**
 * Chat completions as OpenAI spells them, and most others after it. The model
 * is asked in words to go on, since this route takes no text to continue.
 */
export const openaiChat: Dialect = {
  name: 'openai-chat',
  path: '/chat/completions',
  maxTopLogprobs: 20,
  mayEcho: true,
  recognises: () => true,
  request: (ask) => ({
    model: ask.model,
    messages: [
      { role: 'system', content: instruction },
      { role: 'user', content: question(ask) },
    ],
    temperature: 0,
    n: 1,
    stream: true,
    max_completion_tokens: ask.maxTokens,
    logprobs: true,
    top_logprobs: ask.topLogprobs,
  }),
  read: readChunk,
};

const instruction = [
  'You are the autocomplete of a text editor.',
  'Reply with nothing but the characters that come next at the cursor, which is where the user message ends.',
  'Begin with the very next character, be it a blank, a line break or a sign.',
  'Do not repeat what is already there, do not explain, do not quote, do not use Markdown.',
].join(' ');

/** What changes from key to key comes last, so that servers can reuse what they computed for the rest. */
function question({ languageId, before, after }: Ask): string {
  const follows = after === '' ? '' : `After the cursor follows:\n${after}\n\n`;
  return `Language: ${languageId}\n\n${follows}Continue this text:\n${before}`;
}

/** What is missing or odd reads as unknown; only the frame of a chunk has to be right. */
const logprob = v.fallback(v.optional(v.number()), undefined);
const byte = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(255));
const bytes = v.fallback(v.optional(v.array(byte)), undefined);
const entry = v.object({ token: v.string(), logprob, bytes });
const token = v.object({ ...entry.entries, top_logprobs: v.fallback(v.optional(v.array(entry), []), []) });
const visible = v.object({ content: v.fallback(v.nullish(v.string()), undefined) });
const choice = v.object({
  delta: v.optional(visible),
  // Servers that do not stream answer with the whole message at once.
  message: v.optional(visible),
  logprobs: v.fallback(v.nullish(v.object({ content: v.nullish(v.array(token)) })), undefined),
});
const chunkFrame = v.object({ choices: v.array(v.unknown()) });

function readChunk(chunk: unknown): ReplyPart | undefined {
  const frame = v.safeParse(chunkFrame, chunk);
  if (!frame.success) return undefined;
  const first = frame.output.choices[0];
  // The last chunk may carry only the usage.
  if (first === undefined) return { text: '', tokens: [] };
  const parsed = v.safeParse(choice, first);
  if (!parsed.success) return undefined;
  const { delta, message, logprobs } = parsed.output;
  return {
    text: (delta ?? message)?.content ?? '',
    tokens: (logprobs?.content ?? []).map(toListed),
  };
}

function toListed({ token: text, logprob, bytes, top_logprobs }: v.InferOutput<typeof token>): ListedToken {
  const alternatives = top_logprobs.map((one) => ({
    text: one.token,
    logprob: one.logprob,
    bytes: one.bytes,
  }));
  return { text, logprob, bytes, alternatives };
}
