/**
 * The arithmetic that takes the time, as WebAssembly: what `kernels.wat` says,
 * assembled (`npm run fit:kernels`). JavaScript takes six times as long, having
 * no way to multiply eight numbers at once. Also hands out the memory that it
 * works on.
 */

/** All addresses are in bytes and multiples of 16. */
export interface Kernels {
  /** Writes `count` numbers as 16-bit integers. @returns what 1 of them is worth */
  quantize(from: number, to: number, count: number): number;
  /** A matrix of codes times a vector of such integers. Rows are a multiple of 4, columns of 16. */
  multiply(
    codes: number,
    scales: number,
    vector: number,
    vectorScale: number,
    to: number,
    rows: number,
    columns: number,
  ): void;
  /** Scores of the keys at the listed addresses, each with an offset. */
  attend(query: number, list: number, offset: number, bias: number, to: number, count: number): void;
  /** The sum of the values at the listed addresses, each times its share, all times `factor`. */
  blend(shares: number, list: number, offset: number, to: number, count: number, factor: number): void;
  /** Replaces numbers by their exponentials, the largest by 1. `count` is a multiple of 4. @returns the sum */
  exponentiate(numbers: number, count: number): number;
}

/** What is used of WebAssembly, which the types of Node leave out. */
declare const WebAssembly: {
  Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer };
  Module: new (program: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { readonly exports: object };
};

const PAGE = 65_536;
const ALIGNMENT = 16;

export const PROGRAM =
  'AGFzbQEAAAABKgVgA39/fwF9YAd/f399f39/AGAGf39/f39/AGAGf39/f399AGACf38BfQITAQduZXR3b3JrBm1lbW9yeQIAAQMG' +
  'BQABAgMEBzcFCHF1YW50aXplAAAIbXVsdGlwbHkAAQZhdHRlbmQAAgVibGVuZAADDGV4cG9uZW50aWF0ZQAECrwMBbcBBAF/AXsB' +
  'fQF7Q19wiTD9EyEEA0AgBCAAIANBAnRq/QAEAP3gAf3pASEEIANBBGohAyADIAJJDQALIAT9HwAgBP0fAZcgBP0fAiAE/R8Dl5dD' +
  'APx/RpUhBUMAAIA/IAWV/RMhBkEAIQMDQCABIANBAXRqIAYgACADQQJ0av0ABAD95gH9av34ASAGIAAgA0ECdGr9AAQQ/eYB/Wr9' +
  '+AH9hQH9CwQAIANBCGohAyADIAJJDQALIAULlQQCBn8HewNAIAAgByAGbGohCSAJIAZqIQogCiAGaiELIAsgBmohDP0MAAAAAAAA' +
  'AAAAAAAAAAAAACEN/QwAAAAAAAAAAAAAAAAAAAAAIQ79DAAAAAAAAAAAAAAAAAAAAAAhD/0MAAAAAAAAAAAAAAAAAAAAACEQQQAh' +
  'CANAIAIgCEEBdGr9AAQAIREgAiAIQQF0av0ABBAhEiAJIAhq/QAEACETIA0gESAT/YcB/boBIBIgE/2IAf26Af2uAf2uASENIAog' +
  'CGr9AAQAIRMgDiARIBP9hwH9ugEgEiAT/YgB/boB/a4B/a4BIQ4gCyAIav0ABAAhEyAPIBEgE/2HAf26ASASIBP9iAH9ugH9rgH9' +
  'rgEhDyAMIAhq/QAEACETIBAgESAT/YcB/boBIBIgE/2IAf26Af2uAf2uASEQIAhBEGohCCAIIAZJDQALIA0gDv0NAAECAxAREhME' +
  'BQYHFBUWFyANIA79DQgJCgsYGRobDA0ODxwdHh/9rgEhDSAPIBD9DQABAgMQERITBAUGBxQVFhcgDyAQ/Q0ICQoLGBkaGwwNDg8c' +
  'HR4f/a4BIQ8gDSAP/Q0AAQIDBAUGBxAREhMUFRYXIA0gD/0NCAkKCwwNDg8YGRobHB0eH/2uASENIAQgB0ECdGogDf36ASAD/RP9' +
  '5gEgASAHQQJ0av0ABAD95gH9CwQAIAdBBGohByAHIAVJDQALC4YCAgJ/AXsDQCACIAEgBkECdGooAgBqIQcgAP0ABAAgB/0ABAD9' +
  '5gEhCCAIIAD9AAQQIAf9AAQQ/eYB/eQBIQggCCAA/QAEICAH/QAEIP3mAf3kASEIIAggAP0ABDAgB/0ABDD95gH95AEhCCAIIAD9' +
  'AARAIAf9AARA/eYB/eQBIQggCCAA/QAEUCAH/QAEUP3mAf3kASEIIAggAP0ABGAgB/0ABGD95gH95AEhCCAIIAD9AARwIAf9AARw' +
  '/eYB/eQBIQggBCAGQQJ0aiADIAZBAnRqKgIAQ/MENT4gCP0fACAI/R8BkiAI/R8CIAj9HwOSkpSSOAIAIAZBAWohBiAGIAVJDQAL' +
  'C7MCAgJ/CXsDQCACIAEgBkECdGooAgBqIQcgACAGQQJ0av0JAgAhCCAJIAggB/0ABAD95gH95AEhCSAKIAggB/0ABBD95gH95AEh' +
  'CiALIAggB/0ABCD95gH95AEhCyAMIAggB/0ABDD95gH95AEhDCANIAggB/0ABED95gH95AEhDSAOIAggB/0ABFD95gH95AEhDiAP' +
  'IAggB/0ABGD95gH95AEhDyAQIAggB/0ABHD95gH95AEhECAGQQFqIQYgBiAESQ0ACyAF/RMhCCADIAggCf3mAf0LBAAgAyAIIAr9' +
  '5gH9CwQQIAMgCCAL/eYB/QsEICADIAggDP3mAf0LBDAgAyAIIA395gH9CwRAIAMgCCAO/eYB/QsEUCADIAggD/3mAf0LBGAgAyAI' +
  'IBD95gH9CwRwC6wCAgJ/BHsgACABQQJ0aiEDIAAhAkPK8knx/RMhBANAIAQgAv0ABAD96QEhBCACQRBqIQIgAiADSQ0ACyAE/R8A' +
  'IAT9HwGXIAT9HwIgBP0fA5eX/RMhBCAAIQIDQEM7qrg//RNDAACgwv0TIAL9AAQAIAT95QH96QH95gEhBSAF/WohBiAFIAb95QEh' +
  'BSAG/fgBQf8A/RH9rgFBF/2rAUMAAIA//RMgBUMYcjE//RMgBUPw/XU+/RMgBUNHWGM9/RMgBUNblR08/RMgBUP/w646/RP95gH9' +
  '5AH95gH95AH95gH95AH95gH95AH95gH95AH95gEhBSACIAX9CwQAIAcgBf3kASEHIAJBEGohAiACIANJDQALIAf9HwAgB/0fAZIg' +
  'B/0fAiAH/R8DkpIL';

