import type { MessagePort } from 'node:worker_threads';
import { buildShard } from '../build-shard.ts';
import type { ShardData } from '../shard-data.ts';
import type { Files } from './files.ts';
import { FolderLearning, type LearningParts } from './folder-learning.ts';
import type { Curriculum, FromWorker, ToWorker } from './messages.ts';

/**
 * The worker's side of learning: one thing after the other, in the order of
 * the messages. What changes meanwhile waits and is taken together. An error
 * ends the worker; its learner says so.
 */
export function serveLearning(port: MessagePort, files: Files): void {
  let abort = new AbortController();
  let learning: FolderLearning | undefined;
  let work = Promise.resolve();
  const changed = new Set<string>();

  function open(generation: number, curriculum: Curriculum): void {
    abort.abort();
    abort = new AbortController();
    changed.clear();
    const opened = new FolderLearning(curriculum, partsFor(port, files, generation), abort.signal);
    learning = opened;
    work = work.then(() => opened.open());
  }

  async function readChanged(): Promise<void> {
    const paths = [...changed];
    changed.clear();
    if (paths.length > 0) await learning?.changed(paths);
  }

  port.on('message', (message: ToWorker) => {
    if (message.kind === 'open') {
      open(message.generation, message.curriculum);
      return;
    }
    for (const path of message.paths) changed.add(path);
    work = work.then(readChanged);
  });
}

function partsFor(port: MessagePort, files: Files, generation: number): LearningParts {
  const post = (message: FromWorker): void => port.postMessage(message);
  return {
    files,
    build: buildShard,
    onShard: (shard) =>
      port.postMessage({ kind: 'shard', generation, shard } satisfies FromWorker, buffersOf(shard)),
    onForget: (uris) => post({ kind: 'forget', generation, uris }),
    onProgress: (progress) => post({ kind: 'progress', generation, progress }),
    onWarning: (message) => post({ kind: 'warning', generation, message }),
  };
}

/** These are moved, not copied. */
function buffersOf(shard: ShardData): ArrayBuffer[] {
  return Object.values(shard)
    .map((part) => (part instanceof Int32Array ? part.buffer : undefined))
    .filter((buffer) => buffer instanceof ArrayBuffer);
}
