import { parseArgs } from 'node:util';
import { legend, report, reportJson } from '../../server/cli/report.ts';
import { thisProcess } from '../../server/main/invocation.ts';
import { systemClock } from '../../server/main/system-clock.ts';
import { defaultSettings } from '../../server/settings/settings.ts';
import { costTable } from './costs.ts';
import { endpointTable } from './endpoint.ts';
import { measure, type Measured, SEED } from './measure.ts';
import { CACHE, fetchProject, NotToBeHad, type Project, projectsFor } from './project.ts';
import { scaleTable } from './scale.ts';

/**
 * `npm run bench`: types files of open-source projects against a model that has
 * learnt the rest of each, and says what it is worth and what it costs. With
 * `--scale` it times large workspaces from one start to the next instead.
 */

const FILES = 6;
const QUICK_FILES = 2;
const QUICK_PROJECTS = new Set(['redux-toolkit', 'gin']);
const CONDITIONS = { cutoff: defaultSettings.cutoff, givesIndent: false, seed: SEED };

const { signal } = thisProcess();
const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean' },
    json: { type: 'boolean' },
    project: { type: 'string' },
    scale: { type: 'boolean' },
  },
});

async function main(): Promise<void> {
  const all = projectsFor('report');
  const wanted = all.filter(({ name }) =>
    options.project === undefined ? !options.quick || QUICK_PROJECTS.has(name) : name === options.project,
  );
  if (wanted.length === 0) {
    process.stderr.write(
      `There is no project "${options.project}"; there are ${all.map((one) => one.name).join(', ')}.\n`,
    );
    process.exitCode = 2;
    return;
  }
  if (options.scale) {
    const folders = wanted.flatMap((project) => fetchProject(project, CACHE));
    process.stdout.write(await scaleTable(folders, systemClock, process.stdout.isTTY));
    return;
  }
  const measured: Measured[] = [];
  for (const project of wanted) {
    const one = signal.aborted ? undefined : await measureIfThere(project);
    if (one) measured.push(one);
  }
  if (measured.length === 0) process.exitCode = 1;
  else process.stdout.write(options.json ? json(measured) : tables(measured) + (await endpointSection()));
}

async function measureIfThere(project: Project): Promise<Measured | undefined> {
  try {
    process.stderr.write(`${project.name} ...\n`);
    return await measure(project, fetchProject(project, CACHE), options.quick ? QUICK_FILES : FILES, signal);
  } catch (error) {
    if (!(error instanceof NotToBeHad)) throw error;
    process.stderr.write(`${project.name} is left out: ${error.message}\n`);
    return undefined;
  }
}

function tables(measured: readonly Measured[]): string {
  const isTerminal = process.stdout.isTTY;
  const quality = report(
    measured.flatMap(({ replayed }) => replayed),
    CONDITIONS,
    isTerminal,
  );
  return `${quality}${legend}
Learning in process on one core; memory held for a byte of text; start, learning and answers over stdio
${costTable(measured, isTerminal)}`;
}

async function endpointSection(): Promise<string> {
  return `\nThe engine's own share of the time to an answer of an endpoint\n${await endpointTable(process.stdout.isTTY)}`;
}

function json(measured: readonly Measured[]): string {
  const quality = JSON.parse(
    reportJson(
      measured.flatMap(({ replayed }) => replayed),
      CONDITIONS,
    ),
  ) as object;
  const costs = measured.map(({ name, files, bytes, learningSpeed, memoryPerByte, stdio }) => ({
    name,
    files,
    bytes,
    learningSpeed,
    memoryPerByte,
    stdio,
  }));
  return `${JSON.stringify({ ...quality, costs }, undefined, 2)}\n`;
}

await main();
