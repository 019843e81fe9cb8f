import { hash, type TokenStructure } from './token-structure.ts';

/**
 * The sparse contexts: questions about what stands near that the last tokens
 * alone do not answer. Each is a number; what followed equal numbers in the
 * document and near it is evidence.
 */

/** Number of sparse contexts. */
export const SPARSE_CONTEXTS = 15;
/** Those that are answered with references to names: shapes, which leave names out. */
const BY_REFERENCE = new Set([5, 8, 10, 12]);

/** Tokens of which the shape is asked. */
const ARGUMENT_SHAPE = 3;
const SHORT_SHAPE = 5;
const LONG_SHAPE = 9;

/** Writes the keys at the end of the stack, `SPARSE_CONTEXTS` of them; equal contexts have equal keys, and each question keys of its own. */
export function writeSparseKeys(at: TokenStructure, keys: Int32Array): void {
  const end = at.length;
  const last = at.token(end - 1);
  const line = at.line();
  const above = at.lineAbove;
  const { bracket } = at;
  const name = at.nameUpTo(end - 2);
  const column = end - line;
  const overhead = above + column;
  const isUnder = overhead < line;
  const head = line < end ? at.token(line) : -1;
  const opener = bracket < 0 ? -1 : at.token(bracket);

  // How the line began, and the last token.
  keys[0] = hash(head, last, 0, 1);
  // The two tokens before the last one, whatever that was.
  keys[1] = hash(at.token(end - 2), at.token(end - 3), 0, 2);
  // What was called, at which argument, and the last token.
  keys[2] = hash(bracket < 0 ? -1 : hash(at.token(bracket - 1), opener, 0, 0), at.commas, last, 3);
  // How the line above began, how far into this one, and the last token.
  keys[3] = hash(at.token(above), column, last, 4);
  // What stands at this place in the line above.
  keys[4] = hash(isUnder ? at.token(overhead) : -2, isUnder ? at.token(overhead - 1) : -2, last, 5);
  // The shape of the last five tokens.
  keys[5] = shapeOf(at, SHORT_SHAPE, 6);
  // How the line began that the innermost bracket opened in, the last token, and the shape of the one before.
  keys[6] = hash(bracket < 0 ? -1 : at.token(at.line(bracket)), last, at.skeleton(end - 2), 7);
  // The name before the last token on this line, how far back it is, and the last token.
  keys[7] = hash(name < line ? -1 : at.token(name), last, name < line ? 0 : end - name, 8);
  // The shape of the line so far, and how the line above began.
  keys[8] = hash(at.shapeLine, at.skeleton(above), at.skeleton(above + 1), 9);
  // The line so far.
  keys[9] = hash(at.exactLine, 0, 0, 10);
  // The shape of the last three tokens, at which argument inside which bracket.
  keys[10] = hash(shapeOf(at, ARGUMENT_SHAPE, 11), opener, at.commas, 11);
  // The shape of the last nine tokens.
  keys[11] = shapeOf(at, LONG_SHAPE, 12);
  // The shape of the line so far.
  keys[12] = hash(at.shapeLine, 0, 0, 13);
  // The last token, and the last two, whatever blanks and capitals they have.
  keys[13] = hash(at.plain(end - 1), 0, 0, 14);
  keys[14] = hash(at.plain(end - 1), at.plain(end - 2), 0, 15);
}

/** Whether what followed a context is taken for what it referred to. */
export function isByReference(context: number): boolean {
  return BY_REFERENCE.has(context);
}

function shapeOf(at: TokenStructure, length: number, salt: number): number {
  const end = at.length;
  let shape = salt;
  for (let index = end - length; index < end; index++) shape = hash(shape, at.skeleton(index), 0, salt);
  return shape;
}
