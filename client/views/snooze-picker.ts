import { window } from 'vscode';
import type { Snooze } from '../snooze.ts';

/** Asks for how long to keep quiet, and begins. */
export async function pickSnooze(snooze: Snooze): Promise<void> {
  const picked = await window.showQuickPick(DURATIONS, { title: 'Sureline: keep quiet for ...' });
  if (picked) snooze.start(picked.minutes);
}

const DURATIONS = [
  { label: '10 minutes', minutes: 10 },
  { label: '1 hour', minutes: 60 },
  { label: '4 hours', minutes: 240 },
  { label: 'Until the window is closed', minutes: Number.POSITIVE_INFINITY },
];
