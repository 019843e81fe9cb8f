import type { ProtocolConnection, Registration } from 'vscode-languageserver';
import type { Settings } from '../settings/settings.ts';
import { completionOptions, offersCompletion } from './capabilities.ts';
import type { ClientFacts } from './client-facts.ts';

/** Registers, after the handshake, what a client wants to have registered then. */
export function registerAtStart(connection: ProtocolConnection, client: ClientFacts): void {
  const registrations: Registration[] = [];
  if (client.inlineCompletion === 'dynamic') {
    registrations.push(registration('textDocument/inlineCompletion', { documentSelector: null }));
  }
  if (client.registersWatchedFiles) {
    const watchers = [{ globPattern: '**/*' }];
    registrations.push(registration('workspace/didChangeWatchedFiles', { watchers }));
  }
  if (client.registersConfiguration) {
    registrations.push(registration('workspace/didChangeConfiguration', { section: ['sureline', 'http'] }));
  }
  register(connection, registrations);
}

/**
 * Registers ordinary completion once settings ask for it that were not known at
 * the handshake. It stays registered and answers with nothing when they change again.
 */
export function completionRegistrar(
  connection: ProtocolConnection,
  client: ClientFacts,
  initial: Settings,
): (settings: Settings) => void {
  let isOffered = offersCompletion(client, initial) || client.completion !== 'dynamic';
  return (settings) => {
    if (isOffered || !offersCompletion(client, settings)) return;
    isOffered = true;
    const options = { documentSelector: null, ...completionOptions };
    register(connection, [registration('textDocument/completion', options)]);
  };
}

function registration(method: string, registerOptions: object): Registration {
  return { id: `sureline ${method}`, method, registerOptions };
}

/** A client that refuses goes without; it has said so in its own log. */
function register(connection: ProtocolConnection, registrations: Registration[]): void {
  if (registrations.length === 0) return;
  connection.sendRequest('client/registerCapability', { registrations }).catch(() => undefined);
}
