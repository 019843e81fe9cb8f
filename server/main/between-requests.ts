import { type Log, originOf } from '../base/log.ts';

/**
 * Does what can wait once a request is answered: a little at each turn of the
 * event loop, so that the next request is served in between.
 * @param work does a little, and returns whether more is left
 * @returns to be called after an answer
 */
export function betweenRequests(work: () => boolean, log: Log): () => void {
  let isAtWork = false;
  const turn = (): void => {
    try {
      isAtWork = work();
    } catch (error) {
      isAtWork = false;
      log.warn(`Learning from what was typed failed: ${originOf(error)}`);
    }
    if (isAtWork) setImmediate(turn);
  };
  return () => {
    if (isAtWork) return;
    isAtWork = true;
    // The answer is written within this turn and the next.
    setImmediate(() => setImmediate(turn));
  };
}
