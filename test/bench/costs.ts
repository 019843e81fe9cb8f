import { type Column, decimal, table, whole } from '../../server/cli/table.ts';
import type { Measured } from './measure.ts';

/** Lays out what the projects cost. */
const columns: readonly Column[] = [
  { title: '', isText: true },
  { title: 'files' },
  { title: 'kB' },
  { title: 'MB/s learnt' },
  { title: 'bytes a byte' },
  { title: 'start ms' },
  { title: 'learnt after ms' },
  { title: 'learning: p50 ms' },
  { title: 'p99 ms' },
  { title: 'then: p50 ms' },
  { title: 'p99 ms' },
  { title: 'taught: p50 ms' },
  { title: 'p99 ms' },
];

/** What learning and answering took, one row a project. */
export function costTable(measured: readonly Measured[], colours: boolean): string {
  const rows = measured.map(({ name, files, bytes, learningSpeed, memoryPerByte, stdio }) => [
    name,
    whole(files),
    whole(bytes / 1000),
    decimal(learningSpeed / 1000, 1),
    decimal(memoryPerByte, 1),
    decimal(stdio.start, 0),
    decimal(stdio.learning, 0),
    decimal(stdio.whileLearning.median, 1),
    decimal(stdio.whileLearning.p99, 1),
    decimal(stdio.after.median, 1),
    decimal(stdio.after.p99, 1),
    decimal(stdio.whileTaught?.median, 1),
    decimal(stdio.whileTaught?.p99, 1),
  ]);
  return table(columns, rows, rows.length, colours);
}
