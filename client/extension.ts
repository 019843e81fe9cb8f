import { type ExtensionContext, Uri, window, workspace } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { methods, type PushedParams, type StatusParams } from '../server/lsp/protocol.ts';
import { ApiKeys } from './api-key.ts';
import { registerCommands } from './views/commands.ts';
import { GhostText } from './ghost-text.ts';
import { Refresh } from './refresh.ts';
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
  const refresh = new Refresh();
  const loaded = load(context, keys, ghostText, refresh);
  const client = loaded.then((it) => it.client);
  const inspector = new Inspector(client, Uri.joinPath(context.extensionUri, 'media'));
  const repaint = (): void => statusBar.paint();
  const tell = async (): Promise<void> => (await loaded).tellSettings();
  context.subscriptions.push(
    snooze,
    statusBar,
    inspector,
    registerInspector(inspector),
    ...registerCommands({ client, keys, snooze, statusBar, inspector, refresh }),
    snooze.onChange(repaint),
    ghostText.onAsking((isAsking) => statusBar.asking(isAsking)),
    ghostText.onAnswered((place) => inspector.follow(place)),
    window.onDidChangeActiveTextEditor(repaint),
    workspace.onDidChangeConfiguration((event) => event.affectsConfiguration('sureline') && repaint()),
    workspace.onDidGrantWorkspaceTrust(tell),
    context.secrets.onDidChange(tell),
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
  tellSettings(): Promise<void>;
}

async function load(
  context: ExtensionContext,
  keys: ApiKeys,
  ghostText: GhostText,
  refresh: Refresh,
): Promise<Loaded> {
  // Until the next turn of the loop, so that activation is over before the work begins.
  await new Promise((resolve) => setImmediate(resolve));
  const { createLanguageClient, selector, Swap, pushed, suggestionsOf, tellSettings } =
    await import('./language-server.ts');
  const client = createLanguageClient(context, keys, ghostText.middleware);
  const swap = new Swap(ghostText, context.extension.id, selector);
  client.onNotification(methods.pushed, (params: PushedParams) => pushed(swap, params));
  client.onNotification(methods.refresh, () => refresh.again(swap, suggestionsOf(client)));
  return { client, tellSettings: () => tellSettings(client) };
}

/** A server that does not start is reported by the language client itself. */
async function start(client: LanguageClient, statusBar: StatusBar): Promise<void> {
  client.onNotification(methods.status, (status: StatusParams) => statusBar.told(status));
  await client.start().catch(() => undefined);
}
