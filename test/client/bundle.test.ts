import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { test } from 'node:test';

/** The built client: how large it is, and what it reads when. Built by `npm run build`, which every test script does first. */
const dist = new URL('../../dist/', import.meta.url);

/** Bytes of each file of the client, which no others of the bundle are. */
function check(most: Readonly<Record<string, number>>): void {
  for (const [name, bytes] of Object.entries(most)) {
    const { size } = statSync(new URL(name, dist));
    assert.ok(size < bytes, `${name} has ${size} bytes`);
  }
}

test('the client is below 480 KB, and little of it is read at activation', () => {
  // Of all of it, 425 KB are the language client library.
  check({ 'client.cjs': 12_000, 'on-demand.cjs': 18_000, 'language-server.cjs': 450_000 });
});

test('activation requires nothing but VS Code, and the rest only when it is called for', () => {
  const code = readFileSync(new URL('client.cjs', dist), 'utf8');
  const named = (pattern: RegExp) => new Set([...code.matchAll(pattern)].map(([, name]) => name));
  assert.deepEqual(named(/require\("([^"]+)"\)/g), new Set(['vscode']));
  assert.deepEqual(named(/import\("([^"]+)"\)/g), new Set(['./language-server.cjs', './on-demand.cjs']));
});
