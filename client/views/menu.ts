import { commands, type QuickPickItem, QuickPickItemKind, window } from 'vscode';
import { cutoffHere, setting } from '../settings.ts';
import { isWanted } from './language-switch.ts';
import { percent } from './status-bar.ts';

/** The menu behind the status bar item. Every entry is a command, so that keys can be bound to it. */

interface Entry extends QuickPickItem {
  readonly command?: string;
}

/** @param sentence what state Sureline is in */
export async function showMenu(sentence: string, isSnoozed: boolean): Promise<void> {
  const picked = await window.showQuickPick<Entry>(entries(isSnoozed), {
    title: `Sureline ${sentence}`,
    placeHolder: `Shows what is at least ${percent(cutoffHere())} sure`,
  });
  if (picked?.command !== undefined) await commands.executeCommand(picked.command);
}

function entries(isSnoozed: boolean): readonly Entry[] {
  const hasEndpoint = setting('endpoint.url', '') !== '';
  return [
    entry('question', 'Why is there, or is there not, a suggestion?', 'sureline.why'),
    entry('dashboard', 'How sure must it be? ...', 'sureline.changeCutoff'),
    separator('Quiet'),
    isSnoozed
      ? entry('bell', 'Speak again', 'sureline.wake')
      : entry('bell-slash', 'Keep quiet for a while ...', 'sureline.snooze'),
    ...switches(),
    separator('Endpoint'),
    entry('plug', hasEndpoint ? 'Change the endpoint ...' : 'Use an endpoint ...', 'sureline.setEndpoint'),
    ...(hasEndpoint ? [entry('beaker', 'Test the endpoint', 'sureline.testEndpoint')] : []),
    ...(hasEndpoint ? [entry('key', 'Set the API key ...', 'sureline.setApiKey')] : []),
    ...(hasEndpoint ? [entry('trash', 'Remove the API key', 'sureline.removeApiKey')] : []),
    separator('More'),
    entry('gear', 'Settings', 'sureline.settings'),
    entry('output', 'Log', 'sureline.log'),
    entry('book', 'Walkthrough', 'sureline.walkthrough'),
  ];
}

function switches(): readonly Entry[] {
  const languageId = window.activeTextEditor?.document.languageId;
  const isOn = setting('enabled', true);
  const verb = isOn ? 'Switch off' : 'Switch on';
  const forLanguage = (id: string): Entry =>
    entry('symbol-misc', `${isWanted(id) ? 'Switch off' : 'Switch on'} for ${id}`, 'sureline.toggleLanguage');
  return [
    ...(languageId === undefined ? [] : [forLanguage(languageId)]),
    entry('folder', `${verb} in this workspace`, 'sureline.toggleWorkspace'),
    entry('circle-slash', `${verb} everywhere`, 'sureline.toggle'),
  ];
}

function entry(icon: string, label: string, command: string): Entry {
  return { label: `$(${icon}) ${label}`, command };
}

function separator(label: string): Entry {
  return { label, kind: QuickPickItemKind.Separator };
}
