/** The disk as the store sees it: a folder of its own, and nothing else. */
export interface StoreDisk {
  /** What lies in a folder; nothing where there is none. */
  list(folder: string): Promise<readonly StoredEntry[]>;
  /** A whole file in a buffer of its own; undefined where there is none. */
  read(path: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Whole or not at all, readable by this user only; missing folders are made. Rejects when it cannot be written. */
  write(path: string, bytes: Uint8Array): Promise<void>;
  /** Removes a file, or a folder that is empty; what cannot be removed stays. */
  remove(path: string): Promise<void>;
}

export interface StoredEntry {
  readonly name: string;
  readonly isFolder: boolean;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
}
