import { existsSync } from 'node:fs';
import { describe, it } from 'node:test';
import { type RealEditor, Sitting } from './sitting.ts';

/** What is promised in every editor, kept in a real one. Left out, saying why, where it is not installed. */
export function keepsItsPromises(editor: RealEditor): void {
  const check = (line: string, happens: (it: Sitting) => Promise<void>): Promise<void> =>
    Sitting.with(editor, line, happens);

  describe(editor.name, { skip: reasonToSkip(editor) }, () => {
    it('shows a suggestion, which accepted and saved is on disk', () =>
      check('    ', async (it) => {
        await it.isSuggested('alphabet =', 'const alp', '    const alp');
        it.accept();
        await it.saves('    const alphabet =');
      }));

    it('counts right after an emoji, and after what was accepted there', () =>
      check('    /* 😀 */ verify();', async (it) => {
        it.terminal.press('Left', 'Left');
        await it.isSuggested('gamma', 'gam', '    /* 😀 */ verify(gam');
        it.accept();
        it.terminal.press('Right', 'Right');
        it.terminal.type(' verify();');
        it.terminal.press('Left', 'Left');
        await it.isSuggested('gamma', 'gam', '    /* 😀 */ verify(gamma); verify(gam');
        it.accept();
        await it.saves('    /* 😀 */ verify(gamma); verify(gamma);');
      }));

    it('leaves what stands after the cursor', () =>
      check('    /* 😀 */ verify();', async (it) => {
        it.terminal.press('Left', 'Left');
        await it.isSuggested('gamma', 'gam', '    /* 😀 */ verify(gam');
        it.accept();
        await it.saves('    /* 😀 */ verify(gamma);');
      }));

    it('leaves nothing of a suggestion when something else is typed', () =>
      check('    ', async (it) => {
        await it.isSuggested('alphabet =', 'const alp', '    const alp');
        await it.typesOver('alphabet =', 'ine = 2;');
        await it.saves('    const alpine = 2;');
      }));

    it('leaves no server behind when it quits', () =>
      check('    ', async (it) => {
        it.terminal.type('return');
        await it.quits();
        await it.leavesNoServer();
      }));

    it('leaves no server behind when its terminal is closed', () =>
      check('    ', async (it) => {
        it.terminal.close();
        await it.leavesNoServer();
      }));
  });
}

/** False where the editor is to be tested. */
function reasonToSkip({ packages }: RealEditor): string | false {
  if (process.env['npm_lifecycle_event'] === 'test') return 'npm run test:editors runs it';
  const files = Object.entries({ ...packages, tmux: '/usr/bin/tmux' });
  const missing = files.filter(([, file]) => !existsSync(file)).map(([name]) => name);
  return missing.length > 0 && `not installed; on Debian: apt-get install ${missing.join(' ')}`;
}
