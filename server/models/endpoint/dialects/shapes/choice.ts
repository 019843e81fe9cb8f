import * as v from 'valibot';
import type { ListedToken, ReplyPart } from '../../dialect.ts';
import { alternativesIn, listedColumns } from './columns.ts';
import { listedEntries } from './entries.ts';

/**
 * The first of `choices`, in which OpenAI and those after it answer, on the chat
 * route and on the legacy one. How its logprobs are listed is told by their
 * form, not by who sends them: servers relay the lists of others.
 */

const chunkFrame = v.object({ choices: v.array(v.unknown()) });
const text = v.fallback(v.nullish(v.string()), undefined);
const message = v.nullish(v.object({ content: text, reasoning: text, reasoning_content: text }));
const chatChoice = v.object({
  delta: message,
  // Servers that do not stream answer with the whole message at once.
  message,
  logprobs: v.optional(v.unknown()),
  top_logprobs: v.optional(v.unknown()),
});
const completionChoice = v.object({ text, logprobs: v.optional(v.unknown()) });

/** Reads a chunk of a chat completion. */
export function readChat(chunk: unknown): ReplyPart | undefined {
  const first = firstChoice(chunk);
  const parsed = v.safeParse(chatChoice, first);
  if (!parsed.success) return first === null ? nothing : undefined;
  const { delta, message, logprobs, top_logprobs } = parsed.output;
  const said = delta ?? message;
  const shown = said?.content ?? '';
  const tokens = listed(logprobs, shown, top_logprobs);
  return said?.reasoning || said?.reasoning_content
    ? { text: shown, tokens, isHiding: true }
    : { text: shown, tokens };
}

/** Reads a chunk of a legacy completion. */
export function readCompletion(chunk: unknown): ReplyPart | undefined {
  const first = firstChoice(chunk);
  const parsed = v.safeParse(completionChoice, first);
  if (!parsed.success) return first === null ? nothing : undefined;
  const { text, logprobs } = parsed.output;
  return { text: text ?? '', tokens: listed(logprobs, text ?? '', undefined) };
}

const nothing: ReplyPart = { text: '', tokens: [] };

/** Null where there are no choices, as beside the usage; undefined where the chunk is something else. */
function firstChoice(chunk: unknown): unknown {
  const frame = v.safeParse(chunkFrame, chunk);
  return frame.success ? (frame.output.choices[0] ?? null) : undefined;
}

/** A number stands for the one token that is shown with it. */
function listed(logprobs: unknown, shown: string, topLogprobs: unknown): ListedToken[] {
  if (typeof logprobs === 'number') {
    return [{ text: shown, logprob: logprobs, alternatives: alternativesIn(topLogprobs) }];
  }
  if (typeof logprobs !== 'object' || logprobs === null) return [];
  return 'content' in logprobs ? listedEntries(logprobs.content) : listedColumns(logprobs);
}
