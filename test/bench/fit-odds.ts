import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { silentLog } from '../../server/base/log.ts';
import { learnWithout } from '../../server/cli/lesson.ts';
import { MeteredModel } from '../../server/cli/metered-model.ts';
import type { Script } from '../../server/cli/replay.ts';
import { uniformNumbers } from '../../server/cli/rhythm.ts';
import { VirtualClock } from '../../server/cli/virtual-clock.ts';
import { AskPolicy, type Site } from '../../server/engine/ask-policy.ts';
import { Engine } from '../../server/engine/engine.ts';
import { thisProcess } from '../../server/main/invocation.ts';
import { systemClock } from '../../server/main/system-clock.ts';
import type { Model } from '../../server/models/model.ts';
import { defaultSettings } from '../../server/settings/settings.ts';
import { HonestEndpoint } from './confidence-endpoint.ts';
import { typeAll } from './confidence-typing.ts';
import { chooseHeldOut } from './held-out.ts';
import { type Lesson, regress } from './regression.ts';
import { CACHE, fetchProject, projectsFor } from './project.ts';

/**
 * `npm run fit:odds`: fits the odds of asking that an engine begins with, and
 * writes them where it reads them. Only the projects marked "fit" in
 * projects.json are typed, by somebody who waits for each answer; of the places
 * where an answer of the honest endpoint could change the verdict half are asked
 * about, drawn by lot. What came of each request is a lesson that counts as
 * often as it covered characters. The same projects give the same odds;
 * `npm run format` lays the file out.
 */

const SHIPPED = fileURLToPath(new URL('../../server/engine/first-odds.json', import.meta.url));
/** Held out of each project. */
const FILES = 4;
const ASKED = 0.5;
const EPOCHS = 8;
const SEED = 1;
/** Weights are written to this many decimals. */
const DECIMALS = 2;
const TIMING = { first: 80, each: 15 };

const { signal } = thisProcess();

/** Asks by lot, always at the cursor or never, and keeps what came of it. */
class Lottery extends AskPolicy {
  readonly #lessons: Lesson[];
  readonly #isAtCursor: boolean;
  readonly #draw = uniformNumbers(SEED);

  constructor(isAtCursor: boolean, lessons: Lesson[]) {
    super();
    this.#isAtCursor = isAtCursor;
    this.#lessons = lessons;
  }

  override get trustsCursor(): boolean {
    return this.#isAtCursor;
  }

  override chooseAhead(): undefined {
    return undefined;
  }

  protected override isWorth(): boolean {
    return this.#draw() < ASKED;
  }

  override paid(site: Site, covered: number): void {
    super.paid(site, covered);
    const { features } = site;
    this.#lessons.push({ dense: features, traits: [], isRight: covered > 0, weight: Math.max(1, covered) });
  }
}

/** Types the files of one project and adds what came of the requests to the lessons. */
async function gather(
  name: string,
  scripts: readonly Script[],
  endpointOn: (clock: VirtualClock) => Model,
  isAtCursor: boolean,
  lessons: Lesson[],
): Promise<void> {
  const before = lessons.length;
  const clock = new VirtualClock();
  const metered = new MeteredModel(endpointOn(clock));
  const engine = new Engine({
    clock,
    log: silentLog,
    exclusions: { covers: () => false },
    askPolicy: () => new Lottery(isAtCursor, lessons),
  });
  engine.configure(defaultSettings, [metered]);
  await typeAll(name, engine, metered, scripts, clock, undefined);
  process.stderr.write(`${name}: ${lessons.length - before} lessons\n`);
}

function fitted(lessons: readonly Lesson[]): readonly number[] {
  const weights = new Float64Array(lessons[0]?.dense.length ?? 0);
  const loss = regress(weights, lessons, EPOCHS, SEED);
  process.stderr.write(`${lessons.length} lessons, loss ${loss.toFixed(4)}\n`);
  return Array.from(weights, (weight) => Number(weight.toFixed(DECIMALS)) + 0);
}

const beforeWord: Lesson[] = [];
const atCursor: Lesson[] = [];
for (const project of projectsFor('fit')) {
  const folders = fetchProject(project, CACHE);
  const scripts = chooseHeldOut(folders, project.language, FILES);
  const paths = scripts.map(({ path }) => path);
  const { shards } = await learnWithout(paths, folders, systemClock, signal);
  const endpointOn = (clock: VirtualClock): Model => new HonestEndpoint(shards, TIMING, clock);
  await gather(project.name, scripts, endpointOn, false, beforeWord);
  await gather(project.name, scripts, endpointOn, true, atCursor);
  signal.throwIfAborted();
}
const odds = { beforeWord: fitted(beforeWord), atCursor: fitted(atCursor) };
const lines = Object.entries(odds).map(([name, weights]) => `  "${name}": [${weights.join(', ')}]`);
writeFileSync(process.argv[2] ?? SHIPPED, `{\n${lines.join(',\n')}\n}\n`);
