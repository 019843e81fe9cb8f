import type {
  DidChangeTextDocumentParams,
  DidCloseTextDocumentParams,
  DidOpenTextDocumentParams,
  Position,
  TextDocumentContentChangeEvent,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { canonicalUri } from '../base/uri.ts';
import type { DocumentSnapshot } from '../completion/request.ts';
import { languageOf } from './language-id.ts';
import { offsetAt, type PositionEncoding, positionAt, toUtf16 } from './positions.ts';

/**
 * The open documents as the editor has them, kept in step by its edits, and
 * places in them. Documents are found under any spelling of their URI.
 */
export class Documents {
  readonly #open = new Map<string, TextDocument>();
  readonly #encoding: PositionEncoding;

  constructor(encoding: PositionEncoding) {
    this.#encoding = encoding;
  }

  /** Returns the canonical URI. */
  opened({ textDocument }: DidOpenTextDocumentParams): string {
    const uri = canonicalUri(textDocument.uri);
    const languageId = languageOf(textDocument.languageId ?? '', uri);
    this.#open.set(uri, TextDocument.create(uri, languageId, textDocument.version, textDocument.text));
    return uri;
  }

  /** Applies edits one after the other. Returns the canonical URI; edits of a document that is not open are ignored. */
  changed({ textDocument, contentChanges }: DidChangeTextDocumentParams): string {
    const uri = canonicalUri(textDocument.uri);
    const document = this.#open.get(uri);
    if (!document) return uri;
    for (const change of contentChanges) {
      TextDocument.update(document, [this.#inUtf16(document, change)], textDocument.version);
    }
    return uri;
  }

  /** Returns the canonical URI. */
  closed({ textDocument }: DidCloseTextDocumentParams): string {
    const uri = canonicalUri(textDocument.uri);
    this.#open.delete(uri);
    return uri;
  }

  /** The document as it is now and the offset of a place in it; undefined when the editor has not opened it. */
  at(uri: string, position: Position): Place | undefined {
    const document = this.#open.get(canonicalUri(uri));
    if (!document) return undefined;
    return {
      document: {
        uri: document.uri,
        languageId: document.languageId,
        version: document.version,
        text: document.getText(),
      },
      offset: offsetAt(document, position, this.#encoding),
    };
  }

  /** Whether the document still is what the snapshot shows. */
  isCurrent({ uri, version }: DocumentSnapshot): boolean {
    return this.#open.get(uri)?.version === version;
  }

  /** The position, as the client counts, of an offset in the document as it is now. */
  position(uri: string, offset: number): Position {
    const document = this.#open.get(uri);
    return document ? positionAt(document, offset, this.#encoding) : { line: 0, character: 0 };
  }

  #inUtf16(document: TextDocument, change: TextDocumentContentChangeEvent): TextDocumentContentChangeEvent {
    if (!('range' in change)) return change;
    const { start, end } = change.range;
    const range = {
      start: toUtf16(document, start, this.#encoding),
      end: toUtf16(document, end, this.#encoding),
    };
    return { range, text: change.text };
  }
}

export interface Place {
  readonly document: DocumentSnapshot;
  /** In UTF-16 code units from the start of the text. */
  readonly offset: number;
}
