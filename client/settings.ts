import { type ConfigurationScope, ConfigurationTarget, window, workspace } from 'vscode';

/** Reads and writes the settings under `sureline`. What they mean is the server's affair. */

export function setting<Value>(key: string, otherwise: Value, scope?: ConfigurationScope): Value {
  return workspace.getConfiguration('sureline', scope).get<Value>(key, otherwise);
}

/** The cutoff in front of the person: that of the language in the active editor, where it has one of its own. */
export function cutoffHere(): number {
  return setting('cutoff', DEFAULT_CUTOFF, window.activeTextEditor?.document);
}

const DEFAULT_CUTOFF = 0.95;

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

/** The same, but where the language of the active editor has a value of its own, for this language. */
export async function changeHere(key: string, value: unknown): Promise<void> {
  const languageId = window.activeTextEditor?.document.languageId;
  if (!(await changeOwn(key, value, languageId))) await change(key, value);
}

/** Changes the value that a language has of its own; returns whether it has one. */
export async function changeOwn(
  key: string,
  value: unknown,
  languageId: string | undefined,
): Promise<boolean> {
  if (languageId === undefined) return false;
  const settings = workspace.getConfiguration('sureline', { languageId });
  const found = settings.inspect(key);
  if (!hasOwn(found, languageId)) return false;
  const isForUser = found?.workspaceLanguageValue === undefined;
  await settings.update(
    key,
    value,
    isForUser ? ConfigurationTarget.Global : ConfigurationTarget.Workspace,
    true,
  );
  return true;
}

/** Whether a language has a value of its own. */
export function hasOwn(found: { readonly languageIds?: string[] } | undefined, languageId: string): boolean {
  return found?.languageIds?.includes(languageId) === true;
}
