import { withoutSecrets } from '../../../base/secret.ts';
import type { Files } from './files.ts';

/** Reads a file as text worth learning, or says why it is not. */

export type LeftOut =
  | 'unreadable'
  | 'too-large'
  | 'binary'
  | 'not-utf8'
  | 'minified'
  | 'generated'
  /** It is, or nearly is, a file that must not be known. */
  | 'held-out'
  /** All that may be learnt at once was learnt already. */
  | 'over-budget';

export type Source = SourceText | { readonly leftOut: LeftOut };

export interface SourceText {
  readonly text: string;
  /** Of the file. */
  readonly bytes: number;
  /** When the file was last written before it was read, in milliseconds since 1970. */
  readonly modified: number;
}

/** Bytes; larger files are data. */
export const MAX_FILE_SIZE = 512 * 1024;
/** Characters; people break lines long before, machines do not. Short files are given the benefit of the doubt. */
const MAX_AVERAGE_LINE = 250;
const MIN_LENGTH_TO_JUDGE = 1000;
/** Characters at the start of a file where its generator signs. */
const HEADER_LENGTH = 1000;
const SIGNED =
  /@generated\b|code generated\b.*\bdo not edit|<auto-?generated|\b(?:auto-?|automatically )generated\b.*\b(?:do not|don't) (?:edit|modify|change)/i;

/** What looks like a secret is cut out of the text. */
export async function readSource(path: string, files: Files): Promise<Source> {
  const found = await files.stat(path);
  if (found?.kind !== 'file') return { leftOut: 'unreadable' };
  if (found.size > MAX_FILE_SIZE) return { leftOut: 'too-large' };
  try {
    return sourceIn(await files.read(path), found.modified);
  } catch {
    return { leftOut: 'unreadable' };
  }
}

function sourceIn(bytes: Uint8Array, modified: number): Source {
  // It may have grown since its size was asked for.
  if (bytes.length > MAX_FILE_SIZE) return { leftOut: 'too-large' };
  if (bytes.includes(0)) return { leftOut: 'binary' };
  const text = decoded(bytes);
  if (text === undefined) return { leftOut: 'not-utf8' };
  if (isMinified(text)) return { leftOut: 'minified' };
  if (SIGNED.test(text.slice(0, HEADER_LENGTH))) return { leftOut: 'generated' };
  return { text: withoutSecrets(text), bytes: bytes.length, modified };
}

/** A byte order mark is dropped. */
function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function isMinified(text: string): boolean {
  return text.length > MIN_LENGTH_TO_JUDGE && text.length / text.split('\n').length > MAX_AVERAGE_LINE;
}
