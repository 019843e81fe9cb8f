import type { EndpointState, ProxySettings, Surroundings } from '../lsp/backend.ts';
import type { EndpointModel, EndpointParts } from '../models/endpoint/endpoint-model.ts';
import type { EndpointState as Health } from '../models/endpoint/health.ts';
import type { ProbeReport } from '../models/endpoint/probe-report.ts';
import type { Settings } from '../settings/settings.ts';
import { lazySend } from './lazy-send.ts';
import { systemClock } from './system-clock.ts';

/** The endpoint's model for the settings in force, and what a probe of it found; their code is loaded only when an endpoint is set. */
export class Endpoints {
  readonly #surroundings: Surroundings;
  #wanted = '';
  #parts: EndpointParts | undefined;
  #model: Promise<EndpointModel> | undefined;
  #report: Promise<ProbeReport> | undefined;
  #hasKey = false;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  /** The same model for the same settings; told that the key may be another now. */
  async for({ endpoint }: Settings, proxy: ProxySettings): Promise<EndpointModel | undefined> {
    const wanted = JSON.stringify([endpoint, proxy]);
    if (wanted === this.#wanted) {
      (await this.#model)?.retry();
      return this.#model;
    }
    this.#wanted = wanted;
    this.#report = undefined;
    this.#parts = endpoint.url === '' ? undefined : this.#partsFor(endpoint, proxy);
    this.#model = this.#parts && load(this.#parts);
    return this.#model;
  }

  /** What the endpoint can do; null where none is set. Found out once, and again after a failure. */
  async probe({ topLogprobs, maxTokens }: Settings, signal: AbortSignal): Promise<ProbeReport | null> {
    const parts = this.#parts;
    if (parts === undefined) return null;
    const { probe } = await import('../models/endpoint/probe.ts');
    const known = (this.#report ??= probe({ ...parts, topLogprobs, maxTokens }, signal));
    const isUsable = await known.then(
      ({ usable }) => usable,
      () => false,
    );
    if (!isUsable && this.#report === known) this.#report = undefined;
    return known;
  }

  #partsFor(settings: Settings['endpoint'], proxy: ProxySettings): EndpointParts {
    const surroundings = this.#surroundings;
    return {
      settings,
      send: lazySend({ environment: process.env, proxy }),
      apiKey: async () => {
        const apiKey = await surroundings.apiKey(settings.url);
        this.#hasKey = apiKey !== undefined;
        return apiKey;
      },
      clock: systemClock,
      log: surroundings.log,
      onState: (state) => {
        if (state !== 'ok') this.#report = undefined;
        surroundings.onEndpoint(told(state, this.#hasKey));
      },
    };
  }
}

async function load(parts: EndpointParts): Promise<EndpointModel> {
  const { EndpointModel } = await import('../models/endpoint/endpoint-model.ts');
  return new EndpointModel(parts);
}

/** A refusal of the key is another matter where there is none: it asks for something to be done. */
function told(state: Health, hasKey: boolean): EndpointState {
  if (state === 'ok') return { state: 'ready' };
  const isKeyMissing = !hasKey && state.failed.includes('API key');
  const failed = /no token probabilities/.test(state.failed) ? 'no-probabilities' : 'failed';
  return { state: isKeyMissing ? 'no-key' : failed, reason: state.failed };
}
