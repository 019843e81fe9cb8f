import { readFile } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { uriOf } from '../base/uri.ts';
import type { Network } from '../models/workspace/network/network.ts';
import type { ShardData } from '../models/workspace/shard-data.ts';
import { parseSettings, ranges } from '../settings/parse.ts';
import type { Settings } from '../settings/settings.ts';
import { Misuse, numberOf, readArguments } from './arguments.ts';
import { endpointFor } from './endpoint.ts';
import { poolLines } from './line.ts';
import { missingRuns, wholeFile } from './gaps.ts';
import { languageOf } from './languages.ts';
import { learnWithout } from './lesson.ts';
import { progressLine } from './progress.ts';
import { rehearse, type Stage } from './rehearsal.ts';
import { percent } from './table.ts';
import { legend, type Mode, type Replayed, report, reportJson } from './report.ts';
import type { Invocation } from './invocation.ts';
import { humanRhythm, type Rhythm } from './rhythm.ts';
import { pool } from './tally.ts';
import { VirtualClock } from './virtual-clock.ts';
import { workspaceOf } from './workspace-folder.ts';

/** `sureline replay`: types files against a model that never saw them, and says how it went. */
const help = `sureline replay FILE...   types files as a person would who accepts what is right; the model never saw them
  --workspace DIR    learn from this folder (default: the Git repository around the first file, or the current folder)
  --cutoff N         least confidence to show anything, 0.5 to 0.9999 (default 0.95)
  --mode MODE        whole: the file from nothing; runs: missing runs of lines; both (default)
  --limit N          at most N characters of each file
  --given-indent     the editor types the indentation
  --seed N           chooses the missing runs and the rhythm (default 1)
  --fine-tuning      the network is taught the folder first, as in the editor: one to three minutes
  --rhythm RHYTHM    waiting: for each answer (default); human: keys come as a person presses them
  --endpoint URL     ask this endpoint too, with --model NAME and --dialect NAME as in the settings
  --json             for machines
`;

