import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { silentLog } from '../base/log.ts';
import { uriOf } from '../base/uri.ts';
import type { Explanation } from '../completion/explanation.ts';
import { createExclusions } from '../context/exclusions.ts';
import { Engine } from '../engine/engine.ts';
import { WorkspaceModel } from '../models/workspace/workspace-model.ts';
import { parseSettings, ranges } from '../settings/parse.ts';
import type { Settings } from '../settings/settings.ts';
import { Misuse, numberOf, readArguments } from './arguments.ts';
import { endpointFor } from './endpoint.ts';
import { explanationReport } from './explanation-report.ts';
import type { Invocation } from './invocation.ts';
import { languageOf } from './languages.ts';
import { learnWithout } from './lesson.ts';
import { progressLine } from './progress.ts';
import { workspaceOf } from './workspace-folder.ts';

/** `sureline explain`: why there is or is not a suggestion at a place in a file. */
const help = `sureline explain FILE:LINE:COLUMN   say why there is or is not a suggestion there
  LINE and COLUMN count from 1, as editors show them; the column is that of the cursor
  --typing           as if the rest of the line were not written yet
  --workspace DIR    learn from this folder (default: the Git repository around the file, or the current folder)
  --cutoff N         least confidence to show anything, 0.5 to 0.9999 (default 0.95)
  --endpoint URL     ask this endpoint too, with --model NAME and --dialect NAME as in the settings
  --json             for machines
`;

const options = {
  typing: { type: 'boolean' },
  workspace: { type: 'string' },
  cutoff: { type: 'string' },
  endpoint: { type: 'string' },
  model: { type: 'string' },
  dialect: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

interface Place {
  readonly path: string;
  readonly text: string;
  /** In UTF-16 code units. */
  readonly offset: number;
}

/** @returns the exit code. @throws Misuse for bad input */
export async function explain(args: readonly string[], invocation: Invocation): Promise<number> {
  const { terminal, folder, signal } = invocation;
  const { values, positionals } = readArguments(args, options);
  if (values.help === true) {
    terminal.out(help);
    return 0;
  }
  const [where, ...more] = positionals;
  if (where === undefined || more.length > 0) {
    throw new Misuse('explain wants one place, as in: sureline explain src/app.ts:12:7');
  }
  const cutoff = numberOf('cutoff', values.cutoff, ranges.cutoff.least, ranges.cutoff.most);
  const endpoint = { url: values.endpoint, model: values.model, dialect: values.dialect };
  const { settings, complaints } = parseSettings({ cutoff, endpoint });
  if (complaints[0] !== undefined) throw new Misuse(complaints[0]);
  const place = await placeAt(where, folder, values.typing ?? false);
  const root = resolve(folder, values.workspace ?? (await workspaceOf(place.path, folder)));
  const explanation = await explainPlace(place, root, settings, invocation);
  if (values.json === true) terminal.out(`${JSON.stringify(explanation, undefined, 2)}\n`);
  else terminal.out(explanationReport(explanation, terminal.isInteractive));
  return signal.aborted ? 1 : 0;
}

/** Learns the workspace as an editor's server does; what the file itself says on disk, the model leaves out. */
async function explainPlace(
  { path, text, offset }: Place,
  root: string,
  settings: Settings,
  invocation: Invocation,
): Promise<Explanation> {
  const { terminal, clock, signal } = invocation;
  const progress = progressLine(terminal);
  progress.say(`Learning ${root} ...`);
  const { shards } = await learnWithout([], [root], clock, signal);
  progress.say(`Reading ${relative(root, path)} ...`);
  const workspace = new WorkspaceModel();
  for (const shard of shards) workspace.add(shard);
  const exclusions = createExclusions({ folders: [root], exclude: [], readTextFile });
  const model = await endpointFor(settings.endpoint, invocation);
  const engine = new Engine({ clock, log: silentLog, exclusions });
  engine.configure(settings, model ? [workspace, model] : [workspace]);
  const document = { uri: uriOf(path), languageId: languageOf(path).id, version: 1, text };
  const explanation = await engine.explain({ document, offset, trigger: 'automatic' }, signal);
  progress.clear();
  return explanation;
}

/** @throws Misuse */
async function placeAt(where: string, folder: string, isTyping: boolean): Promise<Place> {
  const [, name, line, column] = /^(.+):(\d+):(\d+)$/.exec(where) ?? [];
  if (name === undefined) {
    throw new Misuse(`"${where}" is no place; write it as FILE:LINE:COLUMN, as in src/app.ts:12:7`);
  }
  const path = resolve(folder, name);
  const text = await readFile(path, 'utf8').catch(() => {
    throw new Misuse(`${path} cannot be read; name a file that exists.`);
  });
  const lines = text.split('\n');
  const before = lines.slice(0, Number(line) - 1);
  const here = lines[before.length]?.replace(/\r$/, '');
  if (Number(line) < 1 || here === undefined) {
    throw new Misuse(`${name} has ${lines.length} lines; there is no line ${line}.`);
  }
  const character = Number(column) - 1;
  if (character < 0 || character > here.length) {
    throw new Misuse(`Line ${line} of ${name} has columns 1 to ${here.length + 1}, not ${column}.`);
  }
  const offset = before.reduce((length, one) => length + one.length + 1, 0) + character;
  const rest = isTyping ? here.length - character : 0;
  return { path, text: text.slice(0, offset) + text.slice(offset + rest), offset };
}

function readTextFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
