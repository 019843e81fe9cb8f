import type { ListedEntry } from './dialect.ts';

/** From the bytes of tokens to characters. A token may hold half a character. */

/** The token's own bytes where they are given, else those of its text. */
export function bytesOf({ bytes, text }: ListedEntry): Uint8Array {
  return bytes && bytes.length > 0 ? Uint8Array.from(bytes) : Buffer.from(text, 'utf8');
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
