import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';

/** A real folder that is gone when its test is over. */
export function folderOnDisk(context: TestContext, files: Readonly<Record<string, string | Uint8Array>>) {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'sureline-')));
  context.after(() => rmSync(root, { recursive: true, force: true }));
  const at = (path: string): string => join(root, path);
  const write = (path: string, content: string | Uint8Array): void => {
    mkdirSync(dirname(at(path)), { recursive: true });
    writeFileSync(at(path), content);
  };
  for (const [path, content] of Object.entries(files)) write(path, content);
  return { root, at, write, remove: (path: string) => rmSync(at(path), { recursive: true }) };
}
