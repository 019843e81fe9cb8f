import { fileURLToPath } from 'node:url';
import type { Clock } from '../../server/base/clock.ts';
import { uriOf } from '../../server/base/uri.ts';
import { RemoteSeat } from '../../server/cli/demo/remote-seat.ts';
import { quantile } from '../../server/cli/tally.ts';
import { typing } from '../../server/cli/typist.ts';
import { spawnServer } from '../../server/lsp/client.ts';
import { methods, type StatusParams } from '../../server/lsp/protocol.ts';

/** Times the built server as an editor sees it, through its standard input and output. Milliseconds throughout. */
export interface StdioTimes {
  /** From starting the process to the reply to `initialize`. */
  readonly start: number;
  /** From there to the end of learning. */
  readonly learning: number;
  /** From a key to the reply, while it still learns and after. */
  readonly whileLearning: Waits;
  readonly after: Waits;
}

export interface Waits {
  readonly asked: number;
  readonly median: number | undefined;
  readonly p99: number | undefined;
}

const PROGRAM = fileURLToPath(new URL('../../dist/sureline.js', import.meta.url));

/**
 * @param text is typed into a new file of the folder, from the first moment on and again once all is learnt
 * @param cache path of the folder where what is learnt is kept; without it nothing is
 */
export async function timeOverStdio(
  folder: string,
  languageId: string,
  text: string,
  clock: Clock,
  cache = 'off',
): Promise<StdioTimes> {
  const began = clock.now();
  const { client, server } = spawnServer(process.execPath, [PROGRAM, '--stdio'], {
    ...process.env,
    SURELINE_CACHE_DIR: cache,
  });
  let isLearning = true;
  let hasBegun = false;
  const { promise: learnt, resolve } = Promise.withResolvers<void>();
  client.onNotification(methods.status, (params) => {
    const { state } = params as StatusParams;
    if (state === 'learning') hasBegun = true;
    else if (hasBegun) {
      isLearning = false;
      resolve();
    }
  });
  const workspaceFolders = [{ uri: uriOf(folder), name: 'bench' }];
  await client.initialize({ workspaceFolders, rootUri: uriOf(folder) });
  const start = clock.now() - began;
  const type = async (name: string, isWanted: () => boolean): Promise<Waits> => {
    const seat = new RemoteSeat(client, uriOf(`${folder}/${name}`), languageId, () => clock.now());
    const waits = [];
    for await (const { waited } of typing({ before: '', target: text, after: '' }, seat)) {
      if (!isWanted()) break;
      waits.push(waited);
    }
    return { asked: waits.length, median: quantile(waits, 0.5), p99: quantile(waits, 0.99) };
  };
  const whileLearning = await type('typed-at-once', () => isLearning);
  await learnt;
  const learning = clock.now() - began - start;
  const after = await type('typed-later', () => true);
  await client.shutdown();
  server.kill();
  return { start, learning, whileLearning, after };
}
