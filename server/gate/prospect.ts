import type { Step } from '../completion/continuation.ts';
import { undecidedShare } from './confidence.ts';
import { readLeaves } from './leaves.ts';

/**
 * Whether another answer could change the verdict: how much of what is
 * compatible with the typed text a reply has left open. Sound while the share of
 * undecided mass is 1, an estimate as soon as letters are typed.
 */
export interface Prospect {
  /** Share of the compatible mass that goes on with the likeliest next character. */
  readonly best: number;
  /** Share that says nothing beyond what was typed. */
  readonly open: number;
}

/** Nothing is known: an answer could say anything. */
export const nothingKnown: Prospect = { best: 0, open: 1 };

/** What a reply leaves open after `typed`; `nothingKnown` where it says nothing about it. */
export function prospectOf(steps: readonly Step[], typed: string): Prospect {
  const next = new Map<number, number>();
  let open = 0;
  let best = 0;
  let beyond = 0;
  for (const { opening, mass } of readLeaves(steps, typed).leaves) {
    if (opening.length <= typed.length) {
      open += mass * undecidedShare(typed, opening.length);
      continue;
    }
    const unit = opening.charCodeAt(typed.length);
    const sum = (next.get(unit) ?? 0) + mass;
    next.set(unit, sum);
    beyond += mass;
    if (sum > best) best = sum;
  }
  const compatible = beyond + open;
  return compatible > 0 ? { best: best / compatible, open: open / compatible } : nothingKnown;
}

/** Whether an answer that resolves what is open could pass the cutoff. */
export function couldPass({ best, open }: Prospect, cutoff: number): boolean {
  return best + open >= cutoff;
}
