import * as v from 'valibot';
import type { ListedEntry, ListedToken } from '../../dialect.ts';

/** The lists side by side in which legacy completions give logprobs: `tokens`, `token_logprobs`, and `top_logprobs` with a map a token. */

const list = v.fallback(v.nullish(v.array(v.unknown())), undefined);
const columns = v.object({ tokens: v.array(v.unknown()), token_logprobs: list, top_logprobs: list });

/** The tokens of such lists; none where they are none. Where one list is short, the probability is unknown. */
export function listedColumns(logprobs: unknown): ListedToken[] {
  const parsed = v.safeParse(columns, logprobs);
  if (!parsed.success) return [];
  const { tokens, token_logprobs, top_logprobs } = parsed.output;
  return tokens.map((token, at) => {
    const { text, bytes, logprob } = listedEntry(
      typeof token === 'string' ? token : '',
      token_logprobs?.[at],
    );
    return { text, bytes, logprob, alternatives: alternativesIn(top_logprobs?.[at]) };
  });
}

/** A map from token to logprob. Read entry by entry: a token may well be called `constructor`. */
export function alternativesIn(map: unknown): ListedEntry[] {
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
