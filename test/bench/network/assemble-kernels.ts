import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import openWabt from 'wabt';

/**
 * `npm run fit:kernels`: assembles `kernels.wat` and writes the program where the
 * network takes it from. A test holds the two against each other.
 */

const FOLDER = new URL('../../../server/models/workspace/network/', import.meta.url);
const LINE = 100;

/** What `kernels.wat` says, as base64. */
export async function assembledKernels(): Promise<string> {
  const wabt = await openWabt();
  const source = readFileSync(new URL('kernels.wat', FOLDER), 'utf8');
  const parsed = wabt.parseWat('kernels.wat', source, { simd: true, relaxed_simd: true });
  try {
    return Buffer.from(parsed.toBinary({}).buffer).toString('base64');
  } finally {
    parsed.destroy();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const place = new URL('kernels.ts', FOLDER);
  const program = await assembledKernels();
  const lines = (program.match(new RegExp(`.{1,${LINE}}`, 'g')) ?? []).map((line) => `  '${line}'`);
  const text = readFileSync(place, 'utf8');
  writeFileSync(place, text.replace(/(export const PROGRAM =)[^;]*;/, `$1\n${lines.join(' +\n')};`));
}
