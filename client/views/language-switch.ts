import { workspace } from 'vscode';
import { change, changeOwn, hasOwn, setting } from '../settings.ts';

/** Whether suggestions are wanted for a language, as people see and switch it. The server decides by the same settings. */

/** Gives one language a switch of its own. */
export async function switchLanguage(languageId: string, isOn: boolean): Promise<void> {
  if (await changeOwn('enabled', isOn, languageId)) return;
  const languages = setting<Switches>('languages', {});
  const own = languages[languageId];
  await change('languages', {
    ...languages,
    [languageId]: typeof own === 'object' ? { ...own, enabled: isOn } : isOn,
  });
}

/** Whether suggestions are wanted for a language; one without a switch of its own follows `enabled`. */
export function isWanted(languageId: string): boolean {
  const settings = workspace.getConfiguration('sureline', { languageId });
  const isEnabled = settings.get('enabled', true);
  if (hasOwn(settings.inspect('enabled'), languageId)) return isEnabled;
  const own = setting<Switches>('languages', {})[languageId];
  return (typeof own === 'object' ? own.enabled : own) ?? isEnabled;
}

type Switches = Readonly<Record<string, boolean | { readonly enabled?: boolean }>>;
