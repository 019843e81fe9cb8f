import type { CompletionRequest } from '../completion/request.ts';
import type { Shown } from '../completion/outcome.ts';
import { acceptance, printable } from './item.ts';
import { methods, type PushedParams } from './protocol.ts';
import { notify, type Session } from './session.ts';

/** Tells a client that swaps texts calmly when the one that it was just given has grown, as long as the document is the same. */
export async function pushWhenLonger(
  { connection, client, documents, backend, log }: Session,
  request: CompletionRequest,
  shown: Shown,
): Promise<void> {
  if (!client.takesPush || request.trigger === 'invoked') return;
  const { document, offset } = request;
  try {
    const longer = await backend.engine.longer(request, shown);
    const insertText = longer && printable(longer.text);
    if (!insertText || insertText.length <= shown.text.length || !documents.isCurrent(document)) return;
    const pushed: PushedParams = {
      textDocument: { uri: document.uri, version: document.version },
      position: documents.position(document.uri, offset),
      insertText,
      command: acceptance(longer),
    };
    notify(connection, methods.pushed, pushed);
  } catch (error) {
    log.warn(`a longer text could not be told: ${error instanceof Error ? (error.stack ?? '') : 'unknown'}`);
  }
}
