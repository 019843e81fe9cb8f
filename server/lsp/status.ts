import type { ProtocolConnection } from 'vscode-languageserver';
import type { Settings } from '../settings/settings.ts';
import type { EndpointState, LearningProgress } from './backend.ts';
import type { ClientFacts } from './client-facts.ts';
import { percentOf } from './progress.ts';
import { methods, type StatusParams } from './protocol.ts';
import { notify } from './session.ts';

/** Tells the client what state Sureline is in, for a status bar, whenever that changes. */
export class Status {
  readonly #connection: ProtocolConnection;
  readonly #client: ClientFacts;
  #settings: Settings | undefined;
  #learning: LearningProgress | undefined;
  #endpoint: EndpointState = { state: 'ready' };
  #told = '';

  constructor(connection: ProtocolConnection, client: ClientFacts) {
    this.#connection = connection;
    this.#client = client;
  }

  configured(settings: Settings): void {
    if (settings.endpoint.url !== this.#settings?.endpoint.url) this.#endpoint = { state: 'ready' };
    this.#settings = settings;
    this.#tell();
  }

  learning(progress: LearningProgress): void {
    this.#learning = progress;
    this.#tell();
  }

  endpoint(state: EndpointState): void {
    this.#endpoint = state;
    this.#tell();
  }

  #tell(): void {
    if (!this.#settings || !this.#client.takesStatus) return;
    const { url, model } = this.#settings.endpoint;
    const status: StatusParams = {
      ...this.#state(this.#settings),
      ...(url !== '' && model !== '' && { model }),
    };
    const spelled = JSON.stringify(status);
    if (spelled === this.#told) return;
    this.#told = spelled;
    notify(this.#connection, methods.status, status);
  }

  /** Of what holds at once, what a person should act on first. */
  #state(settings: Settings): StatusParams {
    if (!settings.enabled) return { state: 'off' };
    const { state, reason } = this.#endpoint;
    if (state !== 'ready' && settings.endpoint.url !== '') {
      return {
        state: state === 'failed' ? 'endpoint-failed' : state,
        ...(reason !== undefined && { reason }),
      };
    }
    if (this.#learning && !this.#learning.done)
      return { state: 'learning', percent: percentOf(this.#learning) };
    return { state: 'ready' };
  }
}
