import type { Reuse } from './answer.ts';

/** Counts what was shown and accepted since the start, and names each suggestion. */
export class Tally {
  #shown = 0;
  #named = 0;
  #accepted = 0;
  readonly #reuse = { 'typed-along': 0, 'ruled-out': 0, 'in-flight': 0 };
  readonly #open = new Set<string>();

  /** A name for a suggestion that may be shown; no two get the same. */
  name(): string {
    this.#named++;
    return String(this.#named);
  }

  shown(id: string): void {
    this.#shown++;
    this.#open.add(id);
  }

  /** Something shown came of a reply that was there already. */
  reused(reuse: Reuse | undefined): void {
    if (reuse) this.#reuse[reuse]++;
  }

  get reuse(): Readonly<Record<Reuse, number>> {
    return this.#reuse;
  }

  /** Names that were not shown, or were accepted before, do not count. */
  accepted(id: string): void {
    if (this.#open.delete(id)) this.#accepted++;
  }

  get counts(): { readonly shown: number; readonly accepted: number } {
    return { shown: this.#shown, accepted: this.#accepted };
  }
}
