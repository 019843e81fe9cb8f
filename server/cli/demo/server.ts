import type { Clock } from '../../base/clock.ts';
import { uriOf } from '../../base/uri.ts';
import { portablePath } from '../../context/portable-path.ts';
import { type EditorClient, spawnServer } from '../../lsp/client.ts';
import { methods, type StatusParams } from '../../lsp/protocol.ts';
import { languageOf } from '../languages.ts';
import type { Invocation } from '../invocation.ts';
import { RemoteSeat } from './remote-seat.ts';
import type { Subject } from './subject.ts';

/** Starts the real language server as an editor does, and waits until it has learnt. */
export interface Serving {
  readonly seat: RemoteSeat;
  /** Milliseconds from the settings to the end of learning. */
  readonly learningTook: number;
  stop(): Promise<void>;
}

/** Longest wait for learning, in milliseconds: what was learnt by then has to do. */
const LEARNING_PATIENCE_MS = 60_000;
/** How long learning may take to begin. A workspace with nothing to learn from never says that it does. */
const BEGINNING_PATIENCE_MS = 2000;

/** @param onPercent how much is learnt, 0 to 100 */
export async function startServer(
  subject: Subject,
  workspace: string,
  { program, clock, signal }: Invocation,
  onPercent: (percent: number) => void,
): Promise<Serving> {
  const { client, server } = spawnServer(process.execPath, [program, '--stdio'], {
    ...process.env,
    // It is told to leave out the file it types, which would cost others what they have kept.
    SURELINE_CACHE_DIR: 'off',
  });
  // Without it, what was asked of a server that is gone would be waited for without end.
  server.once('exit', () => client.dispose());
  const kill = (): void => void server.kill();
  signal.addEventListener('abort', kill, { once: true });
  const learnt = untilLearnt(client, clock, signal, onPercent);
  const began = clock.now();
  const folder = { uri: uriOf(workspace), name: 'demo' };
  await client.initialize({
    workspaceFolders: [folder],
    rootUri: folder.uri,
    clientInfo: { name: 'sureline-demo' },
    initializationOptions: {
      sureline: { exclude: [subject.path, ...subject.copies].map(globFor), endpoint: { url: '' } },
    },
  });
  await learnt;
  const learningTook = clock.now() - began;
  const uri = uriOf(typedAgain(subject.path));
  const seat = new RemoteSeat(client, uri, languageOf(subject.path).id, () => clock.now());
  return {
    seat,
    learningTook,
    stop: async () => {
      signal.removeEventListener('abort', kill);
      await client.shutdown().catch(() => undefined);
      server.kill();
    },
  };
}

/** Another name in the same folder: the file itself is excluded, and in excluded files nothing is suggested. */
function typedAgain(path: string): string {
  return path.replace(/(\.[^./\\]*)?$/, ' (typed again)$1');
}

/** A glob for this one path. */
function globFor(path: string): string {
  return portablePath(path).replaceAll(/[\\*?[\]{}()!+@|]/g, '?');
}

/** Resolves when learning has ended, or will not begin, or takes too long; never rejects. */
async function untilLearnt(
  client: EditorClient,
  clock: Clock,
  signal: AbortSignal,
  onPercent: (percent: number) => void,
): Promise<void> {
  const waiting = new AbortController();
  const stop = (): void => waiting.abort();
  signal.addEventListener('abort', stop, { once: true });
  let hasBegun = false;
  client.onNotification(methods.status, (params) => {
    const { state, percent } = params as StatusParams;
    if (state === 'learning') {
      hasBegun = true;
      onPercent(percent ?? 0);
    } else if (hasBegun) {
      stop();
    }
  });
  await clock.sleep(BEGINNING_PATIENCE_MS, waiting.signal);
  if (hasBegun) await clock.sleep(LEARNING_PATIENCE_MS, waiting.signal);
  signal.removeEventListener('abort', stop);
}
