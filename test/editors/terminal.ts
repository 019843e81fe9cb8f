import { execFileSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { isRunning } from './processes.ts';

/** A program in a terminal that nobody looks at: tmux with a socket of its own, and with none of its user's settings. */
export class Terminal {
  readonly #socket: string;
  readonly #program: number;

  /** @param folder where the program runs @param socket a path to make the socket at */
  constructor(
    command: readonly string[],
    folder: string,
    env: Readonly<Record<string, string>>,
    socket: string,
  ) {
    this.#socket = socket;
    const size = ['-x', String(COLUMNS), '-y', '30'];
    const clean = ['env', '-i', ...Object.entries(env).map(([name, value]) => `${name}=${value}`)];
    this.#tmux('-u', '-f', '/dev/null', 'new-session', '-d', ...size, '-c', folder, ...clean, ...command);
    this.#program = Number(this.#tmux('display-message', '-p', '#{pane_pid}'));
  }

  /** Types a text, key by key. */
  type(text: string): void {
    // A semicolon alone would separate tmux's own commands.
    for (const key of text) this.#tmux('send-keys', '-l', key === ';' ? '\\;' : key);
  }

  /** Presses keys by tmux's names: `C-x`, `Escape`, `Enter`. */
  press(...keys: readonly string[]): void {
    for (const key of keys) this.#tmux('send-keys', key);
  }

  /** What is to be seen, one line a row; undefined once the program has ended. */
  screen(): string | undefined {
    try {
      return this.#tmux('capture-pane', '-p');
    } catch {
      return undefined;
    }
  }

  /** Columns before the cursor; undefined once the program has ended. */
  cursorColumn(): number | undefined {
    try {
      return Number(this.#tmux('display-message', '-p', '#{cursor_x}'));
    } catch {
      return undefined;
    }
  }

  /** Closes the terminal, with whatever runs in it. */
  close(): void {
    try {
      this.#tmux('kill-server');
    } catch {
      // It has ended with its program.
    }
  }

  /** Whether the program still runs; some save something when their terminal is closed. */
  get isRunning(): boolean {
    return isRunning(this.#program);
  }

  #tmux(...args: readonly string[]): string {
    return execFileSync('tmux', ['-S', this.#socket, ...args], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], LANG: 'C.UTF-8' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }
}

const COLUMNS = 100;
/** Between two looks at something that is to become so, in milliseconds. */
const LOOK_MS = 50;
/** Longest wait for one thing, in milliseconds: an editor that starts on a busy machine takes a few seconds. */
const PATIENCE_MS = 30_000;

/** Looks until something is so; throws what it waited for when it does not come to be. */
export async function until(what: string, isSo: () => boolean): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  while (!isSo()) {
    if (performance.now() > end) throw new Error(`in ${PATIENCE_MS / 1000} seconds, not ${what}`);
    await pause(LOOK_MS);
  }
}
