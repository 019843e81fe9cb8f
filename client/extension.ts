import { type ExtensionContext, Uri, window, workspace } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { methods, type PushedParams, type StatusParams } from '../server/lsp/protocol.ts';
import { ApiKeys } from './api-key.ts';
import { registerCommands } from './commands.ts';
import { GhostText } from './ghost-text.ts';
import { Push } from './push.ts';
import { Snooze } from './snooze.ts';
import { Inspector, registerInspector } from './views/inspector.ts';
import { StatusBar } from './views/status-bar.ts';

/** The VS Code client: starts the server and puts its parts together. It decides nothing about suggestions. */

let stop: () => Promise<void> = () => Promise.resolve();

/** Returns at once: the language client, which takes longest to load, is loaded and started after it. */
export function activate(context: ExtensionContext): void {
  const keys = new ApiKeys(context.secrets);
  const snooze = new Snooze();
  const ghostText = new GhostText(() => snooze.isOn);
  const statusBar = new StatusBar(snooze);
  const loaded = load(context, keys, ghostText);
  const client = loaded.then((it) => it.client);
  const inspector = new Inspector(client, Uri.joinPath(context.extensionUri, 'media'));
  const repaint = (): void => statusBar.paint();
  const refresh = async (): Promise<void> => (await loaded).refresh();
  context.subscriptions.push(
    snooze,
    statusBar,
    inspector,
    registerInspector(inspector),
    ...registerCommands({ client, keys, snooze, statusBar, inspector }),
    snooze.onChange(repaint),
    ghostText.onAsking((isAsking) => statusBar.asking(isAsking)),
    ghostText.onAnswered((place) => inspector.follow(place)),
    window.onDidChangeActiveTextEditor(repaint),
    workspace.onDidChangeConfiguration((event) => event.affectsConfiguration('sureline') && repaint()),
    workspace.onDidGrantWorkspaceTrust(refresh),
    context.secrets.onDidChange(refresh),
  );
  void client.then((it) => start(it, statusBar));
  stop = async () => (await client).stop();
}

export function deactivate(): Promise<void> {
  return stop();
}

/** The language client, not yet started, and what has the server read its settings again. */
interface Loaded {
  readonly client: LanguageClient;
  refresh(): Promise<void>;
}

async function load(context: ExtensionContext, keys: ApiKeys, ghostText: GhostText): Promise<Loaded> {
  // Until the next turn of the loop, so that activation is over before the work begins.
  await new Promise((resolve) => setImmediate(resolve));
  const { createLanguageClient, refreshSettings, selector } = await import('./language-server.ts');
  const client = createLanguageClient(context, keys, ghostText.middleware);
  const push = new Push(ghostText, context.extension.id, selector);
  client.onNotification(methods.pushed, (pushed: PushedParams) => push.swap(pushed));
  return { client, refresh: () => refreshSettings(client) };
}

/** A server that does not start is reported by the language client itself. */
async function start(client: LanguageClient, statusBar: StatusBar): Promise<void> {
  client.onNotification(methods.status, (status: StatusParams) => statusBar.told(status));
  await client.start().catch(() => undefined);
}
