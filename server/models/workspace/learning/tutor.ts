import type { MessagePort, Worker } from 'node:worker_threads';
import { shippedWeights } from '../network/shipped.ts';
import { fineTune } from '../network/teaching/fine-tune.ts';
import { shapeOf, writeWeights } from '../network/weights.ts';

/** Has the network taught in a thread of its own, which is ended as soon as it is done: it takes a hundred megabytes. */
export class Tutor {
  readonly #start: () => Worker;

  constructor(start: () => Worker) {
    this.#start = start;
  }

  /**
   * @param texts classes of the tokens of each file, its header first; they are moved
   * @returns the file of the network then; undefined once the signal has aborted
   * @throws what fails there
   */
  async teach(
    texts: readonly Uint16Array<ArrayBuffer>[],
    signal: AbortSignal,
  ): Promise<Uint8Array<ArrayBuffer> | undefined> {
    if (signal.aborted) return undefined;
    const worker = this.#start();
    const { promise, resolve, reject } = Promise.withResolvers<Uint8Array<ArrayBuffer> | undefined>();
    worker.on('message', resolve);
    worker.on('error', reject);
    const leave = (): void => resolve(undefined);
    signal.addEventListener('abort', leave);
    worker.postMessage(
      texts,
      texts.map(({ buffer }) => buffer),
    );
    try {
      return await promise;
    } finally {
      signal.removeEventListener('abort', leave);
      void worker.terminate();
    }
  }
}

/** The tutor's own thread. */
export function serveTeaching(port: MessagePort): void {
  port.once('message', (texts: readonly Uint16Array[]) => {
    const file = fineTunedFile(texts);
    port.postMessage(file, [file.buffer]);
  });
}

function fineTunedFile(texts: readonly Uint16Array[]): Uint8Array<ArrayBuffer> {
  const lesson = fineTune(shippedWeights(), texts);
  let step = lesson.next();
  while (!step.done) step = lesson.next();
  return writeWeights(shapeOf(step.value), step.value);
}
