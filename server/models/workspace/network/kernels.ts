/**
 * The arithmetic that takes the time, as WebAssembly: what `kernels.wat` says,
 * assembled (`npm run fit:kernels`). JavaScript works on one number at a time.
 * Also hands out the memory that it works on.
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
  /** Replaces numbers by their exponentials, the largest by 1. `count` is a multiple of 4, here and below. @returns the sum */
  exponentiate(numbers: number, count: number): number;
  /** Numbers divided by their root mean square, each times its gain. */
  normalize(from: number, gains: number, to: number, count: number): void;
  /** The numbers that lie at an offset from each of the listed addresses, times `count` weights for each address, summed. */
  mix(weights: number, list: number, offset: number, to: number, count: number, addresses: number): void;
  add(to: number, from: number, count: number): void;
  /** Adds biases, and replaces each sum by its square, or by 0 where it is negative. */
  pass(to: number, biases: number, count: number): void;
  sum(numbers: number, count: number): number;
  /** Writes the indices of numbers that are `least` or more. @returns how many */
  find(numbers: number, count: number, least: number, to: number): number;
}

/** Codes are laid out as so much more than they stand for, since one factor of a product must not be negative. */
const CODE_OFFSET = 32;
/** Codes of a row that lie together, beside those of the three rows below it. */
const RUN = 16;

