import { parentPort, Worker, workerData } from 'node:worker_threads';
import { Builder, serveBuilding } from './builder.ts';
import { disk } from './disk.ts';
import type { WorkerTask } from './messages.ts';
import { serveLearning } from './serve-learning.ts';
import { storeOnDisk } from './store-on-disk.ts';

/** The worker threads' entry: it wires and does nothing else. */
if (parentPort) {
  const { isBuilder, store } = (workerData ?? {}) as WorkerTask;
  if (isBuilder) {
    serveBuilding(parentPort);
  } else {
    const task: WorkerTask = { isBuilder: true };
    const builder = new Builder(
      () => new Worker(new URL(import.meta.url), { name: 'sureline-builder', workerData: task }),
    );
    serveLearning(parentPort, {
      files: disk,
      build: (documents) => builder.build(documents),
      store: store && storeOnDisk(store),
    });
  }
}
