import { seededRandom } from './seeded-random.ts';
import type { Task } from './typist.ts';

/**
 * Chooses what is typed of a file: all of it, or a few runs of lines missing
 * from the otherwise finished file. The same seed gives the same runs.
 */

/** Lines in a run; short enough that the lines around it say something about it. */
const RUN_LINES = 4;
/** Lines of a file for each run taken from it, so that most of the file stays to be read. */
const LINES_PER_RUN = 20;
const MAX_RUNS = 8;

/** The whole file, from an empty document. */
export function wholeFile(text: string): Task {
  return { before: '', target: text, after: '' };
}

/**
 * Runs of whole lines that do not overlap, in the order of the file. Each is
 * missing alone; the cursor waits on an empty line in its place.
 * @param seed any integer
 */
export function missingRuns(text: string, seed: number): readonly Task[] {
  const lines = text.split(/(?<=\n)/);
  const slots = Math.floor(lines.length / RUN_LINES);
  const wanted = Math.min(MAX_RUNS, Math.floor(lines.length / LINES_PER_RUN), slots);
  const chosen = sample(slots, wanted, seed).toSorted((a, b) => a - b);
  return chosen.map((slot) => runAt(lines, slot * RUN_LINES)).filter((task) => task.target.trim() !== '');
}

function runAt(lines: readonly string[], first: number): Task {
  const run = lines.slice(first, first + RUN_LINES).join('');
  const target = run.replace(/\r?\n$/, '');
  const after = run.slice(target.length) + lines.slice(first + RUN_LINES).join('');
  return { before: lines.slice(0, first).join(''), target, after };
}

/** `wanted` different integers below `size`: a Fisher-Yates shuffle that stops early. */
function sample(size: number, wanted: number, seed: number): readonly number[] {
  const numbers = Array.from({ length: size }, (_, index) => index);
  const random = seededRandom(seed);
  for (let index = 0; index < wanted; index++) {
    const other = index + Math.floor(random() * (size - index));
    const taken = numbers[other] ?? other;
    numbers[other] = numbers[index] ?? index;
    numbers[index] = taken;
  }
  return numbers.slice(0, wanted);
}
