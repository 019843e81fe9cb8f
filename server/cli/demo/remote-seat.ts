import type { Outcome } from '../../completion/outcome.ts';
import type { EditorClient } from '../../lsp/client.ts';
import { type Accepted, acceptedCommand } from '../../lsp/protocol.ts';
import type { Seat } from '../typist.ts';

/** A seat at a language server: a document that grows at its end, and what is offered there. */
export class RemoteSeat implements Seat {
  readonly givesIndent = false;
  readonly #client: EditorClient;
  readonly #uri: string;
  readonly #now: () => number;
  #text = '';
  /** Its end; counted on from key to key, so that what is timed is the server. */
  #end = endOf('');
  #version = 1;

  constructor(client: EditorClient, uri: string, languageId: string, now: () => number) {
    this.#client = client;
    this.#uri = uri;
    this.#now = now;
    client.open(uri, languageId, '', this.#version);
  }

  now(): number {
    return this.#now();
  }

  async ask(text: string, offset: number): Promise<Outcome> {
    this.#append(text);
    const position = offset === text.length ? this.#end : endOf(text.slice(0, offset));
    const items = await this.#client.inlineCompletion(this.#uri, position);
    const item = items?.[0];
    const accepted = acceptedOf(item?.command?.arguments);
    if (item === undefined || accepted === undefined) return { kind: 'silent', reason: 'below-cutoff' };
    const inserted = typeof item.insertText === 'string' ? item.insertText : item.insertText.value;
    // What stands between the start of the range and the cursor is part of what is inserted.
    const alreadyThere = item.range ? position.character - item.range.start.character : 0;
    return { kind: 'shown', ...accepted, text: inserted.slice(alreadyThere) };
  }

  accepted(id: string): void {
    const argument = { id };
    const params = { command: acceptedCommand, arguments: [argument] };
    // The server only counts it; typing goes on whatever becomes of that.
    this.#client.request('workspace/executeCommand', params).catch(() => undefined);
  }

  #append(text: string): void {
    const added = text.slice(this.#text.length);
    if (added === '') return;
    const end = this.#end;
    this.#text = text;
    this.#version++;
    this.#client.change(this.#uri, this.#version, [{ range: { start: end, end }, text: added }]);
    const { line, character } = endOf(added);
    this.#end = { line: end.line + line, character: line === 0 ? end.character + character : character };
  }
}

function acceptedOf(commandArguments: unknown[] | undefined): Accepted | undefined {
  return commandArguments?.[0] as Accepted | undefined;
}

/** The position after a text, from its start. */
function endOf(text: string): { readonly line: number; readonly character: number } {
  const lines = text.split(/\r\n|\r|\n/);
  return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
}
