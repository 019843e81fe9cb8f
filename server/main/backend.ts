import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { Worker } from 'node:worker_threads';
import { pathOf } from '../base/uri.ts';
import { createExclusions } from '../context/exclusions.ts';
import { Engine } from '../engine/engine.ts';
import type { Backend, EndpointState, Surroundings } from '../lsp/backend.ts';
import type { EndpointState as Health } from '../models/endpoint/health.ts';
import type { Model } from '../models/model.ts';
import { Learner } from '../models/workspace/learning/learner.ts';
import { WorkspaceModel } from '../models/workspace/workspace-model.ts';
import type { EndpointSettings, Settings } from '../settings/settings.ts';
import { systemClock } from './system-clock.ts';

/** Builds what stands behind a language server: the engine, its models, and the learning that feeds them. */
export function createBackend(surroundings: Surroundings): Backend {
  const { log } = surroundings;
  let exclusions = createExclusions({ folders: [], exclude: [] });
  let rounds = 0;
  let lesson = '';
  const workspace = new WorkspaceModel();
  const endpoints = new Endpoints(surroundings);
  const engine = new Engine({
    clock: systemClock,
    log,
    exclusions: { covers: (uri) => exclusions.covers(uri) },
  });
  const learner = new Learner({
    startWorker,
    onShard: (shard) => workspace.add(shard),
    onForget: (uris) => workspace.forget(uris),
    onReset: () => workspace.clear(),
    onProgress: (progress) => surroundings.onLearning(progress),
    log,
  });
  const isLearnt = (settings: Settings): boolean =>
    settings.enabled || Object.values(settings.languages).includes(true);

  return {
    engine,
    async configure(settings, folders) {
      const round = ++rounds;
      exclusions = createExclusions({ folders, exclude: settings.exclude, readTextFile, log });
      const endpoint = await endpoints.for(settings.endpoint);
      if (round !== rounds) return;
      engine.configure(settings, endpoint ? [workspace, endpoint] : [workspace]);
      const { exclude } = settings;
      const wanted = isLearnt(settings) ? folders : [];
      if (lesson === JSON.stringify([wanted, exclude])) return;
      lesson = JSON.stringify([wanted, exclude]);
      learner.open(wanted, exclude);
      // From now on, not from the first news of the worker: until then "ready" would be untrue.
      if (wanted.length > 0) surroundings.onLearning({ done: false, files: 0, totalFiles: 0 });
    },
    filesChanged(uris) {
      if (uris.some(isIgnoreFile)) exclusions.refresh();
      learner.changed(uris);
    },
    filesRemoved(uris) {
      if (uris.some(isIgnoreFile)) exclusions.refresh();
      learner.removed(uris);
    },
    dispose: () => learner.dispose(),
  };
}

/** The endpoint's model for the settings in force; its code is loaded only when one is set. */
class Endpoints {
  readonly #surroundings: Surroundings;
  #key = '';
  #current: Promise<Model> | undefined;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  for(settings: EndpointSettings): Promise<Model | undefined> {
    const key = JSON.stringify(settings);
    if (key !== this.#key) {
      this.#key = key;
      this.#current = settings.url === '' ? undefined : this.#load(settings);
    }
    return this.#current ?? Promise.resolve(undefined);
  }

  async #load(settings: EndpointSettings): Promise<Model> {
    const { EndpointModel } = await import('../models/endpoint/endpoint-model.ts');
    const surroundings = this.#surroundings;
    let hasKey = false;
    return new EndpointModel({
      settings,
      apiKey: async () => {
        const apiKey = await surroundings.apiKey();
        hasKey = apiKey !== undefined;
        return apiKey;
      },
      clock: systemClock,
      log: surroundings.log,
      onState: (state) => surroundings.onEndpoint(told(state, hasKey)),
    });
  }
}

/** A refusal of the key is another matter where there is none: it asks for something to be done. */
function told(state: Health, hasKey: boolean): EndpointState {
  if (state === 'ok') return { state: 'ready' };
  const isKeyMissing = !hasKey && state.failed.includes('API key');
  return { state: isKeyMissing ? 'no-key' : 'failed', reason: state.failed };
}

/** In the built program the worker lies beside this file; in the source it lies where it belongs. */
function startWorker(): Worker {
  const path = import.meta.url.endsWith('.ts') ? '../models/workspace/learning/worker.ts' : './learner.js';
  return new Worker(new URL(path, import.meta.url), { name: 'sureline-learner' });
}

function readTextFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function isIgnoreFile(uri: string): boolean {
  const path = pathOf(uri);
  return path !== undefined && /^\.(git)?ignore$/.test(basename(path));
}
