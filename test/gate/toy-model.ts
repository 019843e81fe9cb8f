import fc from 'fast-check';
import type { Alternative, Step } from '../../server/completion/continuation.ts';

/**
 * Made-up models whose whole distribution is known, so that the probability of
 * any text can be computed exactly, over all ways to spell it. Tokens may be
 * starts of one another, two may spell the same, and characters may come in
 * halves.
 */
export interface ToyModel {
  readonly vocabulary: readonly ToyToken[];
  /** Probability of each token after each other; the first row is the start. Rows sum to 1. */
  readonly rows: readonly (readonly number[])[];
}

interface ToyToken {
  readonly text: string;
  readonly ends?: true;
}

/** A reply of a toy model: which tokens were chosen, and how many alternatives are listed. */
export interface Asked {
  readonly model: ToyModel;
  readonly path: readonly number[];
  /** Most alternatives a step. */
  readonly top: number;
  readonly listsChosen: boolean;
}

const SPELLINGS = ['a', 'b', 'ab', 'ba', 'aba', ' ', ' a', '😀', '\ud83d', '\ude00', '😁b'] as const;

/** Probability that the text goes on with `wanted`, exactly. END equals no character. */
export function probabilityOf(wanted: string, { vocabulary, rows }: ToyModel, row = 0): number {
  if (wanted === '') return 1;
  return vocabulary.reduce((sum, { text, ends }, token) => {
    const p = rows[row]?.[token] ?? 0;
    if (ends || p === 0) return sum;
    if (text.startsWith(wanted)) return sum + p;
    if (!wanted.startsWith(text)) return sum;
    return sum + p * probabilityOf(wanted.slice(text.length), { vocabulary, rows }, token + 1);
  }, 0);
}

/** What an endpoint would send. */
export function replyOf({ model, path, top, listsChosen }: Asked): Step[] {
  const steps: Step[] = [];
  let row = model.rows[0];
  for (const index of path) {
    const token = model.vocabulary[index];
    if (token === undefined || row === undefined) break;
    const listed = row
      .map((p, other) => ({ ...model.vocabulary[other], p, other }))
      .filter(({ p }) => p > 0)
      .toSorted((one, next) => next.p - one.p)
      .slice(0, top)
      .filter(({ other }) => listsChosen || other !== index);
    steps.push({
      ...entry(token, row[index] ?? 0),
      alternatives: listed.map(({ text = '', ends, p }) => entry(ends ? { text, ends } : { text }, p)),
    });
    if (token.ends) break;
    row = model.rows[index + 1];
  }
  return steps;
}

function entry({ text, ends }: ToyToken, p: number): Alternative {
  return ends ? { text, ends, logprob: Math.log(p) } : { text, logprob: Math.log(p) };
}

/** Models of 2 to 6 tokens and END, each row with some tokens ruled out. */
const model: fc.Arbitrary<ToyModel> = fc
  .array(fc.constantFrom(...SPELLINGS), { minLength: 2, maxLength: 6 })
  .chain((spellings) => {
    const vocabulary: ToyToken[] = [...spellings.map((text) => ({ text })), { text: '', ends: true }];
    const weights = fc.array(fc.constantFrom(0, 1, 1, 2, 10, 60), {
      minLength: vocabulary.length,
      maxLength: vocabulary.length,
    });
    return fc
      .array(weights, { minLength: vocabulary.length, maxLength: vocabulary.length })
      .map((rows) => ({ vocabulary, rows: rows.map(normalised) }));
  });

function normalised(weights: readonly number[]): number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => (sum === 0 ? 1 / weights.length : weight / sum));
}

/** Replies of one to four steps, mostly the likely ones, from full lists to none. */
export const asked: fc.Arbitrary<Asked> = fc
  .record({
    model,
    choices: fc.array(fc.nat({ max: 6 }), { minLength: 1, maxLength: 4 }),
    top: fc.constantFrom(0, 1, 2, 3, 20),
    listsChosen: fc.boolean(),
  })
  .map(({ choices, model, top, listsChosen }) => ({ model, top, listsChosen, path: pathOf(model, choices) }));

/** Follows the choice-th likeliest token from each row. */
function pathOf({ rows }: ToyModel, choices: readonly number[]): number[] {
  const path: number[] = [];
  for (const choice of choices) {
    const row = rows[(path.at(-1) ?? -1) + 1] ?? [];
    const ranked = row.map((p, token) => ({ p, token })).filter(({ p }) => p > 0);
    ranked.sort((one, other) => other.p - one.p);
    const chosen = ranked[choice % Math.max(1, ranked.length)];
    if (chosen === undefined) break;
    path.push(chosen.token);
  }
  return path;
}

/** What may have been typed: along the reply, or anything. */
export function typedAfter(reply: Asked): fc.Arbitrary<string> {
  const run = reply.path.map((token) => reply.model.vocabulary[token]?.text ?? '').join('');
  const along = fc.nat({ max: run.length }).map((length) => run.slice(0, length));
  const anything = fc
    .array(fc.constantFrom('a', 'b', ' ', '😀', '😁'), { maxLength: 3 })
    .map((all) => all.join(''));
  return fc.oneof(along, along, anything);
}
