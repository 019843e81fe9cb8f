import { isBlank, isLineBreak, wordStart } from '../base/text.ts';

/**
 * Where to ask a token model about a cursor. In the middle of a word or right
 * after a blank it is in a state that it never saw in training and is wrongly
 * sure: byte-level tokens tie a blank or sign to the word after it.
 */

/** A word longer than this is asked about in its middle; its start would be out of the cache's reach. */
const MAX_REACH = 24;

/**
 * Before the word at the cursor and the blanks before it on the line, or else
 * the one sign before it; never over a line break.
 */
export function anchorBeforeWord(text: string, cursor: number): number {
  const word = wordStart(text, cursor);
  let anchor = word;
  while (anchor > 0 && isBlank(text.charCodeAt(anchor - 1))) anchor--;
  if (anchor === word && anchor > 0 && !isLineBreak(text.charCodeAt(anchor - 1)))
    anchor = beforeSign(text, anchor);
  return cursor - anchor > MAX_REACH ? cursor : anchor;
}

function beforeSign(text: string, offset: number): number {
  const isPair = offset > 1 && (text.charCodeAt(offset - 1) & 0xfc00) === 0xdc00;
  return offset - (isPair ? 2 : 1);
}
