import type { MessagePort } from 'node:worker_threads';
import type { ShardData, SourceDocument } from '../shard-data.ts';
import type { ShardStore } from '../storage/shard-store.ts';
import type { Files } from './files.ts';
import { FineTuning, type FineTuningParts } from './fine-tuning.ts';
import { FolderLearning, type LearningParts } from './folder-learning.ts';
import type { Curriculum, FromWorker, ToWorker } from './messages.ts';
import { buffersOf } from './shard-buffers.ts';
import type { Tutor } from './tutor.ts';

/**
 * The worker's side of learning: one thing after the other, in the order of
 * the messages. What changes meanwhile waits and is taken together. An error
 * ends the worker; its learner says so.
 */
export interface ServedLearning {
  readonly files: Files;
  readonly build: (documents: readonly SourceDocument[]) => Promise<ShardData>;
  readonly store: ShardStore | undefined;
  readonly tutor: Tutor;
  /** The file of the shipped network. */
  readonly readNetwork: () => Uint8Array;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export function serveLearning(
  port: MessagePort,
  { files, build, store, tutor, readNetwork, now }: ServedLearning,
): void {
  let abort = new AbortController();
  let learning: FolderLearning | undefined;
  let work = Promise.resolve();
  const messenger = new Messenger(port);
  let lastEdited: string | undefined;
  const changed = new Set<string>();

  function open(generation: number, curriculum: Curriculum): void {
    const isFirst = learning === undefined;
    abort.abort();
    abort = new AbortController();
    messenger.taken();
    changed.clear();
    const shelf = store?.shelfFor(curriculum.folders);
    const told = messenger.for(generation, abort.signal);
    const tuning = curriculum.fineTuning
      ? new FineTuning({ ...told, files, tutor, shelf, shipped: readNetwork(), now, signal: abort.signal })
      : undefined;
    const parts = { ...told, ...(tuning && overheard(told, tuning)), files, build, shelf };
    const opened = new FolderLearning(curriculum, parts, abort.signal);
    if (lastEdited !== undefined) opened.approach(lastEdited);
    learning = opened;
    work = work.then(() => tuning?.recall()).then(() => opened.open());
    // What changes meanwhile is not kept waiting by the teaching.
    work = work.then(() => void tuning?.begin());
    if (isFirst) work = work.then(() => store?.sweep());
  }

  async function readChanged(): Promise<void> {
    const paths = [...changed];
    changed.clear();
    if (paths.length > 0) await learning?.changed(paths);
  }

  port.on('message', (message: ToWorker) => {
    switch (message.kind) {
      case 'open':
        open(message.generation, message.curriculum);
        break;
      case 'changed':
        for (const path of message.paths) changed.add(path);
        work = work.then(readChanged);
        break;
      case 'approach':
        lastEdited = message.uri;
        learning?.approach(message.uri);
        break;
      case 'taken':
        messenger.taken();
        break;
    }
  });
}

type Told = ReturnType<Messenger['for']>;

/** The fine-tuning is told of all that is handed on. */
function overheard(
  told: Told,
  tuning: FineTuning,
): Pick<LearningParts, 'onShard' | 'onForget' | 'onAllowed'> {
  return {
    onAllowed: (uris) => tuning.allowed(uris),
    onShard: (shard) => {
      tuning.learnt(shard);
      return told.onShard(shard);
    },
    onForget: (uris) => {
      tuning.forgotten(uris);
      told.onForget(uris);
    },
  };
}

/** Sends what was learnt to the model, a shard only when the one before is in use. */
class Messenger {
  readonly #port: MessagePort;
  #taken = Promise.withResolvers<void>();

  constructor(port: MessagePort) {
    this.#port = port;
  }

  /** The last shard is in use, or not wanted any more. */
  taken(): void {
    this.#taken.resolve();
  }

  for(
    generation: number,
    signal: AbortSignal,
  ): Omit<LearningParts, 'files' | 'build' | 'shelf'> & Pick<FineTuningParts, 'onNetwork'> {
    const port = this.#port;
    const post = (message: FromWorker): void => port.postMessage(message);
    return {
      onShard: (shard) => {
        if (signal.aborted) return undefined;
        this.#taken = Promise.withResolvers();
        const message: FromWorker = { kind: 'shard', generation, shard };
        port.postMessage(message, buffersOf(shard));
        return this.#taken.promise;
      },
      onNetwork: (file) =>
        port.postMessage(
          { kind: 'network', generation, file } satisfies FromWorker,
          file ? [file.buffer] : [],
        ),
      onForget: (uris) => post({ kind: 'forget', generation, uris }),
      onProgress: (progress) => post({ kind: 'progress', generation, progress }),
      onWarning: (message) => post({ kind: 'warning', generation, message }),
    };
  }
}
