import * as v from 'valibot';
import type { ListedToken } from '../../dialect.ts';

/** The list of objects, one a token, in which most servers give logprobs: `{ token, logprob, bytes, top_logprobs }`. */

/** What is missing or odd reads as unknown; only a token's text has to be there. */
const logprob = v.fallback(v.optional(v.number()), undefined);
const byte = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(255));
const bytes = v.fallback(v.optional(v.array(byte)), undefined);
const entry = v.object({ token: v.string(), logprob, bytes });
const token = v.object({ ...entry.entries, top_logprobs: v.fallback(v.optional(v.array(entry), []), []) });
const list = v.array(token);

/** The tokens of such a list; none where it is none. */
export function listedEntries(entries: unknown): ListedToken[] {
  const parsed = v.safeParse(list, entries);
  if (!parsed.success) return [];
  return parsed.output.map(({ token: text, logprob, bytes, top_logprobs }) => ({
    text,
    logprob,
    bytes,
    alternatives: top_logprobs.map((one) => ({ text: one.token, logprob: one.logprob, bytes: one.bytes })),
  }));
}
