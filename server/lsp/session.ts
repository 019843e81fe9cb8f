import type { ProtocolConnection } from 'vscode-languageserver';
import type { Log } from '../base/log.ts';
import type { Settings } from '../settings/settings.ts';
import type { Backend } from './backend.ts';
import type { ClientFacts } from './client-facts.ts';
import type { Documents } from './documents.ts';

/** What the methods share while one editor is connected. */
export interface Session {
  readonly connection: ProtocolConnection;
  readonly client: ClientFacts;
  readonly documents: Documents;
  readonly backend: Backend;
  readonly log: Log;
  /** The settings in force. */
  settings(): Settings;
  /** Resolves once the client's settings are known: before that, nothing may be shown. */
  readonly configured: Promise<void>;
}

/** Sends a notification; one that cannot be sent any more is dropped, as there is nobody left to tell. */
export function notify(connection: ProtocolConnection, method: string, params: unknown): void {
  // Once the connection is closed this throws at once, instead of rejecting.
  void (async () => connection.sendNotification(method, params))().catch(() => undefined);
}
