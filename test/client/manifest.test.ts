import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { sourceFiles } from '../support/sources.ts';

/** What package.json promises to VS Code, held against the client. */
const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
const client = sourceFiles('client/**/*.ts');
const own = client.filter(({ path }) => !path.startsWith('client/views/'));
const registered = readFileSync(new URL('../../client/views/commands.ts', import.meta.url), 'utf8');

/** Names in package.json, against those that hold. */
function check(named: readonly string[], expected: readonly string[]): void {
  assert.deepEqual(named.toSorted(), expected.toSorted());
}

describe('package.json and the client say the same', () => {
  const commands: readonly string[] = manifest.contributes.commands.map(
    (one: { command: string }) => one.command,
  );

  it('about commands', () => {
    const table = /const handlers\b[\s\S]*?>> = \{([\s\S]*?)\n  \};/.exec(registered)?.[1] ?? '';
    const names = [...table.matchAll(/^ {4}(\w+)(?=[:,])/gm)].map(([, name]) => `sureline.${name}`);
    check(commands, names);
  });

  it('about what the walkthrough and the menu run', () => {
    const texts =
      JSON.stringify(manifest.contributes.walkthroughs) + client.map(({ text }) => text).join('\n');
    const used = [
      ...texts.matchAll(/(?:command:|onCommand:|executeCommand\('|, ')(sureline\.(?!js)\w+)(?=[)"'])/g),
    ].map(([, name]) => name ?? '');
    const known = new Set([...commands, 'sureline.accepted', 'sureline.start', 'sureline.inspector']);
    check(
      [...new Set(used)].filter((name) => !known.has(name)),
      [],
    );
  });

  it('about files', () => {
    const media = manifest.contributes.walkthroughs[0].steps.map(
      (step: { media: { markdown: string } }) => step.media.markdown,
    );
    for (const path of [manifest.icon, ...media])
      assert.ok(existsSync(new URL(`../../${path}`, import.meta.url)), path);
  });

  it('about the oldest VS Code', () =>
    assert.equal(`^${manifest.devDependencies['@types/vscode']}`, manifest.engines.vscode));
});

describe('the client stays thin', () => {
  it('has fewer than 500 lines besides its views', () => {
    const code = own
      .flatMap(({ text }) => text.split('\n'))
      .filter((line) => /\S/.test(line) && !/^\s*(\/?\*|\/\/)/.test(line));
    assert.ok(code.length < 500, String(code.length));
  });

  it('asks for no proposed API', () => assert.equal(manifest.enabledApiProposals, undefined));
});
