import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Candidate } from '../../../server/models/workspace/candidates.ts';
import { FEATURE_COUNT } from '../../../server/models/workspace/scores.ts';
import { type Field, STANDING_SIZE, writeStanding } from '../../../server/models/workspace/standing.ts';

const SITUATION = 3 * FEATURE_COUNT;

function candidate(text: string, probability: number): Candidate {
  const none = { id: 0, slot: -1, base: 0, recency: 0, isCommon: false, outlook: 1, sharesClass: false };
  return { ...none, text, probability };
}

/** The standing where the first feature of the candidates and of "something else" is this, and of all others 0. */
function standingOf(
  texts: readonly string[],
  firsts: readonly number[],
  mixed: readonly number[],
  typed = '',
): Float64Array {
  const candidates = texts.map((text, at) => candidate(text, mixed[at] ?? 0));
  const rows = new Float64Array((candidates.length + 1) * FEATURE_COUNT);
  for (const [index, first] of firsts.entries()) rows[index * FEATURE_COUNT] = first;
  const field: Field = {
    rows,
    candidates,
    mixed: Float64Array.from(mixed),
    ranked: candidates.toSorted((a, b) => b.probability - a.probability),
    typed,
    isInfill: false,
    isFavourite: true,
    dense: [1, 2, 3, 4, 5, 6, 7, 8, 9],
  };
  const standing = new Float64Array(STANDING_SIZE).fill(NaN);
  writeStanding(field, standing);
  return standing;
}

/** What stands for the first feature: of the winner, its lead over the best other, of the runner-up. */
function check(firsts: readonly number[], mixed: readonly number[], expected: readonly number[]): void {
  const texts = Array.from({ length: firsts.length - 1 }, (_, at) => `word${at}`);
  const standing = standingOf(texts, firsts, mixed);
  assert.deepEqual([standing[0], standing[FEATURE_COUNT], standing[2 * FEATURE_COUNT]], expected);
  assert.ok(standing.every(Number.isFinite));
}

describe('what a simple model says of the winner, of its lead, and of the runner-up', () => {
  const rows: readonly (readonly [
    why: string,
    firsts: readonly number[],
    mixed: readonly number[],
    expected: readonly number[],
  ])[] = [
    ['it leads', [-1, -4, -6], [0.7, 0.2, 0.1], [-1, 3, -4]],
    ['the runner-up stands first here', [-4, -1, -6], [0.7, 0.2, 0.1], [-4, -3, -1]],
    ['another one does, who is no runner-up', [-4, -3, -1, -6], [0.6, 0.2, 0.1, 0.1], [-4, -3, -3]],
    ['something else does', [-4, -5, -2], [0.7, 0.2, 0.1], [-4, -2, -5]],
    ['the winner is not the first candidate', [-5, -1, -6], [0.2, 0.7, 0.1], [-1, 4, -5]],
    ['there is no other candidate', [-1, -3], [0.9, 0.1], [-1, 2, -3]],
  ];
  for (const [why, firsts, mixed, expected] of rows) it(why, () => check(firsts, mixed, expected));
});

it('the situation, after those', () => {
  const standing = standingOf(['width', 'widthOf', 'wire'], [0, 0, 0, 0], [0.5, 0.25, 0.25, 0], 'wi');
  const entropy = -(0.5 * Math.log(0.5) + 2 * 0.25 * Math.log(0.25));
  assert.deepEqual(
    [...standing.subarray(SITUATION)],
    // Dense ones, entropy, the second and third, the number of candidates, lengths, where it stands, the favourite, beginnings.
    [2, 3, 4, 5, 6, 8, entropy, 0.25, 0.25, Math.log(4), 2, 3, 0, 1, 1, 0],
  );
});
