import { join } from 'node:path';
import { type ExtensionContext, workspace } from 'vscode';
import {
  LanguageClient,
  type LanguageClientOptions,
  type Middleware,
  TransportKind,
} from 'vscode-languageclient/node';
import { methods } from '../server/lsp/protocol.ts';
import type { ApiKeys } from './api-key.ts';
import { setting } from './settings.ts';

/** The bundled server on the editor's own Node, and what the two have agreed on besides LSP. */

/** Where people write: not the output view, the commit box of old revisions, or settings pages. */
export const selector = ['file', 'untitled', 'vscode-vfs', 'vscode-notebook-cell'].map((scheme) => ({
  scheme,
}));

export function createLanguageClient(
  context: ExtensionContext,
  keys: ApiKeys,
  middleware: Pick<Middleware, 'provideInlineCompletionItems'>,
): LanguageClient {
  const run = { module: join(context.extensionPath, 'dist', 'sureline.js'), transport: TransportKind.ipc };
  const options: LanguageClientOptions = {
    documentSelector: selector,
    middleware: { ...middleware, workspace: { configuration: answerSettings, didChangeConfiguration: tell } },
  };
  const client = new LanguageClient('sureline', 'Sureline', run, options);
  client.registerFeature({
    fillClientCapabilities(capabilities) {
      capabilities.experimental = { sureline: { apiKey: true, push: true } };
      // Learning shows in the status bar item; a second sign of it would only be restless.
      capabilities.window = { ...capabilities.window, workDoneProgress: false };
    },
    initialize() {},
    getState: () => ({ kind: 'static' }),
    clear() {},
  });
  client.onRequest(methods.apiKey, async (params: unknown) => {
    return (await keys.for(urlIn(params) ?? setting('endpoint.url', ''))) ?? null;
  });
  /** Says that settings changed; which, the server asks. */
  async function tell(): Promise<void> {
    await client.sendNotification('workspace/didChangeConfiguration', { settings: null });
  }
  return client;
}

/** Has the server ask for settings, and for the key when it needs it next. */
export async function refreshSettings(client: LanguageClient): Promise<void> {
  if (client.isRunning()) {
    await client.sendNotification('workspace/didChangeConfiguration', { settings: null });
  }
}

type ConfigurationMiddleware = NonNullable<NonNullable<Middleware['workspace']>['configuration']>;

/** Nothing is sent to an endpoint from a workspace that its user does not trust. */
const answerSettings: ConfigurationMiddleware = async (params, token, next) => {
  const answers = await next(params, token);
  if (workspace.isTrusted || !Array.isArray(answers)) return answers;
  return answers.map((answer: unknown, index) =>
    params.items[index]?.section === 'sureline' ? withoutEndpoint(answer) : answer,
  );
};

function withoutEndpoint(settings: unknown): unknown {
  return typeof settings === 'object' ? { ...settings, endpoint: { url: '' } } : settings;
}

function urlIn(params: unknown): string | undefined {
  const url: unknown = typeof params === 'object' && params !== null ? Reflect.get(params, 'url') : undefined;
  return typeof url === 'string' ? url : undefined;
}
