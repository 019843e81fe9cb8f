import assert from 'node:assert/strict';
import { it } from 'node:test';
import { SWAPS_A_START, swaps, typingAlong } from './calm.ts';
import { Editor } from './editor.ts';
import { extension } from './extension.ts';
import { lines, text } from './lines.ts';
import { ScriptedEndpoint } from './scripted-endpoint.ts';

/** That nothing flickers, frame by frame, in a real VS Code: a short run of what the bench measures at length. */

const KEYS = 60;

it('no blank frame and no other text between two shown texts, when they grow and when they are typed along', async () => {
  await using endpoint = await ScriptedEndpoint.start();
  await using editor = await Editor.open({
    files: { 'lines.txt': text, 'one.txt': '' },
    open: 'one.txt',
    settings: endpoint.settings,
    extension,
  });
  const swapped = await swaps(editor, endpoint, SWAPS_A_START);
  assert.deepEqual(swapped, { along: 0, swaps: SWAPS_A_START, blank: 0, replaced: 0 });
  const { along, blank, replaced } = await typingAlong(editor, lines, KEYS);
  assert.ok(along >= KEYS, String(along));
  assert.deepEqual({ blank, replaced }, { blank: 0, replaced: 0 });
});
