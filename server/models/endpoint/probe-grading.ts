import type { Step } from '../../completion/continuation.ts';
import type { ListedEntry, ReplyPart } from './dialect.ts';

/** Judges the probabilities of a reply: whether they are there, and look like a model's own. */

/**
 * `graded`: they differ from place to place, as a model's do. `none`: there are
 * none. `placeholders`: they are always 1, or weighed against nothing.
 * `not aligned`: they are not about the text that is shown. `after sampling`: they
 * change with the temperature.
 */
export type Grading = 'graded' | 'none' | 'placeholders' | 'not aligned' | 'after sampling';

/** What a reply lists. */
export interface Listing {
  /** Tokens listed. */
  readonly tokens: number;
  /** Alternatives a token, the chosen one among them where it is listed: in the leanest and in the richest place. */
  readonly counts: { readonly least: number; readonly most: number };
  /** The first place, from text to natural logarithm. */
  readonly first: ReadonlyMap<string, number> | undefined;
  /** Tokens with a probability below 1 that was weighed against something. */
  readonly weighed: number;
}

export function listingOf(parts: readonly ReplyPart[]): Listing {
  const tokens = parts.flatMap((part) => part.tokens);
  const counts = tokens.map((token) => token.alternatives.length);
  const [first] = tokens;
  return {
    tokens: tokens.length,
    counts: { least: counts.length === 0 ? 0 : Math.min(...counts), most: Math.max(...counts, 0) },
    first: first && placeOf([first, ...first.alternatives]),
    weighed: tokens.filter(({ logprob, alternatives }) => {
      const isBelieved = logprob !== undefined && logprob <= 0 && logprob > FLOOR_LOGPROB;
      return isBelieved && alternatives.some((other) => isGradual(other.logprob));
    }).length,
  };
}

/** @param steps what the engine would make of the same reply */
export function gradingOf(steps: readonly Step[], { tokens, weighed }: Listing): Grading {
  if (tokens === 0) return 'none';
  if (weighed === 0) return 'placeholders';
  return steps[0]?.logprob === undefined ? 'not aligned' : 'graded';
}

/** Logprobs as low as this stand for "not in the list". */
const FLOOR_LOGPROB = -9999;

/** Neither certain nor a placeholder for impossible. */
function isGradual(logprob: number | undefined): boolean {
  return logprob !== undefined && logprob < 0 && logprob > FLOOR_LOGPROB;
}

function placeOf(entries: readonly ListedEntry[]): ReadonlyMap<string, number> {
  return new Map(
    entries.flatMap(({ text, logprob }) =>
      logprob !== undefined && isGradual(logprob) ? [[text, logprob]] : [],
    ),
  );
}

/** Servers do not repeat their numbers exactly: up to 0.05 was seen between a cold and a cached run of one prompt, in natural logarithms. */
const NOISE = 0.1;
/** As many of the likeliest are compared; far down the list the noise is greater. */
const COMPARED = 3;

/** Whether two answers tell of the same probabilities, but for noise. */
export function isSamePlace(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): boolean {
  const likeliest = [...one].toSorted(([, a], [, b]) => b - a).slice(0, COMPARED);
  return likeliest.every(([text, logprob]) => Math.abs((other.get(text) ?? -Infinity) - logprob) <= NOISE);
}
