import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { extension } from './extension.ts';

/** What is shipped: the .vsix that the other screen tests install. */
const MOST_BYTES = 3_500_000;

test('the .vsix is below 3.5 MB, 2.5 of them the network, and holds what it needs, nothing else', () => {
  const zip = readFileSync(extension);
  assert.ok(zip.length < MOST_BYTES, `${zip.length} bytes`);
  const allowed =
    /^(\[Content_Types\]\.xml|extension\.vsixmanifest|extension\/(package\.json|readme\.md|changelog\.md|LICENSE\.txt|dist\/([\w-]+\.c?js|network\.bin)|media\/(icon\.png|inspector\.css|walkthrough\/\w+\.md)|docs\/images\/[\w-]+\.png))$/i;
  const names = namesIn(zip);
  assert.deepEqual(
    names.filter((name) => !allowed.test(name)),
    [],
  );
  const needed = 'client.cjs language-server.cjs on-demand.cjs sureline.js learner.js network.bin'.split(' ');
  for (const name of needed) {
    assert.ok(names.includes(`extension/dist/${name}`), name);
  }
});

/** Names of the files in a zip, from its central directory. */
function namesIn(zip: Buffer): readonly string[] {
  const end = zip.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  let at = zip.readUInt32LE(end + 16);
  return Array.from({ length: zip.readUInt16LE(end + 10) }, () => {
    const length = zip.readUInt16LE(at + 28);
    const name = zip.toString('utf8', at + 46, at + 46 + length);
    at += 46 + length + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
    return name;
  });
}
