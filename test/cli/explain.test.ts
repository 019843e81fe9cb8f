import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Misuse } from '../../server/cli/arguments.ts';
import { explain } from '../../server/cli/explain.ts';
import type { Explanation } from '../../server/completion/explanation.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { direct } from '../support/send.ts';

let folder = '';

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sureline-explain-'));
  const line = (name: string): string =>
    `import { describeEverything } from './describe-everything.ts'; // ${name}\n`;
  for (const name of ['a', 'b', 'c', 'd', 'e']) await writeFile(join(folder, `${name}.ts`), line(name));
  await writeFile(join(folder, 'open.ts'), 'import { describeEverything }\nconst unheardOf = 1;\n');
  await writeFile(join(folder, '.gitignore'), 'ignored.ts\n');
  await writeFile(join(folder, 'ignored.ts'), 'import { describeE');
});

after(() => rm(folder, { recursive: true }));

async function check(...args: readonly string[]): Promise<string> {
  let out = '';
  const code = await explain(args, {
    terminal: {
      out: (text) => (out += text),
      err: assert.fail,
      isInteractive: false,
      showsProgress: false,
      columns: 80,
      rows: 24,
    },
    clock: new FakeClock(),
    send: direct,
    folder,
    environment: {},
    program: '',
    signal: new AbortController().signal,
  });
  assert.equal(code, 0);
  return out;
}

describe('sureline explain', () => {
  it('says what is shown, with the tokens that led to it', async () => {
    const out = await check('open.ts:1:19', '--typing');
    assert.match(
      out,
      /^Shown, from the workspace: "verything.*", with [\d.]+ %\. The cutoff is 95\.00 %\.$/m,
    );
    assert.match(out, /^The workspace: passes; nearest: "verything/m);
    assert.match(out, /^token +probability +so far +instead of it$/m);
  });

  it('says why there is nothing', async () => {
    const out = await check('open.ts:2:9', '--typing');
    assert.match(out, /^Silent \([a-z-]+\): [A-Z].*\. The cutoff is 95\.00 %\.$/m);
  });

  it('counts what stands behind the cursor, unless it is told to leave it out', async () => {
    const args = ['a.ts:1:28', '--cutoff', '0.5'];
    assert.match(await check(...args), /^Silent \(repeats-suffix\)/);
    assert.match(await check(...args, '--typing'), /^Shown/);
  });

  it('says that a file is excluded', async () => {
    assert.match(
      await check('ignored.ts:1:19'),
      /^Silent \(excluded\): This file is excluded from suggestions\./,
    );
  });

  it('tells a program the same', async () => {
    const explanation = JSON.parse(await check('open.ts:1:19', '--typing', '--json')) as Explanation;
    assert.equal(explanation.outcome.kind, 'shown');
    assert.equal(explanation.readings[0]?.source, 'workspace');
  });

  for (const [args, problem] of [
    [[], /wants one place/],
    [['open.ts'], /"open\.ts" is no place; write it as FILE:LINE:COLUMN/],
    [['missing.ts:1:1'], /missing\.ts cannot be read/],
    [['open.ts:9:1'], /open\.ts has 3 lines; there is no line 9/],
    [['open.ts:0:1'], /there is no line 0/],
    [['open.ts:2:99'], /Line 2 of open\.ts has columns 1 to 21, not 99/],
    [['open.ts:1:1', '--cutoff', '2'], /--cutoff wants a number from/],
  ] as const) {
    it(`refuses ${args.join(' ') || 'no arguments'} in one line`, () =>
      assert.rejects(check(...args), (error) => error instanceof Misuse && problem.test(error.message)));
  }
});