const options = {
  workspace: { type: 'string' },
  cutoff: { type: 'string' },
  mode: { type: 'string' },
  limit: { type: 'string' },
  seed: { type: 'string' },
  'given-indent': { type: 'boolean' },
  'fine-tuning': { type: 'boolean' },
  endpoint: { type: 'string' },
  model: { type: 'string' },
  dialect: { type: 'string' },
  rhythm: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** What the arguments ask for. */
interface Wanted {
  readonly paths: readonly string[];
  readonly workspace: string | undefined;
  readonly modes: readonly Mode[];
  readonly limit: number;
  readonly seed: number;
  readonly givesIndent: boolean;
  readonly rhythm: Rhythm | undefined;
  readonly isFineTuned: boolean;
  readonly isJson: boolean;
  readonly settings: Settings;
}

/** A file to type. */
export interface Script {
  readonly path: string;
  readonly name: string;
  readonly text: string;
}

/** @returns the exit code. @throws Misuse for bad input */
export async function replay(args: readonly string[], invocation: Invocation): Promise<number> {
  const { terminal, clock, folder, signal } = invocation;
  const wanted = readWanted(args);
  if (wanted === undefined) {
    terminal.out(help);
    return 0;
  }
  const first = resolve(folder, wanted.paths[0] ?? '.');
  const workspace = wanted.workspace ?? (await workspaceOf(first, folder));
  const root = resolve(folder, workspace);
  const scripts = await Promise.all(
    wanted.paths.map((path) => readScript(resolve(folder, path), root, wanted)),
  );
  const progress = progressLine(terminal);
  progress.say(`Learning ${root} ...`);
  const { shards } = await learnWithout(
    scripts.map(({ path }) => path),
    [root],
    clock,
    signal,
  );
  if (wanted.isFineTuned) progress.say('Teaching the network ...');
  const network = wanted.isFineTuned ? await teach(shards, signal) : undefined;
  const endpoint = await endpointFor(wanted.settings.endpoint, invocation);
  const { settings, givesIndent, rhythm } = wanted;
  // An endpoint takes the time it takes; without one, a person's pauses need not be waited through.
  const virtual = rhythm && !endpoint ? new VirtualClock() : undefined;
  const replayed: Replayed[] = [];
  for (const script of scripts) {
    for (const mode of wanted.modes) {
      if (signal.aborted) break;
      const say = (share: string): void => progress.say(`Typing ${script.name} (${mode}) ... ${share}`);
      say('');
      const onTyped = (share: number): void => say(percent(share, 0) ?? '');
      const stage = {
        settings,
        shards,
        network,
        endpoint,
        clock: virtual ?? clock,
        givesIndent,
        rhythm,
        onTyped,
      };
      const typed = replayScript(script, mode, wanted.seed, stage, signal);
      replayed.push(await (virtual?.run(typed) ?? typed));
    }
  }
  progress.clear();
  const conditions = { cutoff: wanted.settings.cutoff, givesIndent: wanted.givesIndent, seed: wanted.seed };
  if (wanted.isJson) terminal.out(reportJson(replayed, conditions));
  else terminal.out(report(replayed, conditions, terminal.isInteractive) + legend);
  return signal.aborted ? 1 : 0;
}

/** Nobody else loads what this needs. */
async function teach(shards: readonly ShardData[], signal: AbortSignal): Promise<Network | undefined> {
  const { fineTuned } = await import('./fine-tuned.ts');
  return fineTuned(shards, signal);
}

/** One file in one mode; its runs pooled. */
export async function replayScript(
  { path, name, text }: Script,
  mode: Mode,
  seed: number,
  stage: Stage,
  signal: AbortSignal,
): Promise<Replayed> {
  const language = languageOf(path);
  const tasks = mode === 'whole' ? [wholeFile(text)] : missingRuns(text, seed);
  const rehearsed = [];
  for (const task of tasks) {
    rehearsed.push(await rehearse(task, { uri: uriOf(path), languageId: language.id }, stage, signal));
  }
  return {
    name,
    language: language.name,
    mode,
    session: pool(rehearsed.map((one) => one.session)),
    line: poolLines(rehearsed.map((one) => one.line)),
  };
}

/** Undefined where only help is wanted. @throws Misuse */
function readWanted(args: readonly string[]): Wanted | undefined {
  const { values, positionals } = readArguments(args, options);
  if (values.help === true) return undefined;
  if (positionals.length === 0)
    throw new Misuse('replay wants at least one file, as in: sureline replay src/app.ts');
  const { least, most } = ranges.cutoff;
  const cutoff = numberOf('cutoff', values.cutoff, least, most);
  const endpoint = { url: values.endpoint, model: values.model, dialect: values.dialect };
  const { settings, complaints } = parseSettings({ cutoff, endpoint });
  if (complaints[0] !== undefined) throw new Misuse(complaints[0]);
  const seed = numberOf('seed', values.seed, 0) ?? 1;
  return {
    paths: positionals,
    workspace: values.workspace,
    modes: modesOf(values.mode ?? 'both'),
    limit: numberOf('limit', values.limit, 1) ?? Infinity,
    seed,
    givesIndent: values['given-indent'] ?? false,
    isFineTuned: values['fine-tuning'] ?? false,
    rhythm: rhythmOf(values.rhythm ?? 'waiting', seed),
    isJson: values.json ?? false,
    settings,
  };
}

function modesOf(mode: string): readonly Mode[] {
  if (mode === 'both') return ['whole', 'runs'];
  if (mode === 'whole' || mode === 'runs') return [mode];
  throw new Misuse(`--mode is whole, runs or both, not "${mode}".`);
}

/** @throws Misuse */
function rhythmOf(name: string, seed: number): Rhythm | undefined {
  if (name === 'waiting') return undefined;
  if (name === 'human') return humanRhythm(seed);
  throw new Misuse(`--rhythm is waiting or human, not "${name}".`);
}

async function readScript(path: string, root: string, { limit }: Wanted): Promise<Script> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new Misuse(`${path} cannot be read; name files that exist.`);
  });
  return { path, name: relative(root, path), text: text.slice(0, limit) };
}
