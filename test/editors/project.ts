import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isRunning } from './processes.ts';

/**
 * A folder of its own for one editor: a project with enough repeated source for
 * the workspace model to be sure of it, an empty home, and the command
 * `sureline`, which is the built server behind the recorder.
 */

const SERVER = fileURLToPath(new URL('../../dist/sureline.js', import.meta.url));
const RECORDER = fileURLToPath(new URL('recorder.mjs', import.meta.url));

export class Project {
  readonly top: string;
  readonly folder: string;
  /** The file to type in. */
  readonly file: string;
  /** Where the terminal's socket may be. */
  readonly socket: string;
  readonly env: Readonly<Record<string, string>>;
  readonly #trace: string;

  /** @param text what the file to type in starts with @param home files of the user's home, by path in it */
  constructor(text: string, home: Readonly<Record<string, string>>) {
    this.top = mkdtempSync(join(tmpdir(), 'sureline-editor-'));
    this.folder = join(this.top, 'project');
    this.file = join(this.folder, 'total.js');
    this.socket = join(this.top, 'tmux');
    this.#trace = join(this.top, 'trace.jsonl');
    // Enough to be a repository of git, which is what editors take for a project.
    this.#write('project/.git/HEAD', 'ref: refs/heads/main\n');
    for (const name of ['objects', 'refs']) mkdirSync(join(this.folder, '.git', name));
    this.#write('project/sums.js', learnt());
    this.#write('project/total.js', text);
    for (const [path, content] of Object.entries(home)) this.#write(`home/${path}`, content);
    this.#write('bin/sureline', command(this.#trace));
    chmodSync(join(this.top, 'bin', 'sureline'), 0o755);
    const ofHome = (name: string): string => join(this.top, 'home', name);
    this.env = {
      HOME: join(this.top, 'home'),
      XDG_CONFIG_HOME: ofHome('.config'),
      XDG_DATA_HOME: ofHome('.data'),
      XDG_STATE_HOME: ofHome('.state'),
      XDG_CACHE_HOME: ofHome('.cache'),
      PATH: `${join(this.top, 'bin')}:/usr/local/bin:/usr/bin:/bin`,
      TERM: 'screen-256color',
      LANG: 'C.UTF-8',
    };
  }

  /** What the editor has saved. */
  saved(): string {
    return readFileSync(this.file, 'utf8');
  }

  /** Whether the server has told that it has learnt the project, by either way of telling that. */
  get isLearnt(): boolean {
    const states = this.trace().flatMap(({ from, message }) => (from === 'server' ? [message] : []));
    const told = states.map((message) => JSON.stringify(message));
    const learning = told.findIndex((text) => /"state":"learning"|"kind":"begin"/.test(text));
    return learning >= 0 && told.slice(learning).some((text) => /"state":"ready"|"kind":"end"/.test(text));
  }

  /** Ids of processes of the server that still run. */
  running(): readonly number[] {
    return this.trace()
      .flatMap(({ processes = [] }) => processes)
      .filter(isRunning);
  }

  /** Everything recorded so far, in order. */
  trace(): readonly Entry[] {
    if (!existsSync(this.#trace)) return [];
    const lines = readFileSync(this.#trace, 'utf8').split('\n').slice(0, -1);
    return lines.map((line) => JSON.parse(line) as Entry);
  }

  remove(): void {
    rmSync(this.top, { recursive: true, force: true, maxRetries: 5 });
  }

  #write(path: string, content: string): void {
    const whole = join(this.top, path);
    mkdirSync(dirname(whole), { recursive: true });
    writeFileSync(whole, content);
  }
}

interface Entry {
  readonly from?: 'editor' | 'server';
  readonly message?: object;
  readonly processes?: readonly number[];
}

/** Many functions that go on in the same few ways, up to values that nobody could foretell. */
function learnt(): string {
  const names = 'price weight height width depth length volume amount count size'.split(' ');
  const bodies = ['const alphabet = VALUE;', '/* 😀 */ const alphabet = VALUE;', '/* 😀 */ verify(gamma);'];
  const functions = bodies.flatMap((body, index) =>
    names.map((name, at) => {
      const value = (37 * (at + 1) * (index + 1)) % 101;
      return `function ${name}${index}() {\n    ${body.replace('VALUE', String(value))}\n}\n`;
    }),
  );
  return functions.join('\n');
}

function command(trace: string): string {
  const words = [process.execPath, RECORDER, trace, process.execPath, SERVER].map((word) => `'${word}'`);
  return `#!/bin/sh\nexec ${words.join(' ')} "$@"\n`;
}
