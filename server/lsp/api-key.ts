import type { ProtocolConnection } from 'vscode-languageserver';
import type { ClientFacts } from './client-facts.ts';
import { type ApiKeyParams, methods } from './protocol.ts';

/**
 * Where the key for the endpoint at `url` comes from: the client's secret storage
 * where it has one, else the environment. It is not kept and never logged.
 */
export async function apiKeyFor(
  connection: ProtocolConnection,
  client: ClientFacts,
  url: string,
  fromEnvironment: (url: string) => string | undefined,
): Promise<string | undefined> {
  if (!client.keepsApiKey) return fromEnvironment(url);
  const params: ApiKeyParams = { url: URL.parse(url)?.origin ?? '' };
  const answer: unknown = await connection
    .sendRequest<unknown>(methods.apiKey, params)
    .catch(() => undefined);
  return typeof answer === 'string' && answer !== '' ? answer : fromEnvironment(url);
}
