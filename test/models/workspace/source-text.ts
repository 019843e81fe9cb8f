import fc from 'fast-check';
import { splitsCharacter } from '../../../server/base/text.ts';

/** Text such as stands in files, and such as never should. */

/** What the model cuts in different ways, next to each other in all orders. */
const PIECES =
  'foo|Bar|HTTP|x|_|$|0|12|=|==|>|=>|(|)|{|}|,|.|..|/|*|-|<!|"|\'|`|#| |  |\t|\n|\n\n|\n  |\n\t|\r\n|\r|é|Ω|\u0301|𝐚|𝐀|😀|\0|\ud83d|\ude00|\u2028'.split(
    '|',
  );

export const sourceText: fc.Arbitrary<string> = fc
  .array(fc.constantFrom(...PIECES), { maxLength: 40 })
  .map((pieces) => pieces.join(''));

/** Any code units at all, halves of characters included. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  sourceText,
  fc.array(fc.nat({ max: 0xffff }), { maxLength: 30 }).map((units) => String.fromCharCode(...units)),
);

/** Whether a cursor can stand there: not inside a character, nor inside a line break. */
export function isPlace(text: string, offset: number): boolean {
  return offset === 0 || (!splitsCharacter(text, offset) && !text.startsWith('\r\n', offset - 1));
}

/** The nearest place at or before an offset. */
export function placeBefore(text: string, offset: number): number {
  let place = Math.min(offset, text.length);
  while (!isPlace(text, place)) place--;
  return place;
}
