import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { splitsCharacter } from '../../server/base/text.ts';
import { uriOf } from '../../server/base/uri.ts';
import { missingRuns, wholeFile } from '../../server/cli/gaps.ts';
import { learnWithout } from '../../server/cli/lesson.ts';
import { thisProcess } from '../../server/main/invocation.ts';
import { systemClock } from '../../server/main/system-clock.ts';
import { plainWeights } from '../../server/models/workspace/experience.ts';
import { HiddenUnits } from '../../server/models/workspace/hidden-units.ts';
import type { Mixer } from '../../server/models/workspace/mixer.ts';
import type { Network } from '../../server/models/workspace/network/network.ts';
import { FEATURE_COUNT } from '../../server/models/workspace/scores.ts';
import type { ShardData } from '../../server/models/workspace/shard-data.ts';
import { STANDING_SIZE } from '../../server/models/workspace/standing.ts';
import { WorkspaceModel } from '../../server/models/workspace/workspace-model.ts';
import type { Script } from '../../server/cli/replay.ts';
import type { Task } from '../../server/cli/typist.ts';
import { fitCalibrator, RecordingCalibrator, type Verdict } from './calibrating.ts';
import { chooseHeldOut } from './held-out.ts';
import type { Job } from './jobs.ts';
import { HeldMixer, LearningMixer } from './mixing.ts';
import { CACHE, fetchProject, type Project, projectsFor } from './project.ts';
import { runJobs } from './run-jobs.ts';
import { tuneOf } from './tuned.ts';

/**
 * `npm run fit`: fits the weights that the workspace model starts with, and
 * writes them where it reads them. Only the projects marked "fit" in
 * projects.json are used: Effect, three.js, Requests, Cobra, clap, Rack and
 * Symfony's console. Those marked "report" are what `npm run bench` reports
 * on; they are never looked at here, or the report would flatter.
 *
 * Files held out of each project are typed, whole and as missing runs of lines,
 * against a model that has learnt the rest; some whole against one that has learnt
 * nothing, too: a project begins with its first file. Twice the mixer learns, and its
 * weights are averaged over the second time. What the calibrator is taught comes
 * from projects that its mixer was not fitted on: half of them are typed with the
 * mixer of the other half, held still. Taught by projects that the mixer knew, it
 * believed too much everywhere else. The same projects give the same weights.
 * `npm run fit -- FILE` writes them there instead, to be compared.
 */

const SHIPPED = fileURLToPath(new URL('../../server/models/workspace/experience.json', import.meta.url));
/** Held out of each project. */
const FILES = 8;
/** One file in so many is typed into an empty workspace, too. */
const FIRST_FILES = 4;
/** Weights that are fitted are believed half as firmly as those that are shipped. */
const FIRMNESS = 5000;
const SEED = 1;
/** Weights are written to this many decimals. */
const DECIMALS = 3;

/** A file to type, whole or in parts, and what was learnt before. */
interface Exercise {
  readonly project: string;
  readonly script: Script;
  readonly tasks: readonly Task[];
  readonly shards: readonly ShardData[];
  /** What was taught the project; every other text is typed with it. */
  readonly network: Network | undefined;
}

const { signal } = thisProcess();
const tune = await tuneOf(fileURLToPath(new URL('../../', import.meta.url)));

/** The held-out files of all projects, one of each in turn, so that none has the last word. */
async function exercises(): Promise<readonly Exercise[]> {
  const turns = new Map<number, Exercise[]>();
  for (const project of projectsFor('fit')) {
    for (const [turn, exercise] of (await exercisesOf(project)).entries()) {
      turns.set(turn, [...(turns.get(turn) ?? []), exercise]);
    }
  }
  return [...turns.values()].flat();
}

async function exercisesOf(project: Project): Promise<readonly Exercise[]> {
  const folders = fetchProject(project, CACHE);
  const scripts = chooseHeldOut(folders, project.language, FILES);
  const paths = scripts.map(({ path }) => path);
  const { shards, files } = await learnWithout(paths, folders, systemClock, signal);
  const network = tune?.(shards);
  process.stderr.write(`${project.name}: ${scripts.length} files to type, ${files} to learn\n`);
  return scripts.flatMap((script, index) => {
    const whole = wholeFile(script.text);
    const inProject = {
      project: project.name,
      script,
      tasks: [...missingRuns(script.text, SEED), whole],
      shards,
      network,
    };
    const alone = { ...inProject, tasks: [whole], shards: [], network: undefined };
    return index % FIRST_FILES === 0 ? [inProject, alone] : [inProject];
  });
}

/** Types everything once. @param afterTask called after each text */
function pass(
  name: string,
  all: readonly Exercise[],
  mixer: Mixer,
  calibrator: RecordingCalibrator,
  afterTask: () => void = () => {},
): void {
  calibrator.loss = calibrator.count = 0;
  for (const [number, { script, tasks, shards, network }] of all.entries()) {
    for (const [at, task] of tasks.entries()) {
      const model = new WorkspaceModel({ mixer, calibrator });
      for (const shard of shards) model.add(shard);
      if (network && (number + at) % 2 === 0) model.consult(network);
      typeInto(model, uriOf(script.path), task);
      afterTask();
    }
    signal.throwIfAborted();
  }
  process.stderr.write(
    `${name}: ${calibrator.count} lessons, loss ${(calibrator.loss / calibrator.count).toFixed(4)}\n`,
  );
}

