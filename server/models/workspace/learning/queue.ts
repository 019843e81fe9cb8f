import { posix } from 'node:path';

/**
 * What is still to be learnt: what lies nearest to the files being edited comes
 * first, else in the order given.
 */

/** Files that someone goes between; with more of them everything is near. */
const MAX_PLACES = 8;

export class Queue {
  /** Folders of the files being edited, the latest first. */
  readonly #places: string[] = [];
  #waiting: string[] = [];
  #isSorted = true;

  /** @param uris canonical, each at most once */
  add(uris: readonly string[]): void {
    this.#waiting = [...this.#waiting, ...uris];
    this.#isSorted = this.#places.length === 0;
  }

  get size(): number {
    return this.#waiting.length;
  }

  /** Someone edits this document now. */
  approach(uri: string): void {
    const folder = posix.dirname(uri);
    const known = this.#places.indexOf(folder);
    if (known === 0) return;
    if (known > 0) this.#places.splice(known, 1);
    this.#places.unshift(folder);
    this.#places.length = Math.min(this.#places.length, MAX_PLACES);
    this.#isSorted = false;
  }

  /** The next ones, at most `count`. */
  take(count: number): readonly string[] {
    if (!this.#isSorted) this.#sort();
    return this.#waiting.splice(0, count);
  }

  clear(): void {
    this.#waiting = [];
  }

  #sort(): void {
    const distances = new Map<string, number>();
    const distanceOf = (uri: string): number => {
      const folder = posix.dirname(uri);
      const known = distances.get(folder);
      if (known !== undefined) return known;
      const distance = Math.min(...this.#places.map((place) => stepsBetween(folder, place)));
      distances.set(folder, distance);
      return distance;
    };
    const placed = this.#waiting.map((uri) => ({ uri, distance: distanceOf(uri) }));
    this.#waiting = placed.sort((a, b) => a.distance - b.distance).map(({ uri }) => uri);
    this.#isSorted = true;
  }
}

/** How many folders one goes up and down from one to the other. */
function stepsBetween(one: string, other: string): number {
  const [a, b] = [one.split('/'), other.split('/')];
  const differs = a.findIndex((name, index) => name !== b[index]);
  const common = differs < 0 ? a.length : differs;
  return a.length + b.length - 2 * common;
}
