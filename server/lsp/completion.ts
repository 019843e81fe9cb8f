import {
  type CancellationToken,
  type CompletionItem,
  CompletionItemKind,
  type CompletionList,
  type CompletionParams,
  InsertTextMode,
} from 'vscode-languageserver/node';
import { isLineBreak, splitsCharacter, wordStart } from '../base/text.ts';
import type { Shown } from '../completion/outcome.ts';
import { offersCompletion } from './capabilities.ts';
import { signalOf } from './cancellation.ts';
import type { Place } from './documents.ts';
import { acceptance, printable } from './item.ts';
import type { Session } from './session.ts';

/**
 * `textDocument/completion`, for clients without inline completion: at most one
 * item, as editors draw a single candidate as ghost text, and of a single line,
 * as several editors spoil the others.
 */
export function completion(session: Session) {
  const { documents, backend, client } = session;
  return async (params: CompletionParams, token: CancellationToken): Promise<CompletionList> => {
    const place = documents.at(params.textDocument.uri, params.position);
    await session.configured;
    if (!place || !offersCompletion(client, session.settings())) return listOf([]);
    if (!documents.isCurrent(place.document)) return listOf([]);
    const outcome = await backend.engine.complete({ ...place, trigger: 'automatic' }, signalOf(token));
    if (outcome.kind === 'silent' || !documents.isCurrent(place.document)) return listOf([]);
    const text = firstLine(printable(outcome.text));
    return listOf(text === '' ? [] : [itemOf(session, place, text, outcome)]);
  };
}

/** Longest label, in UTF-16 code units; popups are narrow. */
const MAX_LABEL = 40;

function itemOf({ documents, client }: Session, place: Place, text: string, outcome: Shown): CompletionItem {
  const { document, offset } = place;
  const start = wordStart(document.text, offset);
  const newText = document.text.slice(start, offset) + text;
  return {
    label: cutAt(newText, MAX_LABEL),
    kind: CompletionItemKind.Text,
    detail: `Sureline, ${Math.floor(outcome.confidence * 100)} %`,
    sortText: '!',
    filterText: newText,
    // The start of the word is the one place from which every editor replaces rightly.
    textEdit: {
      range: {
        start: documents.position(document.uri, start),
        end: documents.position(document.uri, offset),
      },
      newText,
    },
    ...(client.insertsAsIs && { insertTextMode: InsertTextMode.asIs }),
    command: acceptance(outcome),
  };
}

/** Incomplete, so that the client asks again at the next key instead of filtering this answer. */
function listOf(items: CompletionItem[]): CompletionList {
  return { isIncomplete: true, items };
}

function firstLine(text: string): string {
  let end = 0;
  while (end < text.length && !isLineBreak(text.charCodeAt(end))) end++;
  return text.slice(0, end);
}

function cutAt(text: string, length: number): string {
  if (text.length <= length) return text;
  return text.slice(0, splitsCharacter(text, length) ? length - 1 : length);
}
