import { join } from 'node:path';
import type { ExtensionContext } from 'vscode';
import {
  LanguageClient,
  type LanguageClientOptions,
  type ServerOptions,
  TransportKind,
} from 'vscode-languageclient/node';

/** The VS Code client: starts the server on the editor's own Node and stops it. It decides nothing. */
let client: LanguageClient | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  const server: ServerOptions = {
    module: join(context.extensionPath, 'dist', 'sureline.js'),
    transport: TransportKind.ipc,
  };
  const options: LanguageClientOptions = {
    documentSelector: [{ scheme: 'file' }, { scheme: 'untitled' }],
    synchronize: { configurationSection: 'sureline' },
  };
  client = new LanguageClient('sureline', 'Sureline', server, options);
  await client.start();
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}
