/**
 * Questions about characters that several stages ask: what a word is, what a
 * blank is, where a character may be cut. Offsets are UTF-16 code units.
 */
const WORD = /[\p{L}\p{M}\p{N}_$]/u;

/** Whether the code unit at `offset` belongs to a word (letters, digits, `_`, `$`; either half of a surrogate pair counts with its character). */
export function isWordAt(text: string, offset: number): boolean {
  const unit = text.charCodeAt(offset);
  if (unit < 128) {
    return (
      (unit >= 97 && unit <= 122) ||
      (unit >= 65 && unit <= 90) ||
      (unit >= 48 && unit <= 57) ||
      unit === 95 ||
      unit === 36
    );
  }
  if (Number.isNaN(unit)) return false;
  const start = splitsCharacter(text, offset) ? offset - 1 : offset;
  const point = text.codePointAt(start);
  return point !== undefined && WORD.test(String.fromCodePoint(point));
}

/** Whether the code unit is a space or a tab. */
export function isBlank(unit: number): boolean {
  return unit === 32 || unit === 9;
}

/** Whether the code unit ends a line: `\n` or `\r`. */
export function isLineBreak(unit: number): boolean {
  return unit === 10 || unit === 13;
}

/** Whether cutting `text` at `offset` would leave half a character on either side. */
export function splitsCharacter(text: string, offset: number): boolean {
  return isLowSurrogate(text.charCodeAt(offset)) && isHighSurrogate(text.charCodeAt(offset - 1));
}

/** Whether the text before `offset` ends with the first half of a character, whose second half may or may not follow. */
export function endsInCharacter(text: string, offset: number): boolean {
  return isHighSurrogate(text.charCodeAt(offset - 1));
}

/** Offset of the first character of the word that ends at `offset`; `offset` itself where no word does. */
export function wordStart(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && isWordAt(text, start - 1)) start--;
  return start;
}

/** Offset of the end of the word that begins at `offset`; `offset` itself where none does. */
export function wordEnd(text: string, offset: number): number {
  let end = offset;
  while (end < text.length && isWordAt(text, end)) end++;
  return end;
}

/** The text of the line after `offset`, without its line break. */
export function restOfLine(text: string, offset: number): string {
  let end = offset;
  while (end < text.length && !isLineBreak(text.charCodeAt(end))) end++;
  return text.slice(offset, end);
}

/** The text after the last line break. */
export function startOfLine(text: string): string {
  return text.slice(Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1);
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

/** A copy that does not keep the text it was cut from in memory, as a slice in V8 does. */
export function detached(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}
