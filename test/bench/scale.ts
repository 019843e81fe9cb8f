import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../server/base/clock.ts';
import { learnFolders } from '../../server/models/workspace/learning/learn-folder.ts';
import { disk } from '../../server/models/workspace/learning/disk.ts';
import type { ShardData } from '../../server/models/workspace/shard-data.ts';
import { type Cell, type Column, decimal, table, whole } from '../../server/cli/table.ts';
import { bytesPerByte } from './footprint.ts';
import { timeOverStdio } from './over-stdio.ts';

/** What a workspace of a given size costs: the first start, the next one, and what it holds. */

/** Bytes of source, at least; the largest is as much as is learnt at all. */
const SIZES = [1_000_000, 10_000_000, 100_000_000];
/** Typed while it learns and after. */
const TEXT = 'export function configure(options) {\n  return options.middleware ?? [];\n}\n'.repeat(4);

const columns: readonly Column[] = [
  { title: 'source', isText: true },
  { title: 'files' },
  { title: 'shards' },
  { title: 'ready: first ms' },
  { title: 'again ms' },
  { title: 'MB/s first' },
  { title: 'bytes a byte' },
  { title: 'key, first: p99 ms' },
  { title: 'again: p50 ms' },
  { title: 'p99 ms' },
];

/** @param folders source to fill the workspaces with, copied until it is enough */
export async function scaleTable(
  folders: readonly string[],
  clock: Clock,
  colours: boolean,
): Promise<string> {
  const rows = [];
  for (const size of SIZES) rows.push(await rowFor(size, folders, clock));
  const title = `\nA workspace from its first start to the next, over stdio, on ${availableParallelism()} cores; ready while nobody types\n`;
  return title + table(columns, rows, rows.length, colours);
}

async function rowFor(size: number, folders: readonly string[], clock: Clock): Promise<readonly Cell[]> {
  const place = mkdtempSync(join(tmpdir(), 'sureline-scale-'));
  try {
    const workspace = join(place, 'workspace');
    const bytes = await fill(workspace, size, folders);
    const cache = join(place, 'cache');
    const time = (text: string) => timeOverStdio(workspace, 'typescript', text, clock, { cache });
    // How soon it is ready while nobody types, and then what keys take that are typed without a pause.
    const first = await time('');
    const again = await time('');
    const typedAgain = await time(TEXT);
    rmSync(cache, { recursive: true });
    const typedFirst = await time(TEXT);
    let [files, shards] = [0, 0];
    const memory = await bytesPerByte(async () => {
      const lesson = await learnt(workspace);
      [files, shards] = [lesson.files, lesson.shards.length];
      return lesson;
    });
    return [
      `${decimal(bytes / 1_000_000, 1)} MB`,
      whole(files),
      whole(shards),
      whole(first.learning),
      whole(again.learning),
      decimal(bytes / first.learning / 1000, 1),
      decimal(memory, 1),
      decimal(typedFirst.whileLearning.p99, 1),
      decimal(typedAgain.after.median, 1),
      decimal(typedAgain.after.p99, 1),
    ];
  } finally {
    rmSync(place, { recursive: true });
  }
}

/** Copies the folders side by side, as often as it takes; returns the bytes. Copies repeat each other, which real source does less. */
async function fill(workspace: string, size: number, folders: readonly string[]): Promise<number> {
  const sources = await Promise.all(
    folders.map(async (folder) => ({ folder, bytes: (await learnt(folder)).bytes })),
  );
  if (sources.every(({ bytes }) => bytes === 0)) throw new Error('The projects hold nothing to learn.');
  mkdirSync(workspace);
  let bytes = 0;
  for (let copies = 0; bytes < size; copies++) {
    const source = sources[copies % sources.length];
    if (!source) break;
    cpSync(source.folder, join(workspace, `${copies}`), { recursive: true });
    bytes += source.bytes;
  }
  return bytes;
}

async function learnt(folder: string): Promise<{ shards: ShardData[]; files: number; bytes: number }> {
  const shards: ShardData[] = [];
  let [files, bytes] = [0, 0];
  await learnFolders({
    folders: [folder],
    exclude: [],
    holdOut: [],
    files: disk,
    onShard: (shard) => shards.push(shard),
    onProgress: (progress) => ({ files, bytes } = progress),
    signal: new AbortController().signal,
  });
  return { shards, files, bytes };
}
