import { readFileSync } from 'node:fs';

/** A process that has ended but that nobody has asked about yet does not run. */
export function isRunning(id: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${id}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
