import type { Continuation, Step } from '../completion/continuation.ts';
import type { Outcome, Shown, SilenceReason, Source } from '../completion/outcome.ts';
import { probabilityOf } from '../gate/confidence.ts';
import type { Verdict } from '../gate/gate.ts';
import { shape, type Surroundings } from '../shape/shape.ts';

/** What one rung of the ladder came to, and which of two answers is the better. How answers come about is the engine's business. */
export type Answer = Sure | Unsure;

export interface Sure {
  readonly kind: 'sure';
  /** Shaped; never empty. */
  readonly text: string;
  readonly confidence: number;
  readonly source: Source;
  readonly continuation: Continuation;
  readonly reuse?: Reuse;
}

/** How an answer came without a request of its own: a reply at hand that was typed along, one of which the typed text ruled something out, or one that was arriving. */
export type Reuse = 'typed-along' | 'ruled-out' | 'in-flight';

export interface Unsure {
  readonly kind: 'unsure';
  readonly reason: SilenceReason;
  readonly detail?: string;
  /** Confidence of the likeliest text, where there is one. */
  readonly nearest?: number;
}

export const noAnswer: Answer = { kind: 'unsure', reason: 'nothing-known' };

/** What a verdict comes to at this cursor. A text that the filters drop is no answer, so that the next rung may be asked. */
export function answerOf(
  verdict: Verdict,
  continuation: Continuation,
  source: Source,
  surroundings: Surroundings,
): Answer {
  if (verdict.kind === 'refusal') {
    const { reason, best } = verdict;
    return best
      ? { kind: 'unsure', reason, nearest: probabilityOf(best.confidence) }
      : { kind: 'unsure', reason };
  }
  const shaped = shape(verdict.text, surroundings);
  const confidence = probabilityOf(verdict.confidence);
  if ('dropped' in shaped) return { kind: 'unsure', reason: shaped.dropped, nearest: confidence };
  return { kind: 'sure', text: shaped.text, confidence, source, continuation };
}

/**
 * The better of two answers: a sure one over silence, and of two sure ones the
 * first unless the second extends it, so that nothing shown is replaced. Of two
 * silences the later, unless it has less to say.
 */
export function prefer(current: Answer, next: Answer): Answer {
  if (next.kind === 'unsure') {
    return current.kind === 'unsure' && next.reason !== 'nothing-known' ? next : current;
  }
  return current.kind === 'unsure' || next.text.startsWith(current.text) ? next : current;
}

/** Whether an outcome shows more of what is shown already, and adds no lines to it. */
export function growsOnLine(outcome: Outcome, shown: Shown): outcome is Shown {
  if (outcome.kind !== 'shown' || outcome.text.length <= shown.text.length) return false;
  return outcome.text.startsWith(shown.text) && !/[\r\n]/.test(outcome.text.slice(shown.text.length));
}

/** No further step of the reply can change the verdict. */
export function isFinal(verdict: Verdict, typed: string, steps: readonly Step[]): boolean {
  const arrived = steps.reduce((length, step) => length + step.text.length, 0);
  const decided = verdict.kind === 'pass' ? verdict.text.length : 0;
  if (verdict.kind === 'refusal' && verdict.reason !== 'below-cutoff') return false;
  return typed.length + decided < arrived;
}

/** The answer with how it was come by. */
export function reused(answer: Answer, reuse: Reuse): Answer {
  return answer.kind === 'sure' ? { ...answer, reuse } : answer;
}

/** Whether what was typed is a start of what the model chose, or the other way round. */
export function isTypedAlong({ steps }: Continuation, typed: string): boolean {
  let run = '';
  for (const { text } of steps) {
    if (run.length >= typed.length) break;
    run += text;
  }
  return run.startsWith(typed) || typed.startsWith(run);
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
