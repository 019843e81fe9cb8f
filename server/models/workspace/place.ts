import { isLineBreakToken } from './indentation.ts';

/** The kind of place a token stands in, by the token before it: models are right at different rates after a dot and after a blank. */
export const PLACES = 11;

/** @param before the vocabulary's spelling of the token before; empty at the start of a document */
export function placeOf(before: string): number {
  if (before === '') return 0;
  if (isLineBreakToken(before)) return 1;
  const last = before.charCodeAt(before.length - 1);
  if (last >= 48 && last <= 57) return 2;
  const isLetter = (last >= 97 && last <= 122) || (last >= 65 && last <= 90) || last > 127;
  // After a blank a name begins; without one it goes on.
  if (isLetter) return before.charCodeAt(0) === 32 ? 3 : 4;
  return SIGNS[before.trimStart()] ?? 10;
}

const SIGNS: Readonly<Record<string, number>> = {
  '.': 5,
  '(': 6,
  '[': 6,
  ',': 7,
  "'": 8,
  '"': 8,
  '`': 8,
  '{': 9,
};
