import { parentPort } from 'node:worker_threads';
import { disk } from './disk.ts';
import { serveLearning } from './serve-learning.ts';

/** The worker thread's entry: it wires and does nothing else. */
if (parentPort) serveLearning(parentPort, disk);
