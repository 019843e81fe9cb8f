import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { languageOf } from '../../server/cli/languages.ts';
import { type Lesson, learnWithout } from '../../server/cli/lesson.ts';
import type { Script } from '../../server/cli/replay.ts';
import { systemClock } from '../../server/main/system-clock.ts';
import { bytesPerByte } from './footprint.ts';
import { chooseHeldOut } from './held-out.ts';
import type { Place } from './jobs.ts';
import { type StdioTimes, timeOverStdio } from './over-stdio.ts';

/** Measures what a project costs: how fast it is learnt and answered, how large it is then. */
export interface Measured {
  readonly name: string;
  readonly files: number;
  readonly bytes: number;
  /** Bytes of text learnt in a millisecond, on one core. */
  readonly learningSpeed: number;
  readonly memoryPerByte: number;
  readonly stdio: StdioTimes;
}

/** Nothing else may run meanwhile, or the times are of that, too. */
export async function measure({ name, language, folders }: Place, signal: AbortSignal): Promise<Measured> {
  const [script] = chooseHeldOut(folders, language, 1);
  const learn = (): Promise<Lesson> =>
    learnWithout(script ? [script.path] : [], folders, systemClock, signal);
  const memoryPerByte = await bytesPerByte(learn);
  // The second time, when the code is warm, as it is in a worker that has learnt its first megabyte.
  const { files, bytes, milliseconds } = await learn();
  const [folder = ''] = folders;
  const stdio = await timeTyping(folder, script);
  return { name, files, bytes, learningSpeed: bytes / milliseconds, memoryPerByte, stdio };
}

/** Types a file into a copy of its folder that lacks it: what stands on disk already is told in long texts, which take longer. */
async function timeTyping(folder: string, script: Script | undefined): Promise<StdioTimes> {
  const copy = mkdtempSync(join(tmpdir(), 'sureline-typed-'));
  try {
    cpSync(folder, copy, { recursive: true, filter: (path) => path !== script?.path });
    const { id } = languageOf(script?.path ?? '');
    return await timeOverStdio(copy, id, script?.text ?? '', systemClock, { whileTaught: true });
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}
