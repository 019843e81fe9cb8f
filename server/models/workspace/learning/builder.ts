import type { MessagePort, Worker } from 'node:worker_threads';
import { buildShard } from '../build-shard.ts';
import type { ShardData, SourceDocument } from '../shard-data.ts';
import { buffersOf } from './shard-buffers.ts';

/** Builds shards in a thread of its own, so that files are read meanwhile. */
export class Builder {
  readonly #start: () => Worker;
  #worker: Worker | undefined;
  #waiting: ((shard: ShardData) => void)[] = [];

  /** @param start starts the thread, at the first shard: where nothing has changed none is built */
  constructor(start: () => Worker) {
    this.#start = start;
  }

  /** What fails there is thrown in the thread that started it. */
  build(documents: readonly SourceDocument[]): Promise<ShardData> {
    const { promise, resolve } = Promise.withResolvers<ShardData>();
    this.#waiting.push(resolve);
    const worker = (this.#worker ??= this.#started());
    worker.postMessage(documents, []);
    return promise;
  }

  #started(): Worker {
    const worker = this.#start();
    worker.on('message', (shard: ShardData) => this.#waiting.shift()?.(shard));
    return worker;
  }
}

/** The builder's own thread: a shard for every batch, in order. */
export function serveBuilding(port: MessagePort): void {
  port.on('message', (documents: readonly SourceDocument[]) => {
    const shard = buildShard(documents);
    port.postMessage(shard, buffersOf(shard));
  });
}
