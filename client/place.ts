import { type Position, type TextDocument, window } from 'vscode';

/** One state of a document with the cursor in it: what a question was about, and whether it still holds. */
export interface Place {
  readonly uri: string;
  readonly version: number;
  readonly position: Position;
}

export function placeOf(document: TextDocument, position: Position): Place {
  return { uri: document.uri.toString(), version: document.version, position };
}

export function isSamePlace(one: Place, other: Place): boolean {
  return one.uri === other.uri && one.version === other.version && one.position.isEqual(other.position);
}

/** Where the only cursor of the active editor is, with nothing selected; undefined otherwise. */
export function placeAtCursor(): Place | undefined {
  const editor = window.activeTextEditor;
  const [selection, ...others] = editor?.selections ?? [];
  if (!editor || !selection?.isEmpty || others.length > 0) return undefined;
  return placeOf(editor.document, selection.active);
}
