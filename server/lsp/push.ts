import type { ProtocolConnection } from 'vscode-languageserver';
import type { CompletionRequest } from '../completion/request.ts';
import type { Shown } from '../completion/outcome.ts';
import type { Settings } from '../settings/settings.ts';
import type { ClientFacts } from './client-facts.ts';
import { acceptance, printable } from './item.ts';
import { methods, type PushedParams } from './protocol.ts';
import { notify, type Session } from './session.ts';

/** News for clients that can put another text in the place of one on screen. */

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

/** Returns what tells such a client that other decisions may be taken than by the settings before; the first are no news. */
export function refreshTeller(
  connection: ProtocolConnection,
  client: ClientFacts,
): (settings: Settings) => void {
  let last: string | undefined;
  return ({ enabled, languages, cutoff, exclude }) => {
    const deciding = JSON.stringify([enabled, languages, cutoff, exclude]);
    if (client.takesRefresh && last !== undefined && last !== deciding) {
      notify(connection, methods.refresh, undefined);
    }
    last = deciding;
  };
}
