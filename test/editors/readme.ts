import { readFileSync } from 'node:fs';

/** The configuration that the README gives for an editor: the code below the summary that holds these words. */
export function fromReadme(summary: string): string {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const [, below] = readme.split(new RegExp(`<summary>[^<]*${summary}[^<]*</summary>`));
  const code = /```\w+\n(.*?)```/s.exec(below ?? '')?.[1];
  if (code === undefined) throw new Error(`README.md has no configuration for "${summary}"`);
  return code;
}
