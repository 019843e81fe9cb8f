import type { Step } from '../completion/continuation.ts';
import type { Source } from '../completion/outcome.ts';
import type { Verdict } from '../gate/gate.ts';

/** What one rung of the ladder came to, and which of two answers is the better. How answers come about is the engine's business. */

/** A verdict and where it came from, or why a model could give none. */
export type Answer = { readonly verdict: Verdict; readonly source: Source } | { readonly failure: string };

export const noAnswer: Answer = { verdict: { kind: 'refusal', reason: 'nothing-known' }, source: 'cache' };

/**
 * The better of two answers: a pass over silence, and of two passes the first
 * unless the second extends it, so that nothing shown is replaced. Of two
 * silences the later, unless it has less to say.
 */
export function prefer(current: Answer, next: Answer): Answer {
  const shown = passing(current);
  const offered = passing(next);
  if (offered === undefined) return shown === undefined && !knowsNothing(next) ? next : current;
  return shown === undefined || offered.startsWith(shown) ? next : current;
}

/** The text that passed, if one did. */
export function passing(answer: Answer): string | undefined {
  return 'verdict' in answer && answer.verdict.kind === 'pass' ? answer.verdict.text : undefined;
}

function knowsNothing(answer: Answer): boolean {
  return (
    'verdict' in answer && answer.verdict.kind === 'refusal' && answer.verdict.reason === 'nothing-known'
  );
}

/** No further step of the reply can change the verdict. */
export function isFinal(verdict: Verdict, typed: string, steps: readonly Step[]): boolean {
  const arrived = steps.reduce((length, step) => length + step.text.length, 0);
  const decided = verdict.kind === 'pass' ? verdict.text.length : 0;
  if (verdict.kind === 'refusal' && verdict.reason !== 'below-cutoff') return false;
  return typed.length + decided < arrived;
}

/** The steps that spell the first `length` code units. */
export function leadingSteps(steps: readonly Step[], length: number): readonly Step[] {
  let reached = 0;
  return steps.filter((step) => {
    const isLeading = reached < length;
    reached += step.text.length;
    return isLeading;
  });
}