export interface Memory {
  /** Where so many bytes are free. */
  take(bytes: number): number;
  /** The same, to hold these numbers from the start. */
  put(numbers: Int8Array | Float32Array): number;
  /** Makes the memory, as large as what was taken. Call once, after the last part was. */
  lay(): ArrayBuffer;
  /** @throws TypeError before it was made */
  readonly made: object;
}

export function newMemory(): Memory {
  const parts: [at: number, numbers: Int8Array | Float32Array][] = [];
  let size = 0;
  let made: { readonly buffer: ArrayBuffer } | undefined;
  const take = (bytes: number): number => {
    const at = size;
    size += Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
    return at;
  };
  return {
    take,
    put(numbers) {
      const at = take(numbers.byteLength);
      parts.push([at, numbers]);
      return at;
    },
    lay() {
      made = new WebAssembly.Memory({ initial: Math.ceil(size / PAGE) });
      const bytes = new Uint8Array(made.buffer);
      for (const [at, { buffer, byteOffset, byteLength }] of parts)
        bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
      return made.buffer;
    },
    get made() {
      if (!made) throw new TypeError('The memory has not been laid out yet.');
      return made;
    },
  };
}

let module: object | undefined;

export function startKernels(memory: Memory): Kernels {
  module ??= new WebAssembly.Module(Buffer.from(PROGRAM, 'base64'));
  return new WebAssembly.Instance(module, { network: { memory: memory.made } }).exports as Kernels;
}
