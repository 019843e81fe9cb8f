import type { Invocation } from '../cli/invocation.ts';
import { noProxy } from '../lsp/proxy.ts';
import { lazySend } from './lazy-send.ts';
import { systemClock } from './system-clock.ts';

/** What a terminal without a size counts as, in characters. */
const COLUMNS = 80;
const ROWS = 24;

/** What this process gives to a command. */
export function thisProcess(): Invocation {
  const interrupted = new AbortController();
  // Asked a second time, the process ends at once.
  process.once('SIGINT', () => interrupted.abort());
  return {
    terminal: {
      out: (text) => void process.stdout.write(text),
      err: (text) => void process.stderr.write(text),
      isInteractive: process.stdout.isTTY,
      showsProgress: process.stderr.isTTY,
      columns: process.stdout.columns || COLUMNS,
      rows: process.stdout.rows || ROWS,
    },
    clock: systemClock,
    send: lazySend({ environment: process.env, proxy: noProxy }),
    folder: process.cwd(),
    environment: process.env,
    program: process.argv[1] ?? '',
    signal: interrupted.signal,
  };
}
