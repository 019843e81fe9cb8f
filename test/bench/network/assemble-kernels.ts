import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import openWabt from 'wabt';

/**
 * `npm run fit:kernels`: assembles the arithmetic of the network and of teaching it,
 * and writes the programs where they are taken from. Tests hold the two against each other.
 */

/** A source, and the constant of a file that holds what it says. Places are from `FOLDER`. */
interface Program {
  readonly source: string;
  readonly file: string;
  readonly constant: string;
}

const FOLDER = new URL('../../../server/models/workspace/network/', import.meta.url);
const LINE = 100;
export const NETWORK: Program = { source: 'kernels.wat', file: 'kernels.ts', constant: 'PROGRAM' };
export const PRODUCTS: Program = {
  source: 'teaching/products.wat',
  file: 'teaching/teaching-kernels.ts',
  constant: 'PRODUCTS',
};
export const ELEMENTWISE: Program = {
  source: 'teaching/elementwise.wat',
  file: 'teaching/teaching-kernels.ts',
  constant: 'ELEMENTWISE',
};

/** What the source of a program says, as base64. */
export async function assembled({ source }: Program): Promise<string> {
  const wabt = await openWabt();
  const text = readFileSync(new URL(source, FOLDER), 'utf8');
  const parsed = wabt.parseWat(source, text, { simd: true, relaxed_simd: true });
  try {
    return Buffer.from(parsed.toBinary({}).buffer).toString('base64');
  } finally {
    parsed.destroy();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  for (const program of [NETWORK, PRODUCTS, ELEMENTWISE]) {
    const place = new URL(program.file, FOLDER);
    const base64 = await assembled(program);
    const lines = (base64.match(new RegExp(`.{1,${LINE}}`, 'g')) ?? []).map((line) => `  '${line}'`);
    const text = readFileSync(place, 'utf8');
    const constant = new RegExp(`(export const ${program.constant} =)[^;]*;`);
    writeFileSync(place, text.replace(constant, `$1\n${lines.join(' +\n')};`));
  }
