import type { SecretStorage } from 'vscode';
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

  /** Where the endpoint in use is: a key is for one place only. */
  get origin(): string | undefined {
    return originOf(setting('endpoint.url', ''));
  }

  async keep(origin: string, key: string): Promise<void> {
    await this.#secrets.store(nameFor(origin), key);
  }

  /** Forgets the key of the endpoint in use. */
  async remove(): Promise<void> {
    const { origin } = this;
    if (origin !== undefined) await this.#secrets.delete(nameFor(origin));
  }
}

function originOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).origin : undefined;
}

function nameFor(origin: string): string {
  return `apiKey ${origin}`;
}
