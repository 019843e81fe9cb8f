import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { detectIndentStyle, isLineBreakToken } from '../../../server/models/workspace/indentation.ts';
import { tokenize } from '../../../server/models/workspace/lexer.ts';
import { Classes, FILE_MARK, NAME_MARK, SHARED } from '../../../server/models/workspace/network/classes.ts';
import { pack, unpack } from '../../../server/models/workspace/network/pack.ts';
import {
  parseWeights,
  type Shape,
  shapeOf,
  writeWeights,
} from '../../../server/models/workspace/network/weights.ts';
import { CACHE, fetchProject, type Project, projectsFor } from '../project.ts';
import { type Taught, taughtFiles } from './corpus.ts';

/**
 * `npm run fit:network`: teaches the network, and writes it where the workspace
 * model reads it. It is taught the packages of corpus.json and those marked
 * "words" in projects.json; those marked "fit" tell how it gets on, and those
 * marked "report" are only looked at to leave out what was copied from them.
 * Needs g++, and takes an hour on two cores that have AMX or AVX-512, longer on others.
 * `-- --on` goes on from the network as it is, with the words that it has, and takes the mean of both;
 * `--steps N` says for how long. `-- FOLDER` keeps its files there. Threads add up
 * in any order, so the weights differ a little from run to run.
 */

const SHIPPED = fileURLToPath(
  new URL('../../../server/models/workspace/network/network.bin', import.meta.url),
);
const TRAINER = fileURLToPath(new URL('train.cpp', import.meta.url));
/** As in layout.h. */
const SHAPE: Omit<Shape, 'classes'> = { width: 192, inner: 768, layers: 4, heads: 6, window: 256 };
/** Where it goes on, what comes of it counts so much beside what was known: the mean of two is better than either (ARCHITECTURE.md). */
const SHARE_OF_NEW = 0.7;
/** Of eight sequences of 1,024 tokens each: 69 million tokens. The network as it is was taught several times as long, with `--on` (ARCHITECTURE.md). */
const STEPS = '8429';
/** Spellings with a class of their own. */
const OWN_CLASSES = 6144;
/** A word of fewer packages is theirs; one of so many counts in full. */
const PACKAGES = { least: 3, full: 10 };

/** Tokens as numbers, file after file, and what is known of each spelling. */
class Reading {
  readonly files: Int32Array[] = [];
  readonly spellings: string[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #counts: { tokens: number; packages: number; last: number }[] = [];

  read({ project, name, text }: Taught): void {
    const tokens: number[] = [];
    const add = (spelling: string): void => void tokens.push(this.#count(spelling, project));
    add(FILE_MARK);
    tokenize(name, 0, detectIndentStyle(''), add);
    add(NAME_MARK);
    tokenize(text, 0, detectIndentStyle(text), add);
    this.files.push(Int32Array.from(tokens));
  }

  /** The commonest spellings of several packages. */
  common(): readonly string[] {
    const weightOf = (at: number): number => {
      const { tokens = 0, packages = 0 } = this.#counts[at] ?? {};
      return packages < PACKAGES.least ? 0 : tokens * Math.min(1, packages / PACKAGES.full);
    };
    return [...this.spellings.keys()]
      .filter((at) => weightOf(at) > 0)
      .toSorted((a, b) => weightOf(b) - weightOf(a))
      .slice(0, OWN_CLASSES)
      .map((at) => this.spellings[at] ?? '');
  }

  /** All tokens by their classes. */
  inClasses(classes: Classes): Uint16Array {
    const classOf = Uint16Array.from(this.spellings, (spelling) => classes.of(spelling));
    const all = new Uint16Array(this.files.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const file of this.files) for (const number of file) all[at++] = classOf[number] ?? 0;
    return all;
  }

  #count(spelling: string, project: number): number {
    let number = this.#numbers.get(spelling);
    if (number === undefined) {
      number = this.spellings.length;
      // A copy, which does not keep the whole text in memory.
      const own = Buffer.from(spelling).toString();
      this.spellings.push(own);
      this.#numbers.set(own, number);
      this.#counts.push({ tokens: 0, packages: 0, last: -1 });
    }
    const count = this.#counts[number];
    if (count) {
      count.tokens++;
      if (count.last !== project) count.packages++;
      count.last = project;
    }
    return number;
  }
}

function readingOf(projects: readonly Project[], cache: string, reported: readonly string[]): Reading {
  const reading = new Reading();
  for (const file of taughtFiles(projects, cache, reported, say)) reading.read(file);
  return reading;
}

/** Classes that the trainer must know: the marks of a file and of its name, and all line breaks. */
function signsOf(classes: Classes): Uint16Array {
  const breaks = classes.words.filter(isLineBreakToken);
  return Uint16Array.from([FILE_MARK, NAME_MARK, ...breaks], (word) => classes.of(word));
}

function weightsIn(path: string): Float32Array {
  return new Float32Array(new Uint8Array(readFileSync(path)).buffer);
}

function run(command: string, args: readonly string[]): void {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command} ended with ${status}.`);
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

interface Wish {
  readonly folder: string;
  readonly steps: string;
  readonly goesOn: boolean;
}

function main({ folder, steps, goesOn }: Wish): void {
  mkdirSync(folder, { recursive: true });
  const reported = projectsFor('report').flatMap((project) => fetchProject(project, CACHE));
  const corpus = JSON.parse(readFileSync(new URL('corpus.json', import.meta.url), 'utf8')) as Project[];
  const words = projectsFor('words');
  const named = new Set(words.map(({ name }) => name));
  const taught = readingOf([...words, ...corpus.filter(({ name }) => !named.has(name))], CACHE, reported);
  const known = goesOn ? parseWeights(readFileSync(SHIPPED)) : undefined;
  const classes = new Classes(known?.words ?? taught.common());
  const tokens = taught.inClasses(classes);
  say(`${taught.files.length} files, ${tokens.length} tokens, ${taught.spellings.length} spellings`);
  writeFileSync(`${folder}/taught.bin`, tokens);
  writeFileSync(`${folder}/held-out.bin`, readingOf(projectsFor('fit'), CACHE, reported).inClasses(classes));
  writeFileSync(`${folder}/signs.bin`, signsOf(classes));
  const shape = { ...SHAPE, classes: classes.words.length + SHARED };
  if (known) writeFileSync(`${folder}/known.bin`, unpack(known, shapeOf(known)));
  const trainer = `${folder}/train`;
  run('g++', ['-O3', '-march=native', '-ffast-math', '-fopenmp', '-std=c++17', TRAINER, '-o', trainer]);
  run(trainer, [folder, String(classes.words.length), steps, ...(known ? ['on'] : [])]);
  const trained = weightsIn(`${folder}/weights.bin`);
  if (known) {
    for (const [at, each] of weightsIn(`${folder}/start.bin`).entries())
      trained[at] = SHARE_OF_NEW * (trained[at] ?? 0) + (1 - SHARE_OF_NEW) * each;
  }
  writeFileSync(SHIPPED, writeWeights(shape, pack(trained, shape, classes.words)));
}

const { values, positionals } = parseArgs({
  options: { on: { type: 'boolean', default: false }, steps: { type: 'string', default: STEPS } },
  allowPositionals: true,
});
if (!/^[1-9]\d*$/.test(values.steps))
  throw new Error(`--steps wants how long the network is taught, such as 500, not "${values.steps}".`);
const folder = positionals[0] ?? fileURLToPath(new URL('../../../.cache/network', import.meta.url));
main({ folder, steps: values.steps, goesOn: values.on });
