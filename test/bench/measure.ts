import { languageOf } from '../../server/cli/languages.ts';
import { type Lesson, learnWithout } from '../../server/cli/lesson.ts';
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
  const languageId = languageOf(script?.path ?? '').id;
  const stdio = await timeOverStdio(folder, languageId, script?.text ?? '', systemClock);
  return { name, files, bytes, learningSpeed: bytes / milliseconds, memoryPerByte, stdio };
}
