import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sourceFiles, taken } from './support/sources.ts';

const files = sourceFiles('server/**/*.ts', 'client/**/*.ts');
const MOST_LINES = 300;
const MOST_LINES_OF_A_FUNCTION = 60;
const MOST_LINES_OF_THE_MEDIAN = 90;

/** Lists what is wrong, so that a failure names it; nothing may be. */
function check(wrong: readonly string[]): void {
  assert.deepEqual(wrong, []);
}

const linesOf = (text: string): number => text.trimEnd().split('\n').length;

describe('code stays in sight', () => {
  it(`no file has more than ${MOST_LINES} lines`, () =>
    check(
      files
        .filter(({ text }) => linesOf(text) > MOST_LINES)
        .map(({ path, text }) => `${path}: ${linesOf(text)}`),
    ));

  it(`no function has more than ${MOST_LINES_OF_A_FUNCTION} lines`, () =>
    check(
      files.flatMap((file) =>
        taken(file)
          .functions.filter(({ lines }) => lines > MOST_LINES_OF_A_FUNCTION)
          .map(({ line, lines }) => `${file.path}:${line}: ${lines}`),
      ),
    ));

  it(`half of the files have no more than ${MOST_LINES_OF_THE_MEDIAN} lines`, () => {
    const lines = files.map(({ text }) => linesOf(text)).toSorted((one, other) => one - other);
    assert.ok((lines[Math.floor(lines.length / 2)] ?? 0) <= MOST_LINES_OF_THE_MEDIAN);
  });
});

it('nothing speaks of the machine it was made on', () => {
  const machine = /(^|[\s"'`(])\/(work|home|root|Users)\/|\.\.\/shared\b/;
  const everything = [...files, ...sourceFiles('*.md', 'docs/**/*.md', '.ci/*')];
  check(everything.filter(({ text }) => machine.test(text)).map(({ path }) => path));
});
