import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Misuse } from '../../server/cli/arguments.ts';
import { demo } from '../../server/cli/demo.ts';
import type { Invocation } from '../../server/cli/invocation.ts';
import { replay } from '../../server/cli/replay.ts';
import { systemClock } from '../../server/main/system-clock.ts';
import { direct } from '../support/send.ts';

/** The commands as a person without a terminal runs them, over the real engine and the real server. */

let folder = '';

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sureline-cli-'));
  for (const [index, name] of ['Circle', 'Square', 'Triangle', 'Hexagon', 'Octagon', 'Rhombus'].entries()) {
    await writeFile(join(folder, `${name.toLowerCase()}.ts`), shape(name, index));
  }
});

after(() => rm(folder, { recursive: true }));

/** Files that are much alike, yet no copies: names and numbers differ in every line that says something. */
function shape(name: string, number: number): string {
  const members = ['area', 'perimeter', 'height', 'width', 'corners'].map((member) => {
    const method = `${member}Of${name}`;
    return `  ${method}(): number {\n    return this.${member}${number} * ${number + 2};\n  }\n`;
  });
  return `export class ${name} {\n${members.join('\n')}}\n`;
}

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs one command in the folder of shapes, without a terminal. */
async function check(
  command: (args: readonly string[], invocation: Invocation) => Promise<number>,
  ...args: readonly string[]
): Promise<Ran> {
  let out = '';
  let err = '';
  const code = await command(args, {
    terminal: {
      out: (text) => (out += text),
      err: (text) => (err += text),
      isInteractive: false,
      showsProgress: false,
      columns: 80,
      rows: 24,
    },
    clock: systemClock,
    send: direct,
    folder,
    environment: {},
    program: fileURLToPath(new URL('../../server/main/sureline.ts', import.meta.url)),
    signal: new AbortController().signal,
  });
  return { code, out, err };
}

test('replay: two files, both ways, for machines', async () => {
  const { code, out, err } = await check(replay, 'circle.ts', 'square.ts', '--json');
  assert.deepEqual([code, err], [0, '']);
  const told = JSON.parse(out) as { readonly rows: readonly Record<string, unknown>[] };
  assert.deepEqual(
    told.rows.map(({ name, mode, language, requests }) => [name, mode, language, requests]),
    [
      ['circle.ts', 'whole', 'TypeScript', 0],
      ['circle.ts', 'runs', 'TypeScript', 0],
      ['square.ts', 'whole', 'TypeScript', 0],
      ['square.ts', 'runs', 'TypeScript', 0],
    ],
  );
  const [whole] = told.rows;
  assert.equal(whole?.['characters'], shape('Circle', 0).length);
  assert.ok(Number(whole?.['saved']) > 0.2, 'files as alike as these type themselves in part');
});

test('replay: the limit cuts what is typed, the mode chooses how', async () => {
  const { out } = await check(replay, 'circle.ts', '--limit', '40', '--mode', 'whole', '--json');
  assert.partialDeepStrictEqual(JSON.parse(out), { rows: [{ mode: 'whole', characters: 40 }] });
});

test("replay: with a person's rhythm, in no time", async () => {
  const { out } = await check(replay, 'circle.ts', '--mode', 'whole', '--rhythm', 'human', '--json');
  const { rows } = JSON.parse(out) as { readonly rows: readonly Record<string, unknown>[] };
  assert.ok(Number(rows[0]?.['saved']) > 0.2);
});

test('replay: the same run says the same but for the times', async () => {
  const args = ['circle.ts', '--limit', '300', '--json'];
  assert.equal(timeless(await check(replay, ...args)), timeless(await check(replay, ...args)));
});

test('replay: a folder in which there is too little for the network says the same with it', async () => {
  const args = ['circle.ts', '--limit', '300', '--json'];
  const tuned = await check(replay, ...args, '--fine-tuning');
  assert.equal(timeless(tuned), timeless(await check(replay, ...args)));
});

function timeless({ out }: Ran): string {
  return out.replaceAll(/"wait\w+": [\d.]+/g, '');
}

test('demo: a line for each suggestion and a table at the end', async () => {
  const { code, out, err } = await check(demo, '--file', 'hexagon.ts', '--max-characters', '400');
  assert.deepEqual([code, err], [0, '']);
  assert.match(out, /^Sureline has learnt .*, without hexagon\.ts/);
  assert.match(out, /^\d+:\d+ +shown ".+" +\d+ % {2}(?:accepted|typed over)$/m);
  assert.match(out, /^keys typed +\d+ +instead of \d+: [\d.]+ % saved/m);
  assert.match(out, /^left the machine +0 requests/m);
});

const refusals: readonly (readonly [typeof demo, readonly string[], RegExp])[] = [
  [replay, [], /at least one file/],
  [replay, ['missing.ts'], /missing\.ts cannot be read/],
  [replay, ['circle.ts', '--mode', 'fast'], /--mode is whole, runs or both/],
  [replay, ['circle.ts', '--rhythm', 'fast'], /--rhythm is waiting or human/],
  [replay, ['circle.ts', '--cutoff', '0.2'], /--cutoff wants a number from 0\.5 to 0\.9999, not "0\.2"/],
  [replay, ['circle.ts', '--endpoint', 'localhost'], /endpoint\.url.*http/],
  [replay, ['circle.ts', '--frob'], /--frob/],
  [demo, ['nowhere'], /nowhere does not exist/],
  [demo, ['--file', 'nowhere.ts'], /nowhere\.ts cannot be read/],
  [demo, ['--speed', 'fast'], /--speed wants a number of at least 0, not "fast"/],
];

for (const [command, args, problem] of refusals) {
  test(`${command.name}: ${args.join(' ') || 'without arguments'} is refused in one line`, async () => {
    await assert.rejects(check(command, ...args), (error) => {
      assert.ok(error instanceof Misuse);
      assert.match(error.message, problem);
      assert.doesNotMatch(error.message, /\n/);
      return true;
    });
  });
}

test('demo: a folder without source files is refused', async () => {
  const empty = await mkdtemp(join(folder, 'empty-'));
  await assert.rejects(check(demo, empty), /empty-\w+ has no source files; name another folder\.$/);
});

for (const command of [replay, demo]) {
  test(`${command.name}: --help says how it is used`, async () => {
    const { code, out } = await check(command, '--help');
    assert.equal(code, 0);
    assert.match(out, new RegExp(`^sureline ${command.name} `));
  });
}
