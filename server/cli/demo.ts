import { readFile, stat } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { Misuse, numberOf, readArguments } from './arguments.ts';
import type { Invocation } from './invocation.ts';
import { progressLine } from './progress.ts';
import { countTurns } from './tally.ts';
import { type Task, type Turn, typing } from './typist.ts';
import { workspaceOf } from './workspace-folder.ts';
import { summary } from './demo/closing.ts';
import { startServer } from './demo/server.ts';
import { sourceFilesIn } from './demo/source-files.ts';
import { lineStage, screenStage, type Stage } from './demo/stage.ts';
import { chooseSubject, type Subject, withCopies } from './demo/subject.ts';

/** `sureline demo`: the real language server helps to type a file of the workspace that it has never seen. */
const help = `sureline demo [FOLDER|FILE]   watch a file being typed with suggestions from the language server
  FOLDER                 the workspace (default: the current folder); a file of it is chosen
  FILE, --file FILE      the file to type
  --speed N              2 is twice as fast, 0 without pauses (default 1)
  --max-characters N     stop after about so many (default 1500)
`;

const options = {
  file: { type: 'string' },
  speed: { type: 'string' },
  'max-characters': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

const DEFAULT_CHARACTERS = 1500;
/** As shells have it: 128 and the number of the signal. */
const INTERRUPTED = 130;

/** @returns the exit code. @throws Misuse for bad input */
export async function demo(args: readonly string[], invocation: Invocation): Promise<number> {
  const { values, positionals } = readArguments(args, options);
  if (values.help === true) {
    invocation.terminal.out(help);
    return 0;
  }
  const speed = numberOf('speed', values.speed, 0) ?? 1;
  const limit = numberOf('max-characters', values['max-characters'], 1) ?? DEFAULT_CHARACTERS;
  const { terminal, signal } = invocation;
  const progress = progressLine(terminal);
  progress.say('Choosing a file ...');
  const { workspace, subject } = await choose(positionals[0] ?? '.', values.file, invocation);
  const name = relative(workspace, subject.path);
  progress.say('Starting the language server ...');
  const server = await startServer(subject, workspace, invocation, (percent) =>
    progress.say(`Learning ${workspace}: ${percent} %`),
  );
  progress.clear();
  const target = firstLines(subject.text.replaceAll('\r\n', '\n'), limit);
  terminal.out(introduction(name, workspace, subject, target.length));
  const task: Task = { before: '', target, after: '' };
  const stage = terminal.isInteractive ? screenStage(task, speed, invocation) : lineStage(task, terminal);
  let turns: readonly Turn[] = [];
  try {
    turns = await perform(task, server.seat, stage, signal);
  } finally {
    stage.close();
    await server.stop();
  }
  const typed = turns.map((turn) => turn.entered).join('');
  const session = countTurns({ ...task, target: typed }, turns, false);
  terminal.out(summary(session, server.learningTook, terminal.isInteractive));
  return signal.aborted ? INTERRUPTED : 0;
}

async function perform(
  task: Task,
  seat: Parameters<typeof typing>[1],
  stage: Stage,
  signal: AbortSignal,
): Promise<readonly Turn[]> {
  const turns: Turn[] = [];
  try {
    for await (const turn of typing(task, seat)) {
      turns.push(turn);
      await stage.play(turn, turns);
      if (signal.aborted) break;
    }
  } catch (error) {
    // The person stopped it, and the server with it: what was typed so far is still worth a summary.
    if (!signal.aborted) throw error;
  }
  return turns;
}

async function choose(
  place: string,
  file: string | undefined,
  { folder, signal }: Invocation,
): Promise<{ readonly workspace: string; readonly subject: Subject }> {
  const path = resolve(folder, place);
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw new Misuse(`${path} does not exist; name a folder or a file.`);
  const named = file === undefined ? (found.isFile() ? path : undefined) : resolve(folder, file);
  const workspace = found.isFile() ? await workspaceOf(dirname(path), dirname(path)) : path;
  const files = await sourceFilesIn(workspace, signal);
  if (named !== undefined) {
    const text = await readFile(named, 'utf8').catch(() => {
      throw new Misuse(`${named} cannot be read; name a file that exists.`);
    });
    if (text.trim() === '') throw new Misuse(`${named} is empty; name a file with something to type.`);
    return { workspace, subject: withCopies({ path: named, text }, files) };
  }
  const subject = chooseSubject(files);
  if (subject === undefined) throw new Misuse(`${workspace} has no source files; name another folder.`);
  return { workspace, subject };
}

/** Whole lines up to about `limit` code units; the first in any case. */
function firstLines(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const end = text.lastIndexOf('\n', limit);
  return text.slice(0, end > 0 ? end : limit);
}

function introduction(name: string, workspace: string, { copies }: Subject, characters: number): string {
  const others = copies.length > 0 ? ` and ${copies.length} much like it` : '';
  return `Sureline has learnt ${workspace}, without ${name}${others}.
Now the first ${characters} characters of that file are typed again, under another name.\n\n`;
}
