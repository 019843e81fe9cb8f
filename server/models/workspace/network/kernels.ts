/**
 * The arithmetic that takes the time, as WebAssembly: what `kernels.wat` says,
 * assembled (`npm run fit:kernels`). JavaScript has no way to multiply sixteen
 * numbers at once. Also hands out the memory that it works on.
 */

/** All addresses are in bytes and multiples of 16. */
export interface Kernels {
  /** Writes `count` numbers as integers, into `integersSize` bytes. @returns what 1 of them is worth */
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
  /** Scores of the keys at the listed addresses, each with an offset. `count` is a multiple of 4. */
  attend(query: number, list: number, offset: number, bias: number, to: number, count: number): void;
  /** The sum of the values at the listed addresses, each times its share, all times `factor`. */
  blend(shares: number, list: number, offset: number, to: number, count: number, factor: number): void;
  /** Replaces numbers by their exponentials, the largest by 1. `count` is a multiple of 4. @returns the sum */
  exponentiate(numbers: number, count: number): number;
}

/** Codes are laid out as so much more than they stand for, since one factor of a product must not be negative. */
export const CODE_OFFSET = 32;

/** Bytes that so many integers take: two each, and their sum. */
export function integersSize(count: number): number {
  return 2 * count + 4;
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
  'BQABAgMEBzcFCHF1YW50aXplAAAIbXVsdGlwbHkAAQZhdHRlbmQAAgVibGVuZAADDGV4cG9uZW50aWF0ZQAECp8TBacCBAF/AXsB' +
  'fQV7Q19wiTD9EyEEA0AgBCAAIANBAnRq/QAEAP3gAf3pASEEIANBBGohAyADIAJJDQALIAT9HwAgBP0fAZcgBP0fAiAE/R8Dl5dD' +
  'AAB+RpUhBUMAAIA/IAWV/RMhBkEAIQMDQCAGIAAgA0ECdGr9AAQA/eYB/Wr9+AEhCCAGIAAgA0ECdGr9AAQQ/eYB/Wr9+AEhCSAH' +
  'IAggCf2uAf2uASEHIAggCf2FASEIIAhBwAD9EP2OAUEH/YwBIQogASADaiAKIAr9Zf1bAwAAIAggCkEH/YsB/ZEBIQggASACaiAD' +
  'aiAIIAj9Zf1bAwAAIANBCGohAyADIAJJDQALIAEgAkEBdGogB/0bACAH/RsBaiAH/RsCIAf9GwNqajYCACAFC5EFAgZ/DHsgAiAG' +
  'QQF0aigCAEEFdP0RIRgDQCAAIAcgBmxqIQkgCSAGaiEKIAogBmohCyALIAZqIQz9DAAAAAAAAAAAAAAAAAAAAAAhDf0MAAAAAAAA' +
  'AAAAAAAAAAAAACEO/QwAAAAAAAAAAAAAAAAAAAAAIQ/9DAAAAAAAAAAAAAAAAAAAAAAhEP0MAAAAAAAAAAAAAAAAAAAAACES/QwA' +
  'AAAAAAAAAAAAAAAAAAAAIRP9DAAAAAAAAAAAAAAAAAAAAAAhFP0MAAAAAAAAAAAAAAAAAAAAACEVQQAhCANAIAIgCGr9AAQAIRYg' +
  'AiAGaiAIav0ABAAhFyAJIAhq/QAEACERIBYgESAN/ZMCIQ0gFyARIBL9kwIhEiAKIAhq/QAEACERIBYgESAO/ZMCIQ4gFyARIBP9' +
  'kwIhEyALIAhq/QAEACERIBYgESAP/ZMCIQ8gFyARIBT9kwIhFCAMIAhq/QAEACERIBYgESAQ/ZMCIRAgFyARIBX9kwIhFSAIQRBq' +
  'IQggCCAGSQ0ACyANQQf9qwEgEv2uASENIA5BB/2rASAT/a4BIQ4gD0EH/asBIBT9rgEhDyAQQQf9qwEgFf2uASEQIA0gDv0NAAEC' +
  'AxAREhMEBQYHFBUWFyANIA79DQgJCgsYGRobDA0ODxwdHh/9rgEhDSAPIBD9DQABAgMQERITBAUGBxQVFhcgDyAQ/Q0ICQoLGBka' +
  'GwwNDg8cHR4f/a4BIQ8gDSAP/Q0AAQIDBAUGBxAREhMUFRYXIA0gD/0NCAkKCwwNDg8YGRobHB0eH/2uASENIAQgB0ECdGogDSAY' +
  '/bEB/foBIAP9E/3mASABIAdBAnRq/QAEAP3mAf0LBAAgB0EEaiEHIAcgBUkNAAsL/QYCAn8MeyAA/QAEACEMIAD9AAQQIQ0gAP0A' +
  'BCAhDiAA/QAEMCEPIAD9AARAIRAgAP0ABFAhESAA/QAEYCESIAD9AARwIRMDQCACIAEgBkECdGooAgBqIQcgDCAH/QAEAP3mASEI' +
  'IAggDSAH/QAEEP3mAf3kASEIIAggDiAH/QAEIP3mAf3kASEIIAggDyAH/QAEMP3mAf3kASEIIAggECAH/QAEQP3mAf3kASEIIAgg' +
  'ESAH/QAEUP3mAf3kASEIIAggEiAH/QAEYP3mAf3kASEIIAggEyAH/QAEcP3mAf3kASEIIAIgASAGQQJ0aigCBGohByAMIAf9AAQA' +
  '/eYBIQkgCSANIAf9AAQQ/eYB/eQBIQkgCSAOIAf9AAQg/eYB/eQBIQkgCSAPIAf9AAQw/eYB/eQBIQkgCSAQIAf9AARA/eYB/eQB' +
  'IQkgCSARIAf9AARQ/eYB/eQBIQkgCSASIAf9AARg/eYB/eQBIQkgCSATIAf9AARw/eYB/eQBIQkgAiABIAZBAnRqKAIIaiEHIAwg' +
  'B/0ABAD95gEhCiAKIA0gB/0ABBD95gH95AEhCiAKIA4gB/0ABCD95gH95AEhCiAKIA8gB/0ABDD95gH95AEhCiAKIBAgB/0ABED9' +
  '5gH95AEhCiAKIBEgB/0ABFD95gH95AEhCiAKIBIgB/0ABGD95gH95AEhCiAKIBMgB/0ABHD95gH95AEhCiACIAEgBkECdGooAgxq' +
  'IQcgDCAH/QAEAP3mASELIAsgDSAH/QAEEP3mAf3kASELIAsgDiAH/QAEIP3mAf3kASELIAsgDyAH/QAEMP3mAf3kASELIAsgECAH' +
  '/QAEQP3mAf3kASELIAsgESAH/QAEUP3mAf3kASELIAsgEiAH/QAEYP3mAf3kASELIAsgEyAH/QAEcP3mAf3kASELIAggCf0NAAEC' +
  'AxAREhMEBQYHFBUWFyAIIAn9DQgJCgsYGRobDA0ODxwdHh/95AEhCCAKIAv9DQABAgMQERITBAUGBxQVFhcgCiAL/Q0ICQoLGBka' +
  'GwwNDg8cHR4f/eQBIQogCCAK/Q0AAQIDBAUGBxAREhMUFRYXIAggCv0NCAkKCwwNDg8YGRobHB0eH/3kASEIIAQgBkECdGogAyAG' +
  'QQJ0av0ABABD8wQ1Pv0TIAj95gH95AH9CwQAIAZBBGohBiAGIAVJDQALC7MCAgJ/CXsDQCACIAEgBkECdGooAgBqIQcgACAGQQJ0' +
  'av0JAgAhCCAJIAggB/0ABAD95gH95AEhCSAKIAggB/0ABBD95gH95AEhCiALIAggB/0ABCD95gH95AEhCyAMIAggB/0ABDD95gH9' +
  '5AEhDCANIAggB/0ABED95gH95AEhDSAOIAggB/0ABFD95gH95AEhDiAPIAggB/0ABGD95gH95AEhDyAQIAggB/0ABHD95gH95AEh' +
  'ECAGQQFqIQYgBiAESQ0ACyAF/RMhCCADIAggCf3mAf0LBAAgAyAIIAr95gH9CwQQIAMgCCAL/eYB/QsEICADIAggDP3mAf0LBDAg' +
  'AyAIIA395gH9CwRAIAMgCCAO/eYB/QsEUCADIAggD/3mAf0LBGAgAyAIIBD95gH9CwRwC6wCAgJ/BHsgACABQQJ0aiEDIAAhAkPK' +
  '8knx/RMhBANAIAQgAv0ABAD96QEhBCACQRBqIQIgAiADSQ0ACyAE/R8AIAT9HwGXIAT9HwIgBP0fA5eX/RMhBCAAIQIDQEM7qrg/' +
  '/RNDAACgwv0TIAL9AAQAIAT95QH96QH95gEhBSAF/WohBiAFIAb95QEhBSAG/fgBQf8A/RH9rgFBF/2rAUMAAIA//RMgBUMYcjE/' +
  '/RMgBUPw/XU+/RMgBUNHWGM9/RMgBUNblR08/RMgBUP/w646/RP95gH95AH95gH95AH95gH95AH95gH95AH95gH95AH95gEhBSAC' +
  'IAX9CwQAIAcgBf3kASEHIAJBEGohAiACIANJDQALIAf9HwAgB/0fAZIgB/0fAiAH/R8DkpIL';

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

const modules = new Map<string, object>();

export function startKernels(memory: Memory): Kernels {
  return startProgram(PROGRAM, memory) as Kernels;
}

/** @param program base64 @returns what it exports, to work on the memory */
export function startProgram(program: string, memory: Memory): object {
  let module = modules.get(program);
  if (!module) {
    module = new WebAssembly.Module(Buffer.from(program, 'base64'));
    modules.set(program, module);
  }
  return new WebAssembly.Instance(module, { network: { memory: memory.made } }).exports;
}
