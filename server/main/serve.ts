import { type Host, serve } from '../lsp/server.ts';
import { environmentKey } from '../models/endpoint/api-key.ts';
import { createBackend } from './backend.ts';
import { systemClock } from './system-clock.ts';
import { openConnection, type Transport } from './transport.ts';

/** Runs the language server in this process until its editor is gone. */

/** How often the editor's process is looked for, in milliseconds. Pipes tell at once; this is for those held open by others. */
const WATCH_MS = 5000;

/** Rejects with a sentence for the user when the wire cannot be opened. @param editorProcess its id, where the command line told it */
export async function runServer(
  transport: Transport,
  version: string,
  editorProcess: number | undefined,
): Promise<void> {
  const connection = await openConnection(transport);
  const host: Host = {
    clock: systemClock,
    version,
    environmentKey: (url) => environmentKey(process.env, url),
    createBackend,
    watchEditor,
    exit: (code) => process.exit(code),
  };
  process.on('disconnect', () => host.exit(0));
  process.on('unhandledRejection', (reason) => {
    const text = reason instanceof Error ? (reason.stack ?? reason.message) : String(reason);
    process.stderr.write(`Sureline: something failed unseen: ${text}\n`);
  });
  if (editorProcess !== undefined) watchEditor(editorProcess);
  serve(connection, host);
}

function watchEditor(processId: number): void {
  const timer = setInterval(() => {
    if (!isRunning(processId)) process.exit(0);
  }, WATCH_MS);
  timer.unref();
}

function isRunning(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch (error) {
    // It runs, but belongs to someone else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
