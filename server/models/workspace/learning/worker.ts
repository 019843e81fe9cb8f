import { constants, setPriority } from 'node:os';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { readShipped } from '../network/shipped.ts';
import { Builder, serveBuilding } from './builder.ts';
import { disk } from './disk.ts';
import type { WorkerTask } from './messages.ts';
import { serveLearning } from './serve-learning.ts';
import { storeOnDisk } from './store-on-disk.ts';
import { serveTeaching, Tutor } from './tutor.ts';

/** The worker threads' entry: it wires and does nothing else. */
if (parentPort) {
  const { role, store } = (workerData ?? {}) as WorkerTask;
  const start = (task: Required<Pick<WorkerTask, 'role'>>): Worker =>
    new Worker(new URL(import.meta.url), { name: `sureline-${task.role}`, workerData: task });
  if (role === 'builder') {
    serveBuilding(parentPort);
  } else if (role === 'tutor') {
    // It can wait. Elsewhere this would slow the whole process.
    if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
    serveTeaching(parentPort);
  } else {
    const builder = new Builder(() => start({ role: 'builder' }));
    serveLearning(parentPort, {
      files: disk,
      build: (documents) => builder.build(documents),
      tutor: new Tutor(() => start({ role: 'tutor' })),
      readNetwork: readShipped,
      now: () => Date.now(),
      store: store && storeOnDisk(store),
    });
  }
}
