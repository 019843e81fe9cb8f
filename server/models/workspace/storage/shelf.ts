import { decodeNetwork, encodeNetwork, type TaughtNetwork } from './network-file.ts';
import { decodeShard, encodeShard, type LearntDocument, type LearntShard } from './shard-file.ts';
import type { StoreDisk } from './store-disk.ts';

/**
 * What was learnt of one workspace, kept between starts: a file a shard, named
 * by what it was learnt of, so that two editors may write at once, and the network
 * that was taught it. It is asked for and told; whether a shard still holds is for
 * the learning to say.
 */
export interface ShelfParts {
  readonly disk: StoreDisk;
  /** Where its files lie. */
  readonly folder: string;
  /** The name of a file for what is described, the same for the same. */
  readonly nameFor: (description: string) => string;
}

export interface StoredShard extends LearntShard {
  readonly name: string;
}

export interface KeptNetwork extends TaughtNetwork {
  /** When it was written, in milliseconds since 1970. */
  readonly modified: number;
}

export const SHARD_FILE = /^[0-9a-f]{32}\.shard$/;
export const NETWORK_FILE = 'network';
/** Its time is when the workspace was last opened. */
export const USED_FILE = 'used';
/** Ends the names of files being written. */
export const UNFINISHED = '.part';

export class Shelf {
  readonly #parts: ShelfParts;
  /** Files that hold each document, as far as they were loaded or saved. */
  readonly #holders = new Map<string, string[]>();

  constructor(parts: ShelfParts) {
    this.#parts = parts;
  }

  /** All shards that are whole, the latest first. What is damaged is removed. */
  async *load(): AsyncGenerator<StoredShard> {
    const { disk, folder } = this.#parts;
    const entries = await disk.list(folder);
    const files = entries.filter(({ name }) => SHARD_FILE.test(name));
    const latestFirst = files.sort((a, b) => b.modified - a.modified || (a.name < b.name ? -1 : 1));
    for (const { name } of latestFirst) {
      const bytes = await disk.read(this.#at(name));
      const learnt = bytes && decodeShard(bytes);
      if (!learnt) {
        await disk.remove(this.#at(name));
        continue;
      }
      this.#note(name, learnt.documents);
      yield { name, ...learnt };
    }
  }

  /** The shard's arrays are copied before this returns. Rejects when the disk cannot be written. */
  async save(learnt: LearntShard): Promise<void> {
    const bytes = encodeShard(learnt);
    const name = `${this.#parts.nameFor(JSON.stringify(learnt.documents))}.shard`;
    this.#note(name, learnt.documents);
    await this.#parts.disk.write(this.#at(name), bytes);
  }

  async discard(name: string): Promise<void> {
    await this.#parts.disk.remove(this.#at(name));
  }

  /** Removes every shard that holds one of these documents, by canonical URI. */
  async discardAllOf(uris: readonly string[]): Promise<void> {
    const names = new Set(uris.flatMap((uri) => this.#holders.get(uri) ?? []));
    for (const name of names) await this.discard(name);
  }

  /** The network that was taught this workspace. What is damaged, or comes from another than the shipped one, is removed. */
  async network(shipped: Uint8Array): Promise<KeptNetwork | undefined> {
    const { disk, folder } = this.#parts;
    const entry = (await disk.list(folder)).find(({ name }) => name === NETWORK_FILE);
    const bytes = entry && (await disk.read(this.#at(NETWORK_FILE)));
    const taught = bytes && decodeNetwork(shipped, bytes);
    if (entry && !taught) await this.discardNetwork();
    return entry && taught ? { ...taught, modified: entry.modified } : undefined;
  }

  /** The file is copied before this returns. Rejects when the disk cannot be written. */
  async saveNetwork(shipped: Uint8Array, taught: TaughtNetwork): Promise<void> {
    await this.#parts.disk.write(this.#at(NETWORK_FILE), encodeNetwork(shipped, taught));
  }

  async discardNetwork(): Promise<void> {
    await this.discard(NETWORK_FILE);
  }

  /** Notes that the workspace is in use. */
  async markUsed(): Promise<void> {
    await this.#parts.disk.write(this.#at(USED_FILE), new Uint8Array());
  }

  #at(name: string): string {
    return `${this.#parts.folder}/${name}`;
  }

  #note(name: string, documents: readonly LearntDocument[]): void {
    for (const { uri } of documents) {
      const holders = this.#holders.get(uri);
      if (holders) holders.push(name);
      else this.#holders.set(uri, [name]);
    }
  }
}
