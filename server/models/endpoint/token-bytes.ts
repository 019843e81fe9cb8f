import type { ListedEntry } from './dialect.ts';

/** From the bytes of tokens to characters. A token may hold half a character. */

/** A way to read the bytes of a token from how it is listed. */
export type Spelling = (entry: ListedEntry) => Uint8Array;

/** The token's own bytes where they are given, else those of its text. */
export function bytesOf({ bytes, text }: ListedEntry): Uint8Array {
  return bytes && bytes.length > 0 ? Uint8Array.from(bytes) : Buffer.from(text, 'utf8');
}

/** The spellings met, the right one first: some servers list a token as their vocabulary file writes it. */
export const spellings: readonly Spelling[] = [bytesOf, bytesOfByteLevel, bytesOfPieces];

/** Byte-level vocabularies write each byte as one printable character: `Ġ` is a blank, `Ċ` a line break. */
function bytesOfByteLevel(entry: ListedEntry): Uint8Array {
  if (!isSpelledOut(entry)) return bytesOf(entry);
  const bytes = Array.from(entry.text, (character) => byteLevelAlphabet.get(character));
  return bytes.every((byte) => byte !== undefined) ? Uint8Array.from(bytes) : bytesOf(entry);
}

/** Vocabularies of pieces write a blank as `▁`. */
function bytesOfPieces(entry: ListedEntry): Uint8Array {
  if (!isSpelledOut(entry)) return bytesOf(entry);
  return Buffer.from(entry.text.replaceAll('▁', ' '), 'utf8');
}

/** Whether nothing more is known of a token than its text; bytes made from that tell nothing new. */
function isSpelledOut(entry: ListedEntry): boolean {
  return Buffer.compare(bytesOf(entry), Buffer.from(entry.text, 'utf8')) === 0;
}

/** How many bytes are printable in the sense of these vocabularies. */
const PRINTABLE = 188;

/** Printable bytes stand for themselves; the others for the characters from 256 on, in order. */
const byteLevelAlphabet: ReadonlyMap<string, number> = new Map(
  Array.from({ length: 256 }, (_, byte) => byte)
    .toSorted((one, other) => Number(isPrintable(other)) - Number(isPrintable(one)) || one - other)
    .map((byte, at) => [String.fromCodePoint(isPrintable(byte) ? byte : 256 + at - PRINTABLE), byte]),
);
function isPrintable(byte: number): boolean {
  return (byte >= 33 && byte <= 126) || (byte >= 161 && byte !== 173);
}

export interface Decoded {
  /** The whole characters at the start. */
  readonly text: string;
  /** `partial`: ends inside a character; `broken`: no text at all, or text with a replacement character. */
  readonly state: 'whole' | 'partial' | 'broken';
}

/** Decodes bytes as far as they are whole characters. */
export function decode(bytes: Uint8Array): Decoded {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: true });
  } catch {
    return { text: '', state: 'broken' };
  }
  // Some servers have put this character where a part of another one was.
  const replaced = text.indexOf('\ufffd');
  if (replaced >= 0) return { text: text.slice(0, replaced), state: 'broken' };
  return { text, state: Buffer.byteLength(text, 'utf8') === bytes.length ? 'whole' : 'partial' };
}
