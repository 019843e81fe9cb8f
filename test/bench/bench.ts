import { parseArgs } from 'node:util';
import { decimal } from '../../server/cli/table.ts';
import { thisProcess } from '../../server/main/invocation.ts';
import { systemClock } from '../../server/main/system-clock.ts';
import { defaultSettings } from '../../server/settings/settings.ts';
import { costTable } from './costs.ts';
import { endpointTable } from './endpoint.ts';
import type { Done, Job, Place } from './jobs.ts';
import { measure, type Measured } from './measure.ts';
import { type PartName, partNames } from './parts.ts';
import { describe, fullPlan, partsPlan, type Plan } from './plan.ts';
import { takeEarlier } from './previous.ts';
import { CACHE, fetchProject, NotToBeHad, type Project, projectsFor } from './project.ts';
import { runJobs } from './run-jobs.ts';
import { scaleTable } from './scale.ts';

/**
 * `npm run bench`: types files of open-source projects against a model that has
 * learnt the rest of each, beside simpler models and an earlier version of it,
 * and says what it is worth and what it costs. `--quick` takes less of all;
 * `--against REF` names the earlier version; `--without` leaves out each part of
 * the model in turn instead, `--part`, once or more, those it names, and `--scale`
 * times large workspaces. `--project`, once or more, takes projects by name, and
 * `--files` so many files of each.
 */

const FILES = 8;
/** Of each project where every part is left out once. */
const FILES_WITHOUT = 2;
const QUICK_FILES = 2;
const QUICK_PROJECTS = new Set(['redux-toolkit', 'gin']);

const { signal } = thisProcess();
const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean' },
    json: { type: 'boolean' },
    project: { type: 'string', multiple: true },
    files: { type: 'string' },
    against: { type: 'string' },
    without: { type: 'boolean' },
    part: { type: 'string', multiple: true },
    scale: { type: 'boolean' },
  },
});
const leavesOut = options.without === true || options.part !== undefined;
const colours = process.stdout.isTTY;

async function main(): Promise<void> {
  const all = projectsFor('report');
  const named = options.project ?? [];
  const unknown = named.find((each) => all.every(({ name }) => name !== each));
  if (unknown !== undefined) {
    say(`There is no project "${unknown}"; there are ${all.map((one) => one.name).join(', ')}.`);
    process.exitCode = 2;
    return;
  }
  const noPart = options.part?.find((each) => !isPart(each));
  if (noPart !== undefined) {
    say(`There is no part "${noPart}"; there are ${partNames.join(', ')}.`);
    process.exitCode = 2;
    return;
  }
  if (!/^[1-9]\d*$/.test(options.files ?? '1')) {
    say(`--files wants how many files of each project are typed, such as 4, not "${options.files}".`);
    process.exitCode = 2;
    return;
  }
  const wanted = all.filter(({ name }) =>
    named.length === 0 ? !options.quick || QUICK_PROJECTS.has(name) : named.includes(name),
  );
  const places = wanted.flatMap(placeOf);
  if (places.length === 0) {
    process.exitCode = 1;
    return;
  }
  if (options.scale) {
    process.stdout.write(
      await scaleTable(
        places.flatMap(({ folders }) => folders),
        systemClock,
        colours,
      ),
    );
    return;
  }
  const plan = planFor(places);
  const began = systemClock.now();
  const run = (jobs: readonly Job[]): Promise<readonly Done[]> =>
    runJobs(jobs, signal, (job, count) => {
      const seconds = decimal((systemClock.now() - began) / 1000, 0);
      say(`${count} of ${jobs.length} after ${seconds} s: ${describe(job)}`);
    });
  await run(plan.tunings);
  const done = await run(plan.jobs);
  const measured = leavesOut ? [] : await costsOf(places);
  process.stdout.write(options.json ? json(plan, done, measured) : await text(plan, done, measured));
}

function placeOf(project: Project): readonly Place[] {
  try {
    const { name, language } = project;
    return [{ name, language, folders: fetchProject(project, CACHE) }];
  } catch (error) {
    if (!(error instanceof NotToBeHad)) throw error;
    say(`${project.name} is left out: ${error.message}`);
    return [];
  }
}

function planFor(places: readonly Place[]): Plan {
  if (leavesOut)
    return partsPlan(
      places,
      files(options.quick ? 1 : FILES_WITHOUT),
      options.part?.filter(isPart) ?? partNames,
    );
  const earlier = takeEarlier(options.against);
  if ('reason' in earlier) say(earlier.reason);
  const wanted = files(options.quick ? QUICK_FILES : FILES);
  return fullPlan(places, wanted, 'reason' in earlier ? undefined : earlier);
}

/** @param otherwise how many, where nobody said */
function files(otherwise: number): number {
  return options.files === undefined ? otherwise : Number(options.files);
}

async function costsOf(places: readonly Place[]): Promise<readonly Measured[]> {
  const measured: Measured[] = [];
  for (const place of places) {
    signal.throwIfAborted();
    say(`${place.name}: what it costs`);
    measured.push(await measure(place, signal));
  }
  return measured;
}

async function text(plan: Plan, done: readonly Done[], measured: readonly Measured[]): Promise<string> {
  const quality = `Cutoff ${defaultSettings.cutoff}, no endpoint\n${plan.report(done, colours)}`;
  if (measured.length === 0) return quality;
  return `${quality}
Learning in process on one core; memory held for a byte of text; start, learning and answers over stdio
${costTable(measured, colours)}
The engine's own share of the time to an answer of an endpoint
${await endpointTable(colours)}`;
}

function json(plan: Plan, done: readonly Done[], costs: readonly Measured[]): string {
  const conditions = { cutoff: defaultSettings.cutoff };
  return `${JSON.stringify({ conditions, ...plan.json(done), costs }, undefined, 2)}\n`;
}

function isPart(name: string): name is PartName {
  return partNames.some((each) => each === name);
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

try {
  await main();
} catch (error) {
  // Who stops it knows why.
  if (!signal.aborted) throw error;
  process.exitCode = 1;
}
