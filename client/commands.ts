import { commands, ConfigurationTarget, type Disposable, window } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { methods, type Preview } from '../server/lsp/protocol.ts';
import type { ApiKeys } from './api-key.ts';
import { pickCutoff } from './views/cutoff-picker.ts';
import { pickEndpoint } from './views/endpoint-picker.ts';
import { testEndpoint } from './views/endpoint-test.ts';
import { showMenu } from './views/menu.ts';
import { change, isWanted, setting, switchLanguage } from './settings.ts';
import type { Snooze } from './snooze.ts';
import type { StatusBar } from './views/status-bar.ts';
import type { Inspector } from './views/inspector.ts';

/** Which command does what. Their names are in package.json. */
export interface Parts {
  readonly client: Promise<LanguageClient>;
  readonly keys: ApiKeys;
  readonly snooze: Snooze;
  readonly statusBar: StatusBar;
  readonly inspector: Inspector;
}

export function registerCommands({ client, keys, snooze, statusBar, inspector }: Parts): Disposable[] {
  const previewOf = async (cutoff: number): Promise<Preview | null> =>
    (await client).sendRequest(methods.preview, { cutoff });
  const handlers: Readonly<Record<string, () => unknown>> = {
    menu: () => showMenu(statusBar.sentence, snooze.isOn),
    why: () => inspector.open(),
    changeCutoff: () => pickCutoff(previewOf),
    snooze: () => snooze.ask(),
    wake: () => snooze.stop(),
    toggle: () => change('enabled', !setting('enabled', true), ConfigurationTarget.Global),
    toggleWorkspace: () => change('enabled', !setting('enabled', true), ConfigurationTarget.Workspace),
    toggleLanguage,
    setEndpoint: () => setEndpoint(keys),
    testEndpoint,
    setApiKey: () => keys.ask(),
    removeApiKey: () => keys.remove(),
    settings: () => commands.executeCommand('workbench.action.openSettings', '@ext:sureline.sureline'),
    log: async () => (await client).outputChannel.show(true),
    walkthrough: () =>
      commands.executeCommand('workbench.action.openWalkthrough', 'sureline.sureline#sureline.start', false),
  };
  return Object.entries(handlers).map(([name, handler]) =>
    commands.registerCommand(`sureline.${name}`, handler),
  );
}

async function toggleLanguage(): Promise<void> {
  const languageId = window.activeTextEditor?.document.languageId;
  if (languageId !== undefined) await switchLanguage(languageId, !isWanted(languageId));
}

/** Endpoints elsewhere want a key; those on this machine seldom do. */
async function setEndpoint(keys: ApiKeys): Promise<void> {
  const url = await pickEndpoint();
  if (url === undefined || url === '') return;
  const isHere = /^(localhost|127\.|\[::1\])/.test(new URL(url).hostname);
  if (!isHere && (await keys.for(url)) === undefined) await keys.ask();
}
