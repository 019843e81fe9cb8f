import {
  type DidChangeConfigurationParams,
  MessageType,
  type ProtocolConnection,
} from 'vscode-languageserver/node';
import { parseSettings } from '../settings/parse.ts';
import type { Settings } from '../settings/settings.ts';
import type { ProxySettings } from './backend.ts';
import type { ClientFacts } from './client-facts.ts';
import { proxyOf } from './proxy.ts';
import { notify } from './session.ts';

/**
 * Where settings come from: `initializationOptions`, under what the client
 * answers when asked, or else under what it last sent. What is wrong with them
 * is said to the user once.
 */
export class Configuration {
  readonly #connection: ProtocolConnection;
  readonly #client: ClientFacts;
  readonly #initial: unknown;
  readonly #onSettings: (settings: Settings) => void;
  readonly #said = new Set<string>();
  #sent: unknown;
  #asked = 0;
  #current: Settings;
  #proxy = proxyOf(undefined);
  #isSettled = false;

  /** @param onSettings called when settings are first known and whenever they may have changed */
  constructor(
    connection: ProtocolConnection,
    client: ClientFacts,
    initial: unknown,
    onSettings: (settings: Settings) => void,
  ) {
    this.#connection = connection;
    this.#client = client;
    this.#initial = initial;
    this.#onSettings = onSettings;
    this.#current = parseSettings(initial).settings;
  }

  get settings(): Settings {
    return this.#current;
  }

  /** The editor's own proxy; none where the client cannot be asked. */
  get proxy(): ProxySettings {
    return this.#proxy;
  }

  /** The client's settings are known, or were waited for in vain. */
  get isSettled(): boolean {
    return this.#isSettled;
  }

  /** Asks the client where it can be asked; else reads what is there. */
  async refresh(): Promise<void> {
    const asked = ++this.#asked;
    const [answer, http] = this.#client.answersConfiguration ? await this.#ask() : [];
    if (asked !== this.#asked) return;
    this.#proxy = proxyOf(http);
    this.#read(answer ?? this.#sent);
  }

  /** `workspace/didChangeConfiguration`: with the settings, with those of others, or with nothing, to say that it may be asked. */
  async changed(news: Partial<DidChangeConfigurationParams> | undefined): Promise<void> {
    const settings = news?.settings;
    const sent: unknown = typeof settings === 'object' && settings !== null ? settings.sureline : undefined;
    if (sent !== undefined && sent !== null) this.#sent = sent;
    await this.refresh();
  }

  /** Stops waiting for the first answer: what is there holds until a better one comes. */
  settle(): void {
    if (!this.#isSettled) this.#read(this.#sent);
  }

  async #ask(): Promise<readonly unknown[]> {
    const params = { items: [{ section: 'sureline' }, { section: 'http' }] };
    const answer: unknown = await this.#connection
      .sendRequest<unknown>('workspace/configuration', params)
      .catch(() => undefined);
    return Array.isArray(answer) ? answer : [];
  }

  #read(section: unknown): void {
    const { settings, complaints } = parseSettings(this.#initial, section);
    this.#isSettled = true;
    this.#current = settings;
    for (const complaint of complaints) this.#complain(complaint);
    this.#onSettings(settings);
  }

  #complain(message: string): void {
    if (this.#said.has(message)) return;
    this.#said.add(message);
    notify(this.#connection, 'window/showMessage', { type: MessageType.Warning, message });
  }
}
