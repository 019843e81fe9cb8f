import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { add, SWAPS_A_START, swaps, typingAlong } from './calm.ts';
import { Editor } from './editor.ts';
import { extension } from './extension.ts';
import { keyToPaint, record } from './frames.ts';
import { lines, text } from './lines.ts';
import { ScriptedEndpoint } from './scripted-endpoint.ts';

/**
 * Measures the extension in a real VS Code: how soon a suggestion is painted,
 * beside a provider that answers at once; how calm swaps and typing along are;
 * and how long activating takes by VS Code's own reckoning. Takes some ten
 * minutes; `paints`, `calm` or `starts` on the command line measures that alone.
 */

const SWAPS = 50;
const KEYS_ALONG = 1000;
/** Suggestions waited for with each provider, by turns of so many. */
const PAINTS = 60;
const TURN = 10;
const STARTS = 6;

/** Of a line, until it must have been recognised. */
const LETTERS = 10;
/** By then what was asked for at a key is painted. */
const PAINT_MS = 350;
const SETTLE_MS = 200;

/** The extension with the provider that answers at once. */
const yardstick = fileURLToPath(new URL('instant', import.meta.url));

await using endpoint = await ScriptedEndpoint.start();

say(`load ${load()}`);
const parts = { paints, calm, starts };
const named = process.argv.slice(2);
for (const [name, measure] of Object.entries(parts)) {
  if (named.length === 0 || named.includes(name)) await measure();
}
say(`load ${load()}`);

/** Key to paint, by turns in one window. */
async function paints(): Promise<void> {
  await using editor = await Editor.open({
    files: { 'lines.txt': text, 'ours.txt': '' },
    open: 'ours.txt',
    extension,
    others: [yardstick],
  });
  await editor.command('Instant: Open');
  await editor.page.locator('.tab.active[data-resource-name="instant.txt"]').waitFor();
  const times = { 'ours.txt': [] as number[], 'instant.txt': [] as number[] };
  for (let done = 0; done < PAINTS; done += TURN) {
    for (const file of ['ours.txt', 'instant.txt'] as const) {
      await editor.front(file);
      const turn = lines.slice(done % lines.length).slice(0, TURN);
      times[file].push(...(await paintsOf(editor, turn)));
    }
  }
  const [ours, instant] = [times['ours.txt'], times['instant.txt']];
  say(`key to paint, ours:       ${spread(ours)}`);
  say(`key to paint, at once:    ${spread(instant)}`);
  const more = [0.5, 0.9].map((share) => quantile(ours, share) - quantile(instant, share));
  say(`more than at once:        p50 ${more[0]?.toFixed(1)} p90 ${more[1]?.toFixed(1)} ms`);
}

/** Types the start of each line until something is painted, then takes the line away. */
async function paintsOf(editor: Editor, turn: readonly string[]): Promise<readonly number[]> {
  const times: number[] = [];
  for (const line of turn) {
    await editor.replaceAll('');
    await editor.page.waitForTimeout(SETTLE_MS);
    const seen = await record(editor.page);
    for (const letter of line.slice(0, LETTERS)) {
      await editor.press(letter);
      await editor.page.waitForTimeout(PAINT_MS);
      if ((await editor.ghost()) !== '') break;
    }
    times.push(...keyToPaint(await seen()));
  }
  return times;
}

async function calm(): Promise<void> {
  await using editor = await Editor.open({
    files: { 'lines.txt': text, 'one.txt': '' },
    open: 'one.txt',
    settings: endpoint.settings,
    extension,
  });
  const swapped = { along: 0, swaps: 0, blank: 0, replaced: 0 };
  for (let done = 0; done < SWAPS; done += SWAPS_A_START) {
    if (done > 0) await editor.reload();
    add(swapped, await swaps(editor, endpoint, SWAPS_A_START));
  }
  say(`swaps:        ${JSON.stringify(swapped)}`);
  const along = await typingAlong(editor, lines, KEYS_ALONG);
  say(`typing along: ${JSON.stringify(along)}`);
}

/** Activation as VS Code reports it, beside the yardstick's: on a busy machine most of it is waiting, for any extension. */
async function starts(): Promise<void> {
  await using editor = await Editor.open({
    files: { 'lines.txt': text, 'one.txt': '' },
    open: 'one.txt',
    extension,
    others: [yardstick],
  });
  const [ours, least]: [number[], number[]] = [[], []];
  for (let start = 0; start < STARTS; start++) {
    if (start > 0) await editor.reload();
    ours.push(await editor.activation('Sureline'));
    least.push(await editor.activation('instant'));
  }
  say(`activation, ours:         ${ours.join(', ')} ms`);
  say(`activation, yardstick:    ${least.join(', ')} ms`);
}

function spread(times: readonly number[]): string {
  const at = (share: number) => quantile(times, share).toFixed(0).padStart(4);
  return `p10 ${at(0.1)} p50 ${at(0.5)} p90 ${at(0.9)} ms, ${times.length} paints`;
}

function quantile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

function load(): string {
  return loadavg()
    .map((average) => average.toFixed(1))
    .join(' ');
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
