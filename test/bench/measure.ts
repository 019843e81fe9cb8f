import { type Lesson, learnWithout } from '../../server/cli/lesson.ts';
import { languageOf } from '../../server/cli/languages.ts';
import { replayScript, type Script } from '../../server/cli/replay.ts';
import { type Mode, poolReplayed, type Replayed } from '../../server/cli/report.ts';
import { systemClock } from '../../server/main/system-clock.ts';
import { defaultSettings } from '../../server/settings/settings.ts';
import { bytesPerByte } from './footprint.ts';
import { chooseHeldOut } from './held-out.ts';
import { type StdioTimes, timeOverStdio } from './over-stdio.ts';
import { NotToBeHad, type Project } from './project.ts';

/** Measures one project: how good, how fast, how large. */
export interface Measured {
  readonly name: string;
  readonly replayed: readonly Replayed[];
  readonly files: number;
  readonly bytes: number;
  /** Bytes of text learnt in a millisecond, on one core. */
  readonly learningSpeed: number;
  readonly memoryPerByte: number;
  readonly stdio: StdioTimes;
}

export const SEED = 1;
const MODES: readonly Mode[] = ['whole', 'runs'];

/** Types held-out files of one project, and times the rest. @param files how many are held out, if there are so many */
export async function measure(
  project: Project,
  folders: readonly string[],
  files: number,
  signal: AbortSignal,
): Promise<Measured> {
  const scripts = chooseHeldOut(folders, project.language, files);
  if (scripts.length === 0) throw new NotToBeHad('its package holds no file to type; is `source` right?');
  const paths = scripts.map(({ path }) => path);
  const learn = (): Promise<Lesson> => learnWithout(paths, folders, systemClock, signal);
  const memoryPerByte = await bytesPerByte(learn);
  // The second time, when the code is warm, as it is in a worker that has learnt its first megabyte.
  const lesson = await learn();
  const replayed = await replayAll(project, scripts, lesson, signal);
  const [first] = scripts;
  const [folder = ''] = folders;
  const stdio = await timeOverStdio(folder, languageOf(first?.path ?? '').id, first?.text ?? '', systemClock);
  return {
    name: project.name,
    replayed,
    files: lesson.files,
    bytes: lesson.bytes,
    learningSpeed: lesson.bytes / lesson.milliseconds,
    memoryPerByte,
    stdio,
  };
}

/** The files of a project as one row a mode. */
async function replayAll(
  project: Project,
  scripts: readonly Script[],
  { shards }: Lesson,
  signal: AbortSignal,
): Promise<readonly Replayed[]> {
  const stage = {
    settings: defaultSettings,
    shards,
    endpoint: undefined,
    clock: systemClock,
    givesIndent: false,
  };
  const rows: Replayed[] = [];
  for (const mode of MODES) {
    const files = [];
    for (const script of scripts) files.push(await replayScript(script, mode, SEED, stage, signal));
    rows.push({ ...poolReplayed(files, mode), name: project.name, language: project.language });
  }
  return rows;
}
