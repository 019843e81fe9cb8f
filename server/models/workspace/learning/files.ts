/** The disk as learning sees it: what it needs of it, and nothing that writes. */
export interface Files {
  /** What lies in a directory. Links are neither files nor folders: what they point to may lie anywhere, or above. */
  list(directory: string): Promise<readonly Entry[]>;
  /** What is at a path; undefined where nothing can be found. */
  stat(path: string): Promise<Stat | undefined>;
  read(path: string): Promise<Uint8Array>;
  /** For ignore files, which are asked for in between; undefined where there is none. */
  readTextFile(path: string): string | undefined;
}

export type EntryKind = 'file' | 'folder' | 'other';

export interface Entry {
  readonly name: string;
  readonly kind: EntryKind;
}

interface Stat {
  readonly kind: EntryKind;
  /** Bytes. */
  readonly size: number;
  /** When it was last written, in milliseconds since 1970. */
  readonly modified: number;
}
