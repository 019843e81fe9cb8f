import { type ServerCapabilities, TextDocumentSyncKind } from 'vscode-languageserver/node';
import type { Settings } from '../settings/settings.ts';
import type { ClientFacts } from './client-facts.ts';
import { acceptedCommand, probeCommand } from './protocol.ts';

/** What the server says that it can do. What a client prefers to have registered later is left out here. */
export function capabilitiesFor(client: ClientFacts, settings: Settings): ServerCapabilities {
  const everyFile = { filters: [{ scheme: 'file', pattern: { glob: '**/*' } }] };
  return {
    ...(client.listsEncodings && { positionEncoding: client.encoding }),
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
    ...(client.inlineCompletion === 'static' && { inlineCompletionProvider: true }),
    ...(offersCompletion(client, settings) && { completionProvider: completionOptions }),
    executeCommandProvider: { commands: [acceptedCommand, probeCommand] },
    workspace: {
      workspaceFolders: { supported: true, changeNotifications: true },
      fileOperations: { didCreate: everyFile, didRename: everyFile, didDelete: everyFile },
    },
  };
}

/** Without these, most clients ask nothing between words; each one more costs a request. */
export const completionOptions = {
  triggerCharacters: [' ', '(', '=', '.', ':', ',', '{', '[', '"', "'", '/', '<', '>', '-'],
};

/** Whether ordinary completion is offered: both features at once get in each other's way, so normally only one is. */
export function offersCompletion(client: ClientFacts, settings: Settings): boolean {
  if (settings.completion === 'auto') return client.inlineCompletion === 'none';
  return settings.completion === 'always';
}
