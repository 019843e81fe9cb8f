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
  /** The same while the network is taught in the background, where that was asked for. */
  readonly whileTaught: Waits | undefined;
}

export interface Waits {
  readonly asked: number;
  readonly median: number | undefined;
  readonly p99: number | undefined;
}

const PROGRAM = fileURLToPath(new URL('../../dist/sureline.js', import.meta.url));

/** Milliseconds from when all is learnt to the first key: until then people look around. */
const LOOKS_AROUND = 3000;

interface Wanted {
  /** Path of the folder where what is learnt is kept; without it nothing is. */
  readonly cache?: string;
  /** The text is typed once more while the network is taught. */
  readonly whileTaught?: boolean;
}

/** @param text is typed into a new file of the folder, from the first moment on and again once all is learnt */
export async function timeOverStdio(
  folder: string,
  languageId: string,
  text: string,
  clock: Clock,
  { cache = 'off', whileTaught = false }: Wanted,
): Promise<StdioTimes> {
  const began = clock.now();
  const { client, server } = spawnServer(process.execPath, [PROGRAM, '--stdio'], {
    ...process.env,
    SURELINE_CACHE_DIR: cache,
  });
  const learning = new Learning();
  client.onNotification(methods.status, (params) => learning.told(params as StatusParams));
  const workspaceFolders = [{ uri: uriOf(folder), name: 'bench' }];
  const initializationOptions = { fineTuning: false };
  await client.initialize({ workspaceFolders, rootUri: uriOf(folder), initializationOptions });
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
  const whileLearning = await type('typed-at-once', () => !learning.isDone);
  await learning.done;
  const learnt = clock.now() - began - start;
  await clock.sleep(LOOKS_AROUND, new AbortController().signal);
  const after = await type('typed-later', () => true);
  let taught: Waits | undefined;
  if (whileTaught) {
    // The project is learnt anew then, and taught as soon as it is.
    learning.begin();
    client.notify('workspace/didChangeConfiguration', { settings: { sureline: { fineTuning: true } } });
    await learning.done;
    taught = await type('typed-last', () => true);
  }
  await client.shutdown();
  server.kill();
  return { start, learning: learnt, whileLearning, after, whileTaught: taught };
}

/** What the server says of its learning, until it is done. */
class Learning {
  #hasBegun = false;
  isDone = false;
  #done = Promise.withResolvers<void>();

  get done(): Promise<void> {
    return this.#done.promise;
  }

  /** It learns anew. */
  begin(): void {
    this.#hasBegun = this.isDone = false;
    this.#done = Promise.withResolvers();
  }

  told({ state }: StatusParams): void {
    if (state === 'learning') this.#hasBegun = true;
    else if (this.#hasBegun) {
      this.isDone = true;
      this.#done.resolve();
    }
  }
}