/** Weights of a mixer, and of its hidden units. */
interface Mixing {
  readonly mixer: Float64Array;
  readonly units: Float64Array;
}

/** Weights of a mixer that has typed everything twice, averaged over the second time. */
function fitMixer(name: string, all: readonly Exercise[]): Mixing {
  const weights = plainWeights();
  const mixer = new LearningMixer(weights.mixer, weights.units, FIRMNESS);
  const calibrator = new RecordingCalibrator(weights.calibrator);
  pass(`${name}, first`, all, mixer, calibrator);
  const mixerMean = new Mean(weights.mixer.length);
  const unitsMean = new Mean(weights.units.length);
  pass(`${name}, second`, all, mixer, calibrator, () => {
    mixerMean.add(weights.mixer);
    unitsMean.add(weights.units);
  });
  return { mixer: mixerMean.value, units: unitsMean.value };
}

class Mean {
  readonly #sum: Float64Array;
  #count = 0;

  constructor(length: number) {
    this.#sum = new Float64Array(length);
  }

  add(numbers: Float64Array): void {
    this.#count++;
    for (const [at, each] of numbers.entries()) this.#sum[at] = (this.#sum[at] ?? 0) + each;
  }

  get value(): Float64Array {
    return this.#sum.map((each) => each / this.#count);
  }
}

/** What a calibrator is taught when everything is typed with a mixer held still. */
function verdictsOf(name: string, all: readonly Exercise[], { mixer, units }: Mixing): readonly Verdict[] {
  const calibrator = new RecordingCalibrator(plainWeights().calibrator);
  calibrator.isRecording = true;
  pass(name, all, new HeldMixer(mixer, new HiddenUnits(units)), calibrator);
  return calibrator.verdicts;
}

/** Nobody reads the answers: the model learns from what comes, whatever it said. */
function typeInto(model: WorkspaceModel, uri: string, { before, target, after }: Task): void {
  for (let offset = 0; offset <= target.length; offset++) {
    if (splitsCharacter(target, offset)) continue;
    const prefix = before + target.slice(0, offset);
    model.complete({ uri, languageId: '', prefix, suffix: after, maxTokens: 1, topLogprobs: 0 });
    while (model.catchUp());
  }
}

/** Rows of features, one a line. */
function written(numbers: Float64Array, rowLength: number): string {
  const rounded = Array.from(numbers, (each) => Number(each.toFixed(DECIMALS)) + 0);
  const rows = Array.from({ length: Math.ceil(rounded.length / rowLength) }, (_, row) =>
    rounded.slice(row * rowLength, (row + 1) * rowLength).join(', '),
  );
  return `[\n    ${rows.join(',\n    ')}\n  ]`;
}

/** The mixer of all projects, fitted in a thread of its own beside those of the halves. */
async function fitWhole(): Promise<Mixing> {
  const { promise, resolve, reject } = Promise.withResolvers<Mixing>();
  new Worker(new URL(import.meta.url)).on('message', resolve).on('error', reject);
  return promise;
}

/** Here and in the other thread each network is wanted once. */
async function tuneAll(): Promise<void> {
  const jobs = projectsFor('fit').map((project): Job => {
    const { name, language } = project;
    return { kind: 'tuning', place: { name, language, folders: fetchProject(project, CACHE) }, files: FILES };
  });
  await runJobs(jobs, signal, (_, done) =>
    process.stderr.write(`the network was taught ${done} of ${jobs.length} projects\n`),
  );
}

async function main(): Promise<void> {
  await tuneAll();
  const whole = fitWhole();
  const all = await exercises();
  const names = projectsFor('fit').map(({ name }) => name);
  const isOfFirst = ({ project }: Exercise): boolean => names.indexOf(project) % 2 === 0;
  const halves = [all.filter(isOfFirst), all.filter((exercise) => !isOfFirst(exercise))] as const;
  const verdicts = [
    verdictsOf('taught by the first half', halves[0], fitMixer('second half', halves[1])),
    verdictsOf('taught by the second half', halves[1], fitMixer('first half', halves[0])),
  ].flat();
  const { mixer, units } = await whole;
  const { calibrator, calibratorUnits } = plainWeights();
  const loss = fitCalibrator(calibrator, calibratorUnits, verdicts, SEED);
  process.stderr.write(`calibrator: loss ${loss.toFixed(4)}\n`);
  writeFileSync(
    process.argv[2] ?? SHIPPED,
    `{\n  "mixer": ${written(mixer, FEATURE_COUNT)},\n  "units": ${written(units, FEATURE_COUNT)},\n  "calibrator": ${written(calibrator, FEATURE_COUNT)},\n  "calibratorUnits": ${written(calibratorUnits, STANDING_SIZE)}\n}\n`,
  );
}

if (isMainThread) await main();
else parentPort?.postMessage(fitMixer('all', await exercises()), []);
