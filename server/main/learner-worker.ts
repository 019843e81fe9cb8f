import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { WorkerTask } from '../models/workspace/learning/messages.ts';
import { cacheFolder } from './cache-folder.ts';

/** Starts the thread that learns. In the built program it lies beside this file; in the source it lies where it belongs. */
export function startLearner(): Worker {
  const isSource = import.meta.url.endsWith('.ts');
  const path = isSource ? '../models/workspace/learning/worker.ts' : './learner.js';
  const program = new URL(path, import.meta.url);
  const folder = cacheFolder({ environment: process.env, platform: process.platform, home: homedir() });
  // Of a program in many files none tells whether it still learns as it did.
  const isKept = folder !== undefined && !isSource;
  const task: WorkerTask = isKept ? { store: { folder, version: versionOf(program) } } : {};
  return new Worker(program, { name: 'sureline-learner', workerData: task });
}

/** Another program may cut text otherwise, or leave out more. The names of the files it is bundled from are hashes themselves. */
function versionOf(program: URL): string {
  return createHash('sha256').update(readFileSync(program)).digest('hex');
}
