import { InlineCompletionItem, Position, Range } from 'vscode';
import type { PushedParams } from '../server/lsp/protocol.ts';
import type { Swap } from './swap.ts';

/** Shows the longer text that the server pushes if the short one is on screen at this very place; resolves when it is done or given up. */
export async function pushed(
  swap: Swap,
  { textDocument, position, insertText, command }: PushedParams,
): Promise<void> {
  const at = new Position(position.line, position.character);
  const place = { uri: textDocument.uri, version: textDocument.version, position: at };
  await swap.ask(place, () => [new InlineCompletionItem(insertText, new Range(at, at), command)]);
}
