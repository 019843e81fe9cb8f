import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { type Log, onceEach } from '../base/log.ts';
import { pathOf } from '../base/uri.ts';
import { createExclusions } from '../context/exclusions.ts';
import { Engine } from '../engine/engine.ts';
import type { Backend, LearningProgress, Surroundings } from '../lsp/backend.ts';
import { Learner } from '../models/workspace/learning/learner.ts';
import { Network } from '../models/workspace/network/network.ts';
import { parseWeights } from '../models/workspace/network/weights.ts';
import { WorkspaceModel } from '../models/workspace/workspace-model.ts';
import { defaultSettings, type Settings, settingsFor } from '../settings/settings.ts';
import { betweenRequests } from './between-requests.ts';
import { Endpoints } from './endpoints.ts';
import { Idleness } from './idleness.ts';
import { startLearner } from './learner-worker.ts';
import { systemClock } from './system-clock.ts';

/** Builds what stands behind a language server: the engine, its models, and the learning that feeds them. */
export function createBackend(surroundings: Surroundings): Backend {
  const { log } = surroundings;
  let exclusions = createExclusions({ folders: [], exclude: [] });
  let rounds = 0;
  let inForce = defaultSettings;
  let lesson = '';
  const workspace = new WorkspaceModel();
  const endpoints = new Endpoints(surroundings);
  const engine = new Engine({
    clock: systemClock,
    log,
    exclusions: { covers: (uri) => exclusions.covers(uri) },
  });
  const idleness = new Idleness({ clock: systemClock, log, warmUp });
  const learner = learnerInto(workspace, log, (progress) => {
    surroundings.onLearning(progress);
    if (progress.done) idleness.begin();
  });

  return {
    engine: overheard(
      engine,
      (uri) => {
        idleness.disturb();
        learner.approach(uri);
      },
      betweenRequests(() => workspace.catchUp(), onceEach(log)),
    ),
    async configure(settings, folders, proxy) {
      const round = ++rounds;
      inForce = settings;
      exclusions = createExclusions({ folders, exclude: settings.exclude, readTextFile, log });
      const endpoint = await endpoints.for(settings, proxy);
      if (round !== rounds) return;
      engine.configure(settings, endpoint ? [workspace, endpoint] : [workspace]);
      const { exclude, fineTuning } = settings;
      const wanted = isLearnt(settings) ? folders : [];
      if (lesson === JSON.stringify([wanted, exclude, fineTuning])) return;
      lesson = JSON.stringify([wanted, exclude, fineTuning]);
      learner.open({ folders: wanted, exclude, holdOut: [], fineTuning });
      // From now on, not from the first news of the worker: until then "ready" would be untrue.
      if (wanted.length > 0) surroundings.onLearning({ done: false, files: 0, totalFiles: 0 });
      else if (isLearnt(settings)) idleness.begin();
    },
    probe: (signal) => endpoints.probe(inForce, signal),
    filesChanged(uris) {
      if (uris.some(isIgnoreFile)) exclusions.refresh();
      learner.changed(uris);
    },
    filesRemoved(uris) {
      if (uris.some(isIgnoreFile)) exclusions.refresh();
      learner.removed(uris);
    },
    dispose() {
      idleness.end();
      learner.dispose();
    },
  };
}

/** Whether suggestions are wanted at all. */
function isLearnt(settings: Settings): boolean {
  const { enabled, languages } = settings;
  return enabled || Object.keys(languages).some((languageId) => settingsFor(settings, languageId).enabled);
}

/** Nobody waits for the code that does it to be loaded, either. */
async function warmUp(turn: () => Promise<void>, signal: AbortSignal): Promise<void> {
  const { warmUp: typeForNobody } = await import('./warm-up.ts');
  await typeForNobody(turn, signal);
}

/** Feeds a model with what a worker learns. */
function learnerInto(
  workspace: WorkspaceModel,
  log: Log,
  onProgress: (progress: LearningProgress) => void,
): Learner {
  return new Learner({
    startWorker: startLearner,
    onShard: (shard) => workspace.addGradually(shard),
    turn: () => setImmediate(),
    onNetwork: (file) => workspace.consult(file && new Network(parseWeights(file))),
    onForget: (uris) => workspace.forget(uris),
    onReset: () => workspace.clear(),
    onProgress,
    log,
  });
}

/** The engine, with someone told of every document that is opened or edited, and of every answer. */
function overheard(engine: Engine, onEdited: (uri: string) => void, onAnswer: () => void): Backend['engine'] {
  return {
    async complete(request, signal) {
      const outcome = await engine.complete(request, signal);
      onAnswer();
      return outcome;
    },
    longer: (request, shown) => engine.longer(request, shown),
    explain: (request, signal) => engine.explain(request, signal),
    hindsight: engine.hindsight,
    textChanged(uri) {
      onEdited(uri);
      engine.textChanged(uri);
    },
    closed: (uri) => engine.closed(uri),
    accepted: (id) => engine.accepted(id),
  };
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
