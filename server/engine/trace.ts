import type { Clock } from '../base/clock.ts';
import type { Continuation } from '../completion/continuation.ts';
import type { Explanation, ReadingExplained } from '../completion/explanation.ts';
import type { Outcome } from '../completion/outcome.ts';
import type { CompletionRequest } from '../completion/request.ts';
import type { Verdict } from '../gate/gate.ts';

/** One reply that was read for a request, and what the gate made of it. */
export interface Reading {
  readonly continuation: Continuation;
  readonly cached: boolean;
  readonly typed: string;
  readonly verdict: Verdict;
}

/** Remembers how one request came to its outcome, at the cost of a few references. */
export class Trace {
  readonly #request: CompletionRequest;
  readonly #clock: Clock;
  readonly #start: number;
  readonly #cutoff: number;
  readonly readings: Reading[] = [];
  readonly #timings: { stage: string; at: number }[] = [];

  /** @param cutoff what was in force when the request came */
  constructor(request: CompletionRequest, clock: Clock, cutoff: number) {
    this.#request = request;
    this.#clock = clock;
    this.#start = clock.now();
    this.#cutoff = cutoff;
  }

  /** Milliseconds since the request arrived. */
  get elapsed(): number {
    return this.#clock.now() - this.#start;
  }

  stage(stage: string): void {
    this.#timings.push({ stage, at: this.elapsed });
  }

  read(continuation: Continuation, cached: boolean, typed: string, verdict: Verdict): void {
    this.readings.push({ continuation, cached, typed, verdict });
  }

  /** Whether this is the story of the same text and place. */
  isOf({ document, offset }: CompletionRequest): boolean {
    return this.#request.offset === offset && this.#request.document.text === document.text;
  }

  explain(outcome: Outcome): Explanation {
    const readings = this.readings.map(({ continuation, cached, typed, verdict }): ReadingExplained => {
      const best = verdict.kind === 'pass' ? verdict : verdict.best;
      return {
        source: continuation.source,
        cached,
        typed,
        steps: continuation.steps,
        best: best && { text: best.text, ...best.confidence },
        verdict: verdict.kind === 'pass' ? 'passes' : verdict.reason,
      };
    });
    return { outcome, cutoff: this.#cutoff, readings, timings: this.#timings };
  }
}
