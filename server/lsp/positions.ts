import type { InitializeParams, Position } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';

/**
 * Positions as clients count them, to offsets in UTF-16 code units and back.
 * Nothing here throws: what lies outside the text is clamped to it.
 */
export type PositionEncoding = 'utf-8' | 'utf-16' | 'utf-32';

/**
 * How a client counts: the first encoding on its list that exists. Of those that
 * list none, Emacs clients count characters, and ALE counts bytes; neither says so.
 */
export function encodingOf({ capabilities, clientInfo }: InitializeParams): PositionEncoding {
  const listed = capabilities.general?.positionEncodings;
  if (listed !== undefined) return listed.find(isEncoding) ?? 'utf-16';
  if (clientInfo) return clientInfo.name === 'emacs' ? 'utf-32' : 'utf-16';
  return isAle(capabilities) ? 'utf-8' : 'utf-16';
}

/** ALE does not give its name; it alone says in so many words that it can do neither of these. */
function isAle({ workspace }: InitializeParams['capabilities']): boolean {
  return workspace?.configuration === false && workspace.workspaceFolders === false;
}

function isEncoding(name: string): name is PositionEncoding {
  return name === 'utf-8' || name === 'utf-16' || name === 'utf-32';
}

/** The same place with `character` counted in UTF-16 code units, inside the document. */
export function toUtf16(document: TextDocument, position: Position, encoding: PositionEncoding): Position {
  const line = Math.min(natural(position.line), document.lineCount);
  if (line === document.lineCount) return document.positionAt(document.getText().length);
  const text = lineText(document, line);
  const wanted = natural(position.character);
  if (encoding === 'utf-16') return { line, character: Math.min(wanted, text.length) };
  let counted = 0;
  let character = 0;
  for (const point of text) {
    counted += unitsOf(point, encoding);
    if (counted > wanted) break;
    character += point.length;
  }
  return { line, character };
}

/** The offset of a client's position, in UTF-16 code units from the start of the text. */
export function offsetAt(document: TextDocument, position: Position, encoding: PositionEncoding): number {
  return document.offsetAt(toUtf16(document, position, encoding));
}

/** The position of an offset as the client counts. */
export function positionAt(document: TextDocument, offset: number, encoding: PositionEncoding): Position {
  const { line, character } = document.positionAt(offset);
  if (encoding === 'utf-16') return { line, character };
  let counted = 0;
  for (const point of lineText(document, line).slice(0, character)) counted += unitsOf(point, encoding);
  return { line, character: counted };
}

function unitsOf(point: string, encoding: 'utf-8' | 'utf-32'): number {
  return encoding === 'utf-32' ? 1 : Buffer.byteLength(point);
}

/** The text of a line, without its line break. */
function lineText(document: TextDocument, line: number): string {
  return document.getText({ start: { line, character: 0 }, end: { line, character: Infinity } });
}

function natural(number: number): number {
  return Number.isFinite(number) ? Math.max(0, Math.trunc(number)) : 0;
}
