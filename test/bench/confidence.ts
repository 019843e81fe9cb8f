import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { learnWithout } from '../../server/cli/lesson.ts';
import { MeteredModel } from '../../server/cli/metered-model.ts';
import type { Script } from '../../server/cli/replay.ts';
import { humanRhythm } from '../../server/cli/rhythm.ts';
import { type Column, decimal, percent, table, whole } from '../../server/cli/table.ts';
import { quantile } from '../../server/cli/tally.ts';
import { VirtualClock } from '../../server/cli/virtual-clock.ts';
import { thisProcess } from '../../server/main/invocation.ts';
import { systemClock } from '../../server/main/system-clock.ts';
import type { ShardData } from '../../server/models/workspace/shard-data.ts';
import { WorkspaceModel } from '../../server/models/workspace/workspace-model.ts';
import { defaultSettings } from '../../server/settings/settings.ts';
import { HonestEndpoint } from './confidence-endpoint.ts';
import { ErringOracle } from './confidence-oracle.ts';
import { EveryKey, TextCache } from './confidence-rivals.ts';
import { engineWith, type Result, typeAll } from './confidence-typing.ts';
import { chooseHeldOut } from './held-out.ts';
import { fetchProject, type Project } from './project.ts';

/**
 * `npm run bench:confidence`: what re-reading is worth and costs, against an
 * endpoint whose probabilities are honest, on held-out files of open-source
 * projects and a virtual clock, typed with a person's rhythm or, with
 * `--waiting`, by somebody who waits for each answer. `next` is the share of
 * accepts after which another text came before the next key, and the
 * milliseconds it took.
 */

const CACHE = fileURLToPath(new URL('../../.cache/bench/', import.meta.url));
/** Milliseconds to the first token, and from each to the next. */
const TIMING = { first: 80, each: 15 };
const ORACLE_TIMING = { first: 60, each: 10 };

const { signal } = thisProcess();
const { values: options } = parseArgs({
  options: {
    project: { type: 'string', multiple: true },
    files: { type: 'string' },
    only: { type: 'string', multiple: true },
    waiting: { type: 'boolean' },
  },
});
const FILES = Number(options.files ?? 4);
const WANTED = new Set(options.project ?? ['rxjs', 'fastify', 'redux-toolkit', 'gin', 'rich']);

interface Learnt {
  readonly scripts: readonly Script[];
  readonly shards: readonly ShardData[];
}

async function learn(project: Project): Promise<Learnt> {
  const folders = fetchProject(project, CACHE);
  const scripts = chooseHeldOut(folders, project.language, FILES);
  const { shards } = await learnWithout(
    scripts.map((one) => one.path),
    folders,
    systemClock,
    signal,
  );
  return { scripts, shards };
}

type Way = (typeof WAYS)[number];
const WAYS = [
  'every key',
  'engine',
  'text cache',
  'text cache, as rare',
  'engine and workspace',
  'workspace',
  'erring oracle',
] as const;

/** @param perKey requests a key that the engine made */
async function measure(way: Way, { scripts, shards }: Learnt, perKey: number): Promise<Result> {
  const clock = new VirtualClock();
  const endpoint =
    way === 'erring oracle'
      ? new ErringOracle(scripts, ORACLE_TIMING, clock)
      : new HonestEndpoint(shards, TIMING, clock);
  const metered = new MeteredModel(endpoint);
  const rhythm = options.waiting ? undefined : humanRhythm(1);
  const workspace = new WorkspaceModel();
  for (const shard of way.includes('workspace') ? shards : []) workspace.add(shard);
  const asked = {
    'every key': () => new EveryKey(metered, defaultSettings),
    'text cache': () => new TextCache(metered, defaultSettings, clock, 1),
    'text cache, as rare': () => new TextCache(metered, defaultSettings, clock, perKey),
    engine: () => engineWith([metered], defaultSettings, clock),
    'erring oracle': () => engineWith([metered], defaultSettings, clock),
    'engine and workspace': () => engineWith([workspace, metered], defaultSettings, clock),
    workspace: () => engineWith([workspace], defaultSettings, clock),
  }[way]();
  return typeAll(way, asked, metered, scripts, clock, rhythm);
}

const columns: readonly Column[] = [
  { title: '', isText: true },
  { title: 'keys' },
  { title: 'shown' },
  { title: 'right' },
  { title: 'coverage' },
  { title: 'req/1000' },
  { title: 'tok/acc' },
  { title: 'gone' },
  { title: 'again' },
  { title: 'unanswered' },
  { title: 'wait p50' },
  { title: 'next' },
  { title: 'next mean' },
];

function row(one: Result): readonly (string | undefined)[] {
  return [
    one.name,
    whole(one.keys),
    whole(one.shown),
    percent(one.right / one.shown),
    percent(one.accepted / one.characters),
    decimal((1000 * one.requests) / one.keys, 1),
    decimal(one.tokens / one.accepted, 2),
    whole(one.withdrawn),
    whole(one.repeated),
    whole(one.unanswered),
    decimal(quantile(one.waits, 0.5), 1),
    percent(one.next.length / one.accepts, 0),
    decimal(mean(one.next), 0),
  ];
}

function mean(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function poolResults(name: string, all: readonly Result[]): Result {
  const sum = (pick: (one: Result) => number): number => all.reduce((total, one) => total + pick(one), 0);
  return {
    name,
    keys: sum((one) => one.keys),
    characters: sum((one) => one.characters),
    accepted: sum((one) => one.accepted),
    shown: sum((one) => one.shown),
    right: sum((one) => one.right),
    withdrawn: sum((one) => one.withdrawn),
    requests: sum((one) => one.requests),
    tokens: sum((one) => one.tokens),
    repeated: sum((one) => one.repeated),
    unanswered: sum((one) => one.unanswered),
    waits: all.flatMap((one) => one.waits),
    next: all.flatMap((one) => one.next),
    accepts: sum((one) => one.accepts),
  };
}

const all = JSON.parse(readFileSync(new URL('projects.json', import.meta.url), 'utf8')) as Project[];
const results = new Map<Way, Result[]>();
for (const project of all.filter(({ name }) => WANTED.has(name))) {
  const learnt = await learn(project);
  let perKey = 1;
  for (const way of WAYS) {
    if (options.only && !options.only.includes(way)) continue;
    const began = systemClock.now();
    const result = await measure(way, learnt, perKey);
    if (way === 'engine') perKey = result.requests / result.keys;
    process.stderr.write(
      `${project.name}: ${row(result).join('  ')}  (${Math.round(systemClock.now() - began)} ms)\n`,
    );
    results.set(way, [...(results.get(way) ?? []), result]);
  }
}
const rows = [...results].map(([way, one]) => row(poolResults(way, one)));
process.stdout.write(table(columns, rows, rows.length, false));
