import type { LearningProgress } from './messages.ts';
import type { LeftOut } from './read-source.ts';

/** Which documents are known and how large they are, which were left out and why. */
export class Ledger {
  /** Bytes of each document learnt. */
  readonly #known = new Map<string, number>();
  readonly #leftOut = new Map<string, LeftOut>();
  #bytes = 0;

  /** Of all that is known. */
  get bytes(): number {
    return this.#bytes;
  }

  has(uri: string): boolean {
    return this.#known.has(uri);
  }

  /** Bytes of a document; 0 where it is not known. */
  bytesOf(uri: string): number {
    return this.#known.get(uri) ?? 0;
  }

  /** All that are known and for which this holds. */
  filter(holds: (uri: string) => boolean): readonly string[] {
    return [...this.#known.keys()].filter(holds);
  }

  learnt(uri: string, bytes: number): void {
    this.#bytes += bytes - this.bytesOf(uri);
    this.#known.set(uri, bytes);
    this.#leftOut.delete(uri);
  }

  leftOut(uri: string, reason: LeftOut): void {
    this.forget(uri);
    this.#leftOut.set(uri, reason);
  }

  forget(uri: string): void {
    this.#bytes -= this.bytesOf(uri);
    this.#known.delete(uri);
    this.#leftOut.delete(uri);
  }

  /** Drops what was left out and is not among these any more. */
  keepLeftOut(uris: ReadonlySet<string>): void {
    for (const uri of this.#leftOut.keys()) if (!uris.has(uri)) this.#leftOut.delete(uri);
  }

  /** @param waiting documents that are neither known nor left out yet */
  progress(done: boolean, waiting: number): LearningProgress {
    const leftOut: Partial<Record<LeftOut, number>> = {};
    for (const reason of this.#leftOut.values()) leftOut[reason] = (leftOut[reason] ?? 0) + 1;
    const files = this.#known.size;
    return { done, files, totalFiles: files + this.#leftOut.size + waiting, bytes: this.#bytes, leftOut };
  }
}
