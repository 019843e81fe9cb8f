import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Editor } from './editor.ts';
import { extension } from './extension.ts';
import { record, texts } from './frames.ts';
import { ScriptedEndpoint } from './scripted-endpoint.ts';

/** What a person sees and does at ghost text, in a real VS Code. */

let endpoint: ScriptedEndpoint;
let editor: Editor;

/** A file each, so that no test knows what another typed. */
const names = ['apple', 'birch', 'cedar', 'daisy', 'elder', 'fern', 'grass', 'hazel'];
const start = (name: string): string => `the ${name} grows\nwhat is its ${question(name)}`;
/** Stands in what is asked at the end of a file, but not before its last character was typed. */
const question = (name: string): string => `${name}${name} =`;
/** Sure of ` sum(values)`, and of nothing after it. */
const SUM = '·sum .99 | ·add .005 → ( .995 → values .99 → ) .99 → ; .4 | . .3';
const LEARNT = 'wolves wander through winter woods\n';

before(async () => {
  endpoint = await ScriptedEndpoint.start();
  editor = await Editor.open({
    files: {
      ...Object.fromEntries(names.map((name) => [`${name}.txt`, start(name)])),
      'learnt.txt': LEARNT.repeat(20),
      'winter.txt': 'wolves ',
    },
    open: 'apple.txt',
    settings: endpoint.settings,
    extension,
  });
});

after(async () => {
  await (editor as Editor | undefined)?.[Symbol.asyncDispose]();
  await endpoint[Symbol.asyncDispose]();
});

/** Opens a file and gets to a shown text. */
async function showing(name: string): Promise<void> {
  await editor.edit(`${name}.txt`);
  endpoint.reply(question(name), SUM);
  await editor.type(' ');
  await editor.shows('sum(values)');
}

/** Opens a file and gets to where the start of a reply is shown, while the rest is held back. */
async function showingStart(name: string): Promise<void> {
  await editor.edit(`${name}.txt`);
  endpoint.reply(question(name), SUM, 1);
  const { requests } = endpoint;
  await editor.type(' ');
  await editor.until(() => endpoint.requests > requests, true);
  await editor.type('s');
  await editor.shows('um');
}

describe('ghost text', () => {
  it('appears when it is sure, Tab takes it, the file on disk is right, and undo takes it back', async () => {
    await showing('apple');
    await editor.press('Tab');
    await editor.saves('apple.txt', `${start('apple')} sum(values)`);
    await editor.press('Control+z');
    await editor.saves('apple.txt', `${start('apple')} `);
  });

  it('keeps its rest while it is typed along, without a blank frame or a request', async () => {
    const text = 'sum of all the leaves';
    await editor.edit('birch.txt');
    endpoint.reply(question('birch'), '·sum .99 → ·of .999 → ·all .999 → ·the .999 → ·leaves .99 → ; .4');
    await editor.type(' ');
    await editor.shows(text);
    const { requests } = endpoint;
    const seen = await record(editor.page);
    await editor.type(text.slice(0, -3));
    await editor.shows('ves');
    const painted = texts(await seen());
    for (const frame of painted) {
      assert.ok(frame !== '' && text.endsWith(frame), JSON.stringify(painted));
    }
    assert.equal(endpoint.requests, requests);
  });

  it('does not appear below the cutoff, and appears without a request once the cutoff is lowered', async () => {
    await editor.edit('cedar.txt');
    endpoint.reply(question('cedar'), '·sum .8 | ·add .15 → ( .4 | [ .3');
    const before = endpoint.requests;
    await editor.type(' ');
    await editor.until(() => endpoint.requests > before, true);
    await editor.page.waitForTimeout(QUIET_MS);
    assert.equal(await editor.ghost(), '');
    const { requests } = endpoint;
    await editor.command('Sureline: How Sure Must It Be?');
    await editor.choose('70 %');
    await editor.shows('sum');
    await editor.command('Sureline: How Sure Must It Be?');
    await editor.choose('95 %');
    await editor.page.waitForTimeout(QUIET_MS);
    assert.equal(await editor.ghost(), '');
    await editor.command('Sureline: How Sure Must It Be?');
    await editor.choose('70 %');
    await editor.shows('sum');
    await editor.type('s');
    await editor.shows('um');
    assert.equal(endpoint.requests, requests);
    await editor.command('Sureline: How Sure Must It Be?');
    await editor.choose('95 %');
  });

  it('goes at once when it is switched off by a key, and stays away until the next key when it is switched on', async () => {
    await showing('hazel');
    await editor.press('Control+Alt+o');
    await editor.shows('');
    await editor.press('Control+Alt+o');
    await editor.page.waitForTimeout(QUIET_MS);
    assert.equal(await editor.ghost(), '');
    await editor.type('s');
    await editor.shows('um(values)');
  });

  it('is taken word by word', async () => {
    await showing('daisy');
    await editor.press('Control+Alt+w');
    await editor.shows('(values)');
    await editor.press('Tab');
    await editor.saves('daisy.txt', `${start('daisy')} sum(values)`);
  });

  it('grows while the person pauses, without a blank frame, and Tab takes all of it', async () => {
    await showingStart('elder');
    const seen = await record(editor.page);
    endpoint.release();
    await editor.shows('um(values)');
    assert.deepEqual(texts(await seen()), ['um', 'um(values)']);
    await editor.press('Tab');
    await editor.saves('elder.txt', `${start('elder')} sum(values)`);
  });

  it('does not come back by itself after Escape', async () => {
    await showingStart('fern');
    await editor.press('Escape');
    await editor.shows('');
    endpoint.release();
    await editor.page.waitForTimeout(QUIET_MS);
    assert.equal(await editor.ghost(), '');
  });

  it('is not painted where the cursor has left before the answer', async () => {
    await editor.edit('grass.txt');
    endpoint.reply(question('grass'), SUM, 0);
    const { requests } = endpoint;
    await editor.type(' ');
    await editor.until(() => endpoint.requests > requests, true);
    await editor.press('ArrowLeft');
    await editor.page.waitForTimeout(QUIET_MS);
    endpoint.release();
    await editor.page.waitForTimeout(QUIET_MS);
    assert.equal(await editor.ghost(), '');
  });

  it('comes from the workspace alone, without a request', async () => {
    await editor.edit('winter.txt');
    const { requests } = endpoint;
    await editor.type('wan');
    await editor.until(async () => (await editor.ghost()).startsWith('der'), true);
    assert.equal(endpoint.requests, requests);
  });
});

/** How long nothing must happen, in milliseconds; several times what VS Code takes to paint. */
const QUIET_MS = 700;
