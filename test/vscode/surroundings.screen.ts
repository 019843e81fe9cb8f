import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Editor, type Opening } from './editor.ts';
import { extension } from './extension.ts';
import { ScriptedEndpoint } from './scripted-endpoint.ts';

/** What surrounds the suggestions, in a real VS Code: the key, the inspector, trust. */

const START = 'the maple grows\nwhat is its height =';
const SUM = '·sum .99 | ·add .005 → ( .995 → values .99 → ) .99 → ; .4 | . .3';

/** Opens an editor on one file with an endpoint, and lets something be done there. */
async function check(
  opening: Partial<Opening>,
  happens: (editor: Editor, endpoint: ScriptedEndpoint) => Promise<void>,
): Promise<void> {
  await using endpoint = await ScriptedEndpoint.start();
  await using editor = await Editor.open({
    files: { 'maple.txt': START },
    open: 'maple.txt',
    extension,
    ...opening,
    settings: {
      ...endpoint.settings,
      ...opening.settings,
    },
  });
  await happens(editor, endpoint);
}

describe('beside the suggestions', () => {
  it('a missing key is told quietly, asked for, kept, and sent', () =>
    check({}, async (editor, endpoint) => {
      endpoint.key = 'sk-of-the-screen-test';
      await editor.edit('maple.txt');
      await editor.type(' ');
      await editor.until(async () => /API key/.test(await editor.state()), true);
      await editor.command('Sureline: Set the API Key');
      await editor.page.locator('.quick-input-widget input[type=password]').fill('sk-of-the-screen-test');
      await editor.press('Enter');
      await editor.closed();
      endpoint.reply('height =', SUM);
      // The endpoint is left in peace for a moment after a refusal.
      await editor.until(async () => {
        await editor.type('s');
        await editor.page.waitForTimeout(300);
        await editor.press('Backspace');
        await editor.page.waitForTimeout(300);
        return endpoint.keys.at(-1);
      }, 'sk-of-the-screen-test');
      await editor.type('s');
      await editor.shows('um(values)');
      assert.deepEqual(editor.filesWith('sk-of-the-screen-test'), []);
    }));

  it('the inspector says why, and holds no script', () =>
    check({}, async (editor, endpoint) => {
      await editor.edit('maple.txt');
      endpoint.reply('height =', SUM);
      await editor.type(' ');
      await editor.shows('sum(values)');
      await editor.command('Sureline: Why?');
      const page = editor.page.frameLocator('iframe.webview').frameLocator('#active-frame');
      await page.getByText('Shown: sum(values)').waitFor();
      await page.getByLabel('(, 99.50 %, shown').first().waitFor();
      assert.equal(await page.locator('script[src], [onclick]').count(), 0);
      await editor.press('Escape');
    }));

  it('the endpoint is tested on request, and what was found is shown', () =>
    check({}, async (editor) => {
      await editor.edit('maple.txt');
      await editor.command('Sureline: Test the Endpoint');
      await editor.page.locator('.view-lines').getByText('"dialect": "openai-chat"').waitFor();
    }));

  it('what is set for a language holds there, and the menu changes it there', () =>
    check(
      {
        files: { 'maple.txt': START, 'maple.md': START },
        settings: {
          '[plaintext]': { 'sureline.cutoff': 0.999 },
          '[markdown]': { 'sureline.enabled': false },
        },
      },
      async (editor, endpoint) => {
        endpoint.reply('height =', SUM);
        await editor.edit('maple.txt');
        await editor.type(' ');
        await editor.until(() => endpoint.requests > 0, true);
        await editor.page.waitForTimeout(QUIET_MS);
        assert.equal(await editor.ghost(), '');
        await editor.command('Sureline: How Sure Must It Be?');
        await editor.choose('95 %');
        await editor.shows('sum(values)');
        await editor.edit('maple.md');
        await editor.until(() => editor.state(), 'Sureline: is switched off for markdown.');
        const { requests } = endpoint;
        await editor.type(' ');
        await editor.page.waitForTimeout(QUIET_MS);
        assert.equal(endpoint.requests, requests);
        await editor.command('Sureline: Switch On or Off for This Language');
        await editor.until(() => editor.state(), 'Sureline: is ready.');
        await editor.type('s');
        await editor.shows('um(values)');
      },
    ));

  it('nothing is sent from a workspace that is not trusted', () =>
    check(
      {
        settings: {
          'security.workspace.trust.enabled': true,
          'security.workspace.trust.startupPrompt': 'never',
        },
      },
      async (editor, endpoint) => {
        await editor.page.locator('.statusbar').getByText('Restricted Mode').waitFor();
        await editor.edit('maple.txt');
        await editor.type(' su');
        await editor.page.waitForTimeout(1500);
        assert.equal(endpoint.requests, 0);
      },
    ));
});

/** How long nothing must happen, in milliseconds. */
const QUIET_MS = 700;
