import type {
  CancellationToken,
  DidChangeTextDocumentParams,
  DidCloseTextDocumentParams,
  DidOpenTextDocumentParams,
} from 'vscode-languageserver';
import { completion } from './completion.ts';
import { executeCommand } from './execute-command.ts';
import { explain } from './explain.ts';
import { inlineCompletion } from './inline-completion.ts';
import { methods, type PreviewParams } from './protocol.ts';
import type { Session } from './session.ts';

/** Which request is answered by what, and which news of documents goes where, once a session has begun. */

/** Keeps the documents in step with the editor's. */
export function followDocuments({ connection, documents, backend }: Session): void {
  connection.onNotification('textDocument/didOpen', (news: DidOpenTextDocumentParams) => {
    backend.engine.textChanged(documents.opened(news));
  });
  connection.onNotification('textDocument/didChange', (news: DidChangeTextDocumentParams) => {
    backend.engine.textChanged(documents.changed(news));
  });
  connection.onNotification('textDocument/didClose', (news: DidCloseTextDocumentParams) => {
    backend.engine.closed(documents.closed(news));
  });
  // Plugins written for Copilot's server send these; the next edit says as much.
  for (const method of ['didShowCompletion', 'didPartiallyAcceptCompletion', 'didFocus']) {
    connection.onNotification(`textDocument/${method}`, () => undefined);
  }
}

export function answerRequests(session: Session): void {
  const nothing = { items: [] };
  answer(session, 'textDocument/inlineCompletion', { handle: inlineCompletion(session), otherwise: nothing });
  answer(session, 'textDocument/completion', {
    handle: completion(session),
    otherwise: { isIncomplete: true, items: [] },
  });
  answer(session, 'workspace/executeCommand', { handle: executeCommand(session), otherwise: null });
  const { hindsight } = session.backend.engine;
  answer(session, methods.reliability, { handle: () => hindsight.reliability, otherwise: [] });
  answer(session, methods.preview, {
    handle: ({ cutoff }: PreviewParams) => hindsight.preview(cutoff, session.settings().cutoff),
    otherwise: null,
  });
  answer(session, methods.explain, { handle: explain(session), otherwise: null });
}

/** Answers with `otherwise` where the handler throws: an editor shows an error in its user's face. */
function answer<Params, Result>(
  { connection, log }: Session,
  method: string,
  { handle, otherwise }: Answer<Params, Result>,
): void {
  connection.onRequest(method, async (params: Params, token: CancellationToken): Promise<unknown> => {
    try {
      return await handle(params, token);
    } catch (error) {
      log.warn(`${method} failed: ${describe(error)}`);
      return otherwise;
    }
  });
}

interface Answer<Params, Result> {
  readonly handle: (params: Params, token: CancellationToken) => Result | Promise<Result>;
  readonly otherwise: Result;
}

/** An error for the log. */
export function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
