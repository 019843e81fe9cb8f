import type { Clock } from '../base/clock.ts';
import type { Send } from '../models/endpoint/send.ts';
import type { Terminal } from './terminal.ts';

/** What the process gives to a command; the real ones are built in `main`. */
export interface Invocation {
  readonly terminal: Terminal;
  readonly clock: Clock;
  /** How requests to an endpoint leave the process. */
  readonly send: Send;
  /** Absolute path of the current folder. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The program's own file, to start a server with. */
  readonly program: string;
  /** Aborts when the person wants out. */
  readonly signal: AbortSignal;
}
