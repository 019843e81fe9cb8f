import { window } from 'vscode';
import type { ApiKeys } from '../api-key.ts';

/** Asks for the key of the endpoint in use and keeps it. */
export async function askForKey(keys: ApiKeys): Promise<void> {
  const { origin } = keys;
  if (origin === undefined) {
    void window.showInformationMessage('Set an endpoint first; only an endpoint needs an API key.');
    return;
  }
  const key = await window.showInputBox({
    title: `API key for ${origin}`,
    prompt: 'It is kept in the secret storage of this editor and sent to that address only.',
    password: true,
    ignoreFocusOut: true,
    validateInput: (text) => (/^[\x21-\x7e]*$/.test(text.trim()) ? undefined : 'No key has such characters.'),
  });
  if (key !== undefined && key.trim() !== '') await keys.keep(origin, key.trim());
}
