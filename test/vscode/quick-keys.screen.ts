import { after, before, describe, it } from 'node:test';
import { Editor } from './editor.ts';
import { extension } from './extension.ts';
import { ScriptedEndpoint } from './scripted-endpoint.ts';

/** A letter typed, taken back and typed again within moments, in a real VS Code: what is known must be shown in the end. */

const SUM = '·sum .99 | ·add .005 → ( .995 → values .99 → ) .99 → ; .4 | . .3';
/** Milliseconds between the keys; questions are asked 50 after a key, and are under way for some. */
const GAPS = [0, 10, 30, 50, 60, 80];
const ROUNDS = 30;
/** As many texts as a fresh server asks about wherever it could help. */
const TEXTS = 4;

let endpoint: ScriptedEndpoint;
let editor: Editor;

before(async () => {
  endpoint = await ScriptedEndpoint.start();
  editor = await Editor.open({
    files: { 'one.txt': '' },
    open: 'one.txt',
    settings: endpoint.settings,
    extension,
  });
});

after(async () => {
  await (editor as Editor | undefined)?.[Symbol.asyncDispose]();
  await endpoint[Symbol.asyncDispose]();
});

/** Begins a text with an endpoint that is asked about it, and holds its reply back after so many tokens. */
async function begin(name: string, holdAfter?: number): Promise<void> {
  endpoint.reply(`${name} =`, SUM, holdAfter);
  await editor.replaceAll(`the ${name} grows\nwhat is its ${name} =`);
  await editor.type(' ');
}

async function check(gap: number): Promise<void> {
  for (const key of ['s', 'Backspace', 's']) {
    await editor.press(key);
    await editor.page.waitForTimeout(gap);
  }
}

describe('a letter, back, and the letter again', () => {
  it('shows what is known, however quickly', async () => {
    await begin('maple');
    await editor.shows('sum(values)');
    for (let round = 0; round < ROUNDS; round++) {
      await check(GAPS[round % GAPS.length] ?? 0);
      await editor.shows('um(values)');
      await editor.press('Backspace');
      await editor.shows('sum(values)');
    }
  });

  it('shows what comes late, however quickly', async () => {
    for (let text = 0; text < TEXTS; text++) {
      await begin(`poplar${text}`, 0);
      await editor.until(() => endpoint.isHolding, true);
      await check(GAPS[text] ?? 0);
      endpoint.release();
      await editor.shows('um(values)');
    }
  });
});
