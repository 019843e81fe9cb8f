import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Done, FromThread, Job } from './jobs.ts';

/** Runs jobs in as many threads as there are cores; each thread takes the next when it is done. */

const THREAD = new URL('./thread.ts', import.meta.url);

/**
 * What came of each job, in their order. Rejects when a job fails or the signal aborts.
 * @param onDone told how many are done
 */
export async function runJobs(
  jobs: readonly Job[],
  signal: AbortSignal,
  onDone: (job: Job, done: number) => void,
): Promise<readonly Done[]> {
  const results: Done[] = [];
  const waiting = [...jobs.entries()];
  let done = 0;
  const work = async (): Promise<void> => {
    const worker = new Worker(THREAD);
    const end = (): void => void worker.terminate();
    signal.addEventListener('abort', end);
    try {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const [index, job] = next;
        results[index] = await answerOf(worker, job);
        onDone(job, ++done);
      }
    } finally {
      // Nobody begins another job once one has failed.
      waiting.length = 0;
      signal.removeEventListener('abort', end);
      await worker.terminate();
    }
  };
  const threads = Math.min(availableParallelism(), jobs.length);
  const ended = await Promise.allSettled(Array.from({ length: threads }, work));
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
  return results;
}

async function answerOf(worker: Worker, job: Job): Promise<Done> {
  const { promise, resolve, reject } = Promise.withResolvers<FromThread>();
  const failed = (reason: unknown): void => {
    const cause = reason instanceof Error ? reason.message : `it ended with ${String(reason)}`;
    reject(new Error(`a thread of the bench has failed: ${cause}`));
  };
  worker.on('message', resolve).on('error', failed).on('exit', failed);
  try {
    worker.postMessage(job, []);
    const message = await promise;
    if ('failed' in message) throw new Error(message.failed);
    return message.done;
  } finally {
    worker.off('message', resolve).off('error', failed).off('exit', failed);
  }
}
