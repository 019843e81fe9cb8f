import { commands, ConfigurationTarget, type Disposable, window } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { methods, type Preview } from '../../server/lsp/protocol.ts';
import type { ApiKeys } from '../api-key.ts';
import type { Refresh } from '../refresh.ts';
import { change, changeHere, setting } from '../settings.ts';
import { isWanted, switchLanguage } from './language-switch.ts';
import type { Snooze } from '../snooze.ts';
import type { StatusBar } from './status-bar.ts';
import type { Inspector } from './inspector.ts';

/** Which command does what. Their names are in package.json. */
export interface Parts {
  readonly client: Promise<LanguageClient>;
  readonly keys: ApiKeys;
  readonly snooze: Snooze;
  readonly statusBar: StatusBar;
  readonly inspector: Inspector;
  readonly refresh: Refresh;
}

export function registerCommands(parts: Parts): Disposable[] {
  const { client, keys, snooze, statusBar, inspector, refresh } = parts;
  const previewOf = async (cutoff: number): Promise<Preview | null> =>
    (await client).sendRequest(methods.preview, { cutoff });
  const handlers: Readonly<Record<string, () => unknown>> = {
    menu: async () => (await onDemand()).showMenu(statusBar.sentence, snooze.isOn),
    why: () => inspector.open(),
    changeCutoff: async () => {
      const cutoff = await (await onDemand()).pickCutoff(previewOf);
      if (cutoff !== undefined) await refresh.wished(() => changeHere('cutoff', cutoff));
    },
    snooze: async () => (await onDemand()).pickSnooze(snooze),
    wake: () => snooze.stop(),
    toggle: () => change('enabled', !setting('enabled', true), ConfigurationTarget.Global),
    toggleWorkspace: () => change('enabled', !setting('enabled', true), ConfigurationTarget.Workspace),
    toggleLanguage,
    setEndpoint: () => setEndpoint(keys),
    testEndpoint: async () => (await onDemand()).testEndpoint(),
    setApiKey: async () => (await onDemand()).askForKey(keys),
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

const onDemand = () => import('./on-demand.ts');

async function toggleLanguage(): Promise<void> {
  const languageId = window.activeTextEditor?.document.languageId;
  if (languageId !== undefined) await switchLanguage(languageId, !isWanted(languageId));
}

/** Endpoints elsewhere want a key; those on this machine seldom do. */
async function setEndpoint(keys: ApiKeys): Promise<void> {
  const url = await (await onDemand()).pickEndpoint();
  if (url === undefined || url === '') return;
  const isHere = /^(localhost|127\.|\[::1\])/.test(new URL(url).hostname);
  if (!isHere && (await keys.for(url)) === undefined) await (await onDemand()).askForKey(keys);
}
