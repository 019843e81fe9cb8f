import type { Command } from 'vscode-languageserver';
import type { Shown } from '../completion/outcome.ts';
import { type Accepted, acceptedCommand } from './protocol.ts';

/** What items of both kinds of completion have in common. */

/** The command by which an editor says that the item was accepted. */
export function acceptance({ id, confidence, source }: Shown): Command {
  const argument: Accepted = { id, confidence, source };
  return { title: 'Accepted', command: acceptedCommand, arguments: [argument] };
}

/** The text up to U+0000, on which some editors reject the whole message. */
export function printable(text: string): string {
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}
