import type { Editor } from './editor.ts';
import { type Calm, calmOf, record } from './frames.ts';
import type { ScriptedEndpoint } from './scripted-endpoint.ts';

/** Long runs of swaps and of typing along in an open editor, with every painted frame held against what was shown before it. */

/** As many as a fresh server makes where it asks about every place, and never at the cursor. */
export const SWAPS_A_START = 5;

/** Sure of ` sum(values)`, and of nothing after it; the rest comes when the endpoint is released. */
const SUM = '·sum .99 | ·add .005 → ( .995 → values .99 → ) .99 → ; .4 | . .3';

/**
 * Lets a shown text grow again and again, each time in a new text; the file in front is written over.
 * @param count at most `SWAPS_A_START`; later the server asks at places of its own choice
 */
export async function swaps(editor: Editor, endpoint: ScriptedEndpoint, count: number): Promise<Calm> {
  const calm = { along: 0, swaps: 0, blank: 0, replaced: 0 };
  for (let number = 1; number <= count; number++) {
    const name = `${NAMES[number % NAMES.length]}${number}`;
    endpoint.reply(`${name} =`, SUM, 1);
    await editor.replaceAll(`the ${name} grows\nwhat is its ${name} =`);
    await editor.type(' ');
    await editor.until(() => endpoint.isHolding, true);
    await editor.type('s');
    await editor.shows('um');
    const seen = await record(editor.page);
    endpoint.release();
    await editor.shows('um(values)');
    await editor.page.waitForTimeout(AFTERWARDS_MS);
    add(calm, calmOf(await seen()));
  }
  return calm;
}

/** Types lines that the workspace holds until as many keys were typed along with a shown text; the file in front is written over. */
export async function typingAlong(editor: Editor, lines: readonly string[], keys: number): Promise<Calm> {
  await editor.replaceAll('');
  const seen = await record(editor.page);
  for (let number = 0; ; number++) {
    await editor.type(`${lines[number % lines.length]}\n`);
    const calm = calmOf(await seen());
    if (calm.along >= keys || number * (lines[0]?.length ?? 0) > 20 * keys) return calm;
  }
}

export function add(sum: { -readonly [Key in keyof Calm]: Calm[Key] }, calm: Calm): void {
  for (const key of ['along', 'swaps', 'blank', 'replaced'] as const) sum[key] += calm[key];
}

const NAMES = ['apple', 'birch', 'cedar', 'daisy', 'elder', 'fern', 'grass', 'hazel', 'iris'];
/** What comes late would come by then. */
const AFTERWARDS_MS = 150;
