import { join } from 'node:path';
import {
  type ExtensionContext,
  type InlineCompletionItemProvider,
  window,
  workspace,
  type WorkspaceConfiguration,
} from 'vscode';
import {
  InlineCompletionRequest,
  LanguageClient,
  type LanguageClientOptions,
  type Middleware,
  TransportKind,
} from 'vscode-languageclient/node';
import { methods } from '../server/lsp/protocol.ts';
import type { ApiKeys } from './api-key.ts';
import { languageKeys, withOverrides } from './overrides.ts';
import { setting } from './settings.ts';

/**
 * The bundled server on the editor's own Node, and what the two have agreed on
 * besides LSP. Bundled apart, with what is needed only once the server speaks.
 */
export { pushed } from './push.ts';
export { Swap } from './swap.ts';

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
    middleware: {
      ...middleware,
      workspace: {
        configuration: settingsAnswerer(context),
        didChangeConfiguration: () => tellSettings(client),
      },
    },
  };
  const client = new LanguageClient('sureline', 'Sureline', run, options);
  client.registerFeature({
    fillClientCapabilities(capabilities) {
      capabilities.experimental = { sureline: { apiKey: true, push: true, refresh: true } };
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
  return client;
}

/** What asks the server for suggestions in the active editor; undefined while there is none. */
export function suggestionsOf(client: LanguageClient): InlineCompletionItemProvider | undefined {
  const document = window.activeTextEditor?.document;
  return document && client.getFeature(InlineCompletionRequest.method)?.getProvider(document);
}

/** Has the server ask for settings, and for the key when it needs it next. */
export async function tellSettings(client: LanguageClient): Promise<void> {
  if (client.isRunning()) {
    await client.sendNotification('workspace/didChangeConfiguration', { settings: null });
  }
}

type ConfigurationMiddleware = NonNullable<NonNullable<Middleware['workspace']>['configuration']>;

/** Adds what single languages have for themselves, and leaves out the endpoint where its user does not trust a workspace: nothing is sent from there. */
function settingsAnswerer({ extension }: ExtensionContext): ConfigurationMiddleware {
  const keys = languageKeys(extension.packageJSON.contributes.configuration.properties);
  const sectionFor = (languageId?: string): WorkspaceConfiguration =>
    workspace.getConfiguration('sureline', languageId === undefined ? undefined : { languageId });
  const complete = (settings: object): object => ({
    ...withOverrides(settings, keys, sectionFor),
    ...(!workspace.isTrusted && { endpoint: { url: '' } }),
  });
  return async (params, token, next) => {
    const answers = await next(params, token);
    if (!Array.isArray(answers)) return answers;
    return answers.map((answer: unknown, index) => {
      const isOurs = params.items[index]?.section === 'sureline' && typeof answer === 'object' && answer;
      return isOurs ? complete(answer) : answer;
    });
  };
}

function urlIn(params: unknown): string | undefined {
  const url: unknown = typeof params === 'object' && params !== null ? Reflect.get(params, 'url') : undefined;
  return typeof url === 'string' ? url : undefined;
}
