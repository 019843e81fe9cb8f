import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTrial } from './trial.ts';

/** Runs with these exit codes, one a command, undefined where it is missing; compares the outcome and what was run. */
function check(
  statuses: readonly (number | undefined)[],
  platform: NodeJS.Platform,
  expected: { code: number; message?: RegExp; ran: readonly string[] },
): void {
  const ran: string[] = [];
  const ended = openTrial(
    (command, args) => {
      const status = statuses[ran.length];
      ran.push([command, ...args].join(' '));
      return status === undefined ? undefined : { status };
    },
    platform,
    'a.vsix',
  );
  assert.equal(ended.code, expected.code);
  assert.match(ended.message ?? '', expected.message ?? /^$/);
  assert.deepEqual(ran, expected.ran);
}

const install = '--profile Sureline trial --install-extension a.vsix --force';
const open = '--profile Sureline trial .';

test('the extension is installed in a profile of its own, then the folder opened in it', () => {
  check([0, 0], 'linux', { code: 0, ran: [`code ${install}`, `code ${open}`] });
  check([0, 0], 'win32', { code: 0, ran: [`code.cmd ${install}`, `code.cmd ${open}`] });
});

test('without a VS Code, or where it refuses, it says so and where the extension is', () => {
  check([undefined], 'linux', {
    code: 1,
    message: /^There is no VS Code on this machine \(no "code" in the PATH\)\. .*a\.vsix$/,
    ran: [`code ${install}`],
  });
  check([1], 'linux', { code: 1, message: /did not install .*a\.vsix$/, ran: [`code ${install}`] });
});
