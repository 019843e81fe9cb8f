import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import { ModelFailure } from '../model.ts';

/**
 * Remembers whether an endpoint answers: after a failure it is left in peace
 * for growing pauses, and people are told once, not at every key.
 */
export type EndpointState = 'ok' | { readonly failed: string };

/** Pause after a first failure, in milliseconds: short enough for a server that is being started. Doubles at each failure in a row. */
const FIRST_PAUSE_MS = 2000;
/** Longest pause, in milliseconds: who mends a server should not have to restart the editor. */
const LONGEST_PAUSE_MS = 300_000;

export interface HealthParts {
  readonly clock: Clock;
  readonly log: Log;
  /** Called when the state changes, first change included. */
  onState(state: EndpointState): void;
}

export class Health {
  readonly #parts: HealthParts;
  readonly #logged = new Set<string>();
  #reported: string | undefined;
  #failure: ModelFailure | undefined;
  #pause = 0;
  #restsUntil = 0;

  constructor(parts: HealthParts) {
    this.#parts = parts;
  }

  /** The failure that the endpoint still rests from. */
  get resting(): ModelFailure | undefined {
    return this.#parts.clock.now() < this.#restsUntil ? this.#failure : undefined;
  }

  /** A request got its answer. */
  succeeded(): void {
    this.#failure = undefined;
    this.wake();
    this.#report('ok');
  }

  /** The person changed something: the next request is made at once. */
  wake(): void {
    this.#pause = 0;
    this.#restsUntil = 0;
  }

  /**
   * A request failed; requests under way at the same time count as one. Returns what to throw.
   * @param wish how long the endpoint asks to be left alone, in milliseconds
   */
  failed(sentence: string, wish = 0): ModelFailure {
    const now = this.#parts.clock.now();
    if (this.resting === undefined) {
      this.#pause = Math.min(LONGEST_PAUSE_MS, Math.max(FIRST_PAUSE_MS, 2 * this.#pause));
      this.#restsUntil = now + this.#pause;
    }
    this.#restsUntil = Math.max(this.#restsUntil, now + wish);
    if (this.#failure?.message !== sentence) this.#failure = new ModelFailure(sentence);
    if (!this.#logged.has(sentence)) this.#parts.log.warn(sentence);
    this.#logged.add(sentence);
    this.#report({ failed: sentence });
    return this.#failure;
  }

  #report(state: EndpointState): void {
    const spelled = state === 'ok' ? '' : state.failed;
    if (this.#reported === spelled) return;
    this.#reported = spelled;
    this.#parts.onState(state);
  }
}
