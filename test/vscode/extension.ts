import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The packed extension that `npm run package` leaves: what is tested is what is shipped. */
const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

export const extension = fileURLToPath(new URL(`../../sureline-${version}.vsix`, import.meta.url));

if (!existsSync(extension)) throw new Error(`${extension} is missing: run "npm run package" first.`);
