import { type SecretStorage, window } from 'vscode';
import { setting } from './settings.ts';

/**
 * Keys for endpoints, in the editor's secret storage and nowhere else: one for
 * each origin, so that no other endpoint ever gets it.
 */
export class ApiKeys {
  readonly #secrets: SecretStorage;

  constructor(secrets: SecretStorage) {
    this.#secrets = secrets;
  }

  /** The key for an endpoint; undefined where none is kept. */
  async for(url: string): Promise<string | undefined> {
    const origin = originOf(url);
    return origin === undefined ? undefined : await this.#secrets.get(nameFor(origin));
  }

  /** Asks for the key of the endpoint in use and keeps it. Returns whether one was given. */
  async ask(): Promise<boolean> {
    const origin = currentOrigin();
    if (origin === undefined) {
      void window.showInformationMessage('Set an endpoint first; only an endpoint needs an API key.');
      return false;
    }
    const key = await window.showInputBox({
      title: `API key for ${origin}`,
      prompt: 'It is kept in the secret storage of this editor and sent to that address only.',
      password: true,
      ignoreFocusOut: true,
      validateInput: (text) =>
        /^[\x21-\x7e]*$/.test(text.trim()) ? undefined : 'No key has such characters.',
    });
    if (key === undefined || key.trim() === '') return false;
    await this.#secrets.store(nameFor(origin), key.trim());
    return true;
  }

  /** Forgets the key of the endpoint in use. */
  async remove(): Promise<void> {
    const origin = currentOrigin();
    if (origin !== undefined) await this.#secrets.delete(nameFor(origin));
  }
}

function currentOrigin(): string | undefined {
  return originOf(setting('endpoint.url', ''));
}

function originOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).origin : undefined;
}

function nameFor(origin: string): string {
  return `apiKey ${origin}`;
}
