import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ProbeReport } from '../../server/models/endpoint/probe-report.ts';
import { wired } from '../support/editor.ts';

/** What a command is answered with, and what the engine hears of it. */
async function check(params: unknown, expected: unknown, heard: readonly string[] = []): Promise<void> {
  const { editor, backend } = wired();
  backend.report = report;
  await editor.initialize();
  assert.deepEqual(await editor.client.request('workspace/executeCommand', params), expected);
  assert.deepEqual(backend.engineHeard, heard);
}

const report: ProbeReport = {
  url: 'http://localhost:1',
  model: 'm',
  usable: false,
  remarks: ['It refuses.'],
};

test('a suggestion that was accepted is passed on', () =>
  check({ command: 'sureline.accepted', arguments: [{ id: '7' }] }, null, ['accepted 7']));

test('a probe is answered with what it found', () => check({ command: 'sureline.probe' }, report));

test('anything else is ignored', async () => {
  await check({ command: 'sureline.invent' }, null);
  await check({ command: 'sureline.accepted' }, null);
  await check({ command: 'sureline.accepted', arguments: [{ id: 7 }] }, null);
});
