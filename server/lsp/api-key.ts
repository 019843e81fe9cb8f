import type { ProtocolConnection } from 'vscode-languageserver';
import type { ClientFacts } from './client-facts.ts';
import { methods } from './protocol.ts';

/**
 * Where the endpoint's key comes from: the client's secret storage where it has
 * one, else the environment. It is not kept and never logged.
 */
export async function apiKeyFor(
  connection: ProtocolConnection,
  client: ClientFacts,
  fromEnvironment: () => string | undefined,
): Promise<string | undefined> {
  if (!client.keepsApiKey) return fromEnvironment();
  const answer: unknown = await connection.sendRequest<unknown>(methods.apiKey).catch(() => undefined);
  return typeof answer === 'string' && answer !== '' ? answer : fromEnvironment();
}