/** The codes of a matrix as `multiply` reads them: its rows are given one after the other, and are a multiple of 4; columns of 16. */
export function layCodes(codes: Int8Array, columns: number): Int8Array {
  // Three million: `map` would take ten times as long.
  const laid = new Int8Array(codes.length);
  let to = 0;
  for (let rows = 0; rows < codes.length; rows += 4 * columns)
    for (let first = rows; first < rows + columns; first += RUN)
      for (let from = first; from < first + 4 * columns; from += columns)
        for (let at = from; at < from + RUN; at++) laid[to++] = codes[at]! + CODE_OFFSET;
  return laid;
}

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
  'AGFzbQEAAAABPwhgA39/fwF9YAd/f399f39/AGAGf39/f39/AGAGf39/f399AGACf38BfWAEf39/fwBgA39/fwBgBH9/fX8BfwIT' +
  'AQduZXR3b3JrBm1lbW9yeQIAAQMMCwABAgMEBQIGBgQHB2MLCHF1YW50aXplAAAIbXVsdGlwbHkAAQZhdHRlbmQAAgVibGVuZAAD' +
  'DGV4cG9uZW50aWF0ZQAECW5vcm1hbGl6ZQAFA21peAAGA2FkZAAHBHBhc3MACANzdW0ACQRmaW5kAAoK6RcLpwIEAX8BewF9BXtD' +
  'X3CJMP0TIQQDQCAEIAAgA0ECdGr9AAQA/eAB/ekBIQQgA0EEaiEDIAMgAkkNAAsgBP0fACAE/R8BlyAE/R8CIAT9HwOXl0MAAH5G' +
  'lSEFQwAAgD8gBZX9EyEGQQAhAwNAIAYgACADQQJ0av0ABAD95gH9av34ASEIIAYgACADQQJ0av0ABBD95gH9av34ASEJIAcgCCAJ' +
  '/a4B/a4BIQcgCCAJ/YUBIQggCEHAAP0Q/Y4BQQf9jAEhCiABIANqIAogCv1l/VsDAAAgCCAKQQf9iwH9kQEhCCABIAJqIANqIAgg' +
  'CP1l/VsDAAAgA0EIaiEDIAMgAkkNAAsgASACQQF0aiAH/RsAIAf9GwFqIAf9GwIgB/0bA2pqNgIAIAUL7gQCAn8MeyACIAZBAXRq' +
  'KAIAQQV0/REhFANA/QwAAAAAAAAAAAAAAAAAAAAAIQn9DAAAAAAAAAAAAAAAAAAAAAAhCv0MAAAAAAAAAAAAAAAAAAAAACEL/QwA' +
  'AAAAAAAAAAAAAAAAAAAAIQz9DAAAAAAAAAAAAAAAAAAAAAAhDv0MAAAAAAAAAAAAAAAAAAAAACEP/QwAAAAAAAAAAAAAAAAAAAAA' +
  'IRD9DAAAAAAAAAAAAAAAAAAAAAAhEUEAIQgDQCACIAhq/QAEACESIAIgBmogCGr9AAQAIRMgAP0ABAAhDSASIA0gCf2TAiEJIBMg' +
  'DSAO/ZMCIQ4gAP0ABBAhDSASIA0gCv2TAiEKIBMgDSAP/ZMCIQ8gAP0ABCAhDSASIA0gC/2TAiELIBMgDSAQ/ZMCIRAgAP0ABDAh' +
  'DSASIA0gDP2TAiEMIBMgDSAR/ZMCIREgAEHAAGohACAIQRBqIQggCCAGSQ0ACyAJQQf9qwEgDv2uASEJIApBB/2rASAP/a4BIQog' +
  'C0EH/asBIBD9rgEhCyAMQQf9qwEgEf2uASEMIAkgCv0NAAECAxAREhMEBQYHFBUWFyAJIAr9DQgJCgsYGRobDA0ODxwdHh/9rgEh' +
  'CSALIAz9DQABAgMQERITBAUGBxQVFhcgCyAM/Q0ICQoLGBkaGwwNDg8cHR4f/a4BIQsgCSAL/Q0AAQIDBAUGBxAREhMUFRYXIAkg' +
  'C/0NCAkKCwwNDg8YGRobHB0eH/2uASEJIAQgB0ECdGogCSAU/bEB/foBIAP9E/3mASABIAdBAnRq/QAEAP3mAf0LBAAgB0EEaiEH' +
  'IAcgBUkNAAsL/QYCAn8MeyAA/QAEACEMIAD9AAQQIQ0gAP0ABCAhDiAA/QAEMCEPIAD9AARAIRAgAP0ABFAhESAA/QAEYCESIAD9' +
  'AARwIRMDQCACIAEgBkECdGooAgBqIQcgDCAH/QAEAP3mASEIIAggDSAH/QAEEP3mAf3kASEIIAggDiAH/QAEIP3mAf3kASEIIAgg' +
  'DyAH/QAEMP3mAf3kASEIIAggECAH/QAEQP3mAf3kASEIIAggESAH/QAEUP3mAf3kASEIIAggEiAH/QAEYP3mAf3kASEIIAggEyAH' +
  '/QAEcP3mAf3kASEIIAIgASAGQQJ0aigCBGohByAMIAf9AAQA/eYBIQkgCSANIAf9AAQQ/eYB/eQBIQkgCSAOIAf9AAQg/eYB/eQB' +
  'IQkgCSAPIAf9AAQw/eYB/eQBIQkgCSAQIAf9AARA/eYB/eQBIQkgCSARIAf9AARQ/eYB/eQBIQkgCSASIAf9AARg/eYB/eQBIQkg' +
  'CSATIAf9AARw/eYB/eQBIQkgAiABIAZBAnRqKAIIaiEHIAwgB/0ABAD95gEhCiAKIA0gB/0ABBD95gH95AEhCiAKIA4gB/0ABCD9' +
  '5gH95AEhCiAKIA8gB/0ABDD95gH95AEhCiAKIBAgB/0ABED95gH95AEhCiAKIBEgB/0ABFD95gH95AEhCiAKIBIgB/0ABGD95gH9' +
  '5AEhCiAKIBMgB/0ABHD95gH95AEhCiACIAEgBkECdGooAgxqIQcgDCAH/QAEAP3mASELIAsgDSAH/QAEEP3mAf3kASELIAsgDiAH' +
  '/QAEIP3mAf3kASELIAsgDyAH/QAEMP3mAf3kASELIAsgECAH/QAEQP3mAf3kASELIAsgESAH/QAEUP3mAf3kASELIAsgEiAH/QAE' +
  'YP3mAf3kASELIAsgEyAH/QAEcP3mAf3kASELIAggCf0NAAECAxAREhMEBQYHFBUWFyAIIAn9DQgJCgsYGRobDA0ODxwdHh/95AEh' +
  'CCAKIAv9DQABAgMQERITBAUGBxQVFhcgCiAL/Q0ICQoLGBkaGwwNDg8cHR4f/eQBIQogCCAK/Q0AAQIDBAUGBxAREhMUFRYXIAgg' +
  'Cv0NCAkKCwwNDg8YGRobHB0eH/3kASEIIAQgBkECdGogAyAGQQJ0av0ABABD8wQ1Pv0TIAj95gH95AH9CwQAIAZBBGohBiAGIAVJ' +
  'DQALC7MCAgJ/CXsDQCACIAEgBkECdGooAgBqIQcgACAGQQJ0av0JAgAhCCAJIAggB/0ABAD95gH95AEhCSAKIAggB/0ABBD95gH9' +
  '5AEhCiALIAggB/0ABCD95gH95AEhCyAMIAggB/0ABDD95gH95AEhDCANIAggB/0ABED95gH95AEhDSAOIAggB/0ABFD95gH95AEh' +
  'DiAPIAggB/0ABGD95gH95AEhDyAQIAggB/0ABHD95gH95AEhECAGQQFqIQYgBiAESQ0ACyAF/RMhCCADIAggCf3mAf0LBAAgAyAI' +
  'IAr95gH9CwQQIAMgCCAL/eYB/QsEICADIAggDP3mAf0LBDAgAyAIIA395gH9CwRAIAMgCCAO/eYB/QsEUCADIAggD/3mAf0LBGAg' +
  'AyAIIBD95gH9CwRwC6wCAgJ/BHsgACABQQJ0aiEDIAAhAkPK8knx/RMhBANAIAQgAv0ABAD96QEhBCACQRBqIQIgAiADSQ0ACyAE' +
  '/R8AIAT9HwGXIAT9HwIgBP0fA5eX/RMhBCAAIQIDQEM7qrg//RNDAACgwv0TIAL9AAQAIAT95QH96QH95gEhBSAF/WohBiAFIAb9' +
  '5QEhBSAG/fgBQf8A/RH9rgFBF/2rAUMAAIA//RMgBUMYcjE//RMgBUPw/XU+/RMgBUNHWGM9/RMgBUNblR08/RMgBUP/w646/RP9' +
  '5gH95AH95gH95AH95gH95AH95gH95AH95gH95AH95gEhBSACIAX9CwQAIAcgBf3kASEHIAJBEGohAiACIANJDQALIAf9HwAgB/0f' +
  'AZIgB/0fAiAH/R8DkpILoAECAX8CewNAIAAgBEECdGr9AAQAIQYgBSAGIAb95gH95AEhBSAEQQRqIQQgBCADSQ0AC0MAAIA/Q6zF' +
  'JzcgBf0fACAF/R8BkiAF/R8CIAX9HwOSkiADs5WSkZX9EyEFQQAhBANAIAIgBEECdGogBSABIARBAnRq/QAEACAAIARBAnRq/QAE' +
  'AP3mAf3mAf0LBAAgBEEEaiEEIAQgA0kNAAsLigECA38BewNA/QwAAAAAAAAAAAAAAAAAAAAAIQlBACEHIAAgBkECdGohCANAIAkg' +
  'CP0ABAAgAiAGQQJ0aiABIAdBAnRqKAIAav0ABAD95gH95AEhCSAIIARBAnRqIQggB0EBaiEHIAcgBUkNAAsgAyAGQQJ0aiAJ/QsE' +
  'ACAGQQRqIQYgBiAESQ0ACws7AQF/IAAgAkECdGohAwNAIAAgAP0ABAAgAf0ABAD95AH9CwQAIABBEGohACABQRBqIQEgACADSQ0A' +
  'CwtbAgF/AXsgACACQQJ0aiEDA0D9DAAAAAAAAAAAAAAAAAAAAAAgAP0ABAAgAf0ABAD95AH96QEhBCAAIAQgBP3mAf0LBAAgAEEQ' +
  'aiEAIAFBEGohASAAIANJDQALC0UCAX8BeyAAIAFBAnRqIQIDQCADIAD9AAQA/eQBIQMgAEEQaiEAIAAgAkkNAAsgA/0fACAD/R8B' +
  'kiAD/R8CIAP9HwOSkgtgAQN/IAMhBgNAIAAgBEECdGr9AAQAIAL9E/1G/aQBIQUgBQRAA0AgAyAEIAVoajYCACADQQRqIQMgBSAF' +
  'QQFrcSEFIAUNAAsLIARBBGohBCAEIAFJDQALIAMgBmtBAnYL';

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
