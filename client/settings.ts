import { ConfigurationTarget, workspace } from 'vscode';

/** Reads and writes the settings under `sureline`. What they mean is the server's affair. */

export function setting<Value>(key: string, otherwise: Value): Value {
  return workspace.getConfiguration('sureline').get<Value>(key, otherwise);
}

/**
 * Writes a setting so that it takes effect: where a workspace has a value of its
 * own, that one is changed.
 * @param target who it is for; the user if the workspace has no value
 */
export async function change(
  key: string,
  value: unknown,
  target: ConfigurationTarget = ConfigurationTarget.Global,
): Promise<void> {
  const settings = workspace.getConfiguration('sureline');
  const isInWorkspace = settings.inspect(key)?.workspaceValue !== undefined;
  await settings.update(key, value, isInWorkspace ? ConfigurationTarget.Workspace : target);
}

/** Gives one language a switch of its own. */
export async function switchLanguage(languageId: string, isOn: boolean): Promise<void> {
  const languages = setting<Readonly<Record<string, boolean>>>('languages', {});
  await change('languages', { ...languages, [languageId]: isOn });
}

/** Whether suggestions are wanted for a language; one without a switch of its own follows `enabled`. */
export function isWanted(languageId: string): boolean {
  const languages = setting<Readonly<Record<string, boolean>>>('languages', {});
  return languages[languageId] ?? setting('enabled', true);
}
