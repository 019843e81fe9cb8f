import type {
  CancellationToken,
  InlineCompletionItem,
  InlineCompletionList,
  InlineCompletionParams,
} from 'vscode-languageserver';
import { signalOf } from './cancellation.ts';
import { acceptance, printable } from './item.ts';
import { pushWhenLonger } from './push.ts';
import type { Session } from './session.ts';
import { triggerReader } from './trigger.ts';

/**
 * `textDocument/inlineCompletion`: one item, or an empty list, which takes old
 * ghost text away. Null leaves what the editor shows as it is, and answers only
 * questions that are out of date.
 */
export function inlineCompletion(session: Session) {
  const { documents, backend } = session;
  const triggerOf = triggerReader();
  return async (
    params: InlineCompletionParams,
    token: CancellationToken,
  ): Promise<InlineCompletionList | null> => {
    // Some clients send no context, although the protocol wants one.
    const context: InlineCompletionParams['context'] | undefined = params.context;
    const trigger = triggerOf(context?.triggerKind);
    const place = documents.at(params.textDocument.uri, params.position);
    if (!place) return { items: [] };
    await session.configured;
    if (!documents.isCurrent(place.document)) return null;
    const request = { ...place, trigger };
    const outcome = await backend.engine.complete(request, signalOf(token));
    if (!documents.isCurrent(place.document)) return null;
    if (outcome.kind === 'silent') return outcome.reason === 'superseded' ? null : { items: [] };
    const insertText = printable(outcome.text);
    if (insertText === '') return { items: [] };
    // The range is empty: with text after the cursor, any other hides that text in some editor.
    const cursor = documents.position(place.document.uri, place.offset);
    const range = { start: cursor, end: cursor };
    const item: InlineCompletionItem = { insertText, range, command: acceptance(outcome) };
    void pushWhenLonger(session, request, outcome);
    return { items: [item] };
  };
}
