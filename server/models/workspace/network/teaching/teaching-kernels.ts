import { type Memory, startProgram } from '../kernels.ts';

/**
 * The arithmetic of teaching, as WebAssembly: what `products.wat` and `elementwise.wat`
 * say, assembled (`npm run fit:kernels`). What is calculated with it is the others'.
 */

/** All addresses and strides are in bytes, all counts of numbers and multiples of 4. */
export interface TeachingKernels {
  /**
   * Writes or adds m x n numbers, the product of m x k by k x n. Factors have a stride from row to row and one from
   * column to column, one of which is 4. n is a multiple of 8; m is any. Packs what it needs into `ROOM` bytes.
   */
  multiply(
    m: number,
    n: number,
    k: number,
    a: number,
    aRow: number,
    aColumn: number,
    b: number,
    bRow: number,
    bColumn: number,
    to: number,
    toRow: number,
    adds: number,
    room: number,
  ): void;
  /** Makes shares of scores, each times a factor and with a bias: their exponentials, which add up to `whole`. */
  soften(row: number, bias: number, factor: number, whole: number, count: number): void;
  /** Turns gradients of shares that add up to 1 into those of the scores; adds those of the biases. */
  softenBack(shares: number, gradients: number, biasGradients: number, factor: number, count: number): void;
  /** Adds to each number a product of two. */
  addProducts(to: number, one: number, other: number, count: number): void;
  /** Makes each number `own` times what it was and `other` times another. */
  blend(to: number, from: number, own: number, other: number, count: number): void;
  /** Divides numbers by their root mean square, and multiplies each by its gain. */
  norm(x: number, gain: number, to: number, count: number): void;
  /** Adds the gradients of the numbers and of the gains, from those of what was normed. */
  normBack(
    x: number,
    gain: number,
    gradients: number,
    xGradients: number,
    gainGradients: number,
    count: number,
  ): void;
  /** Adds biases, makes what is below 0 to 0, and writes the squares. */
  square(x: number, bias: number, to: number, count: number): void;
  /** Turns gradients of the squares into those of what had its bias added; adds those of the biases. */
  squareBack(x: number, gradients: number, biasGradients: number, count: number): void;
  /** A step of AdamW. `kept` is what the decay leaves of a weight. */
  adam(
    weights: number,
    gradients: number,
    first: number,
    second: number,
    cut: number,
    firstBeta: number,
    secondBeta: number,
    rate: number,
    secondScale: number,
    kept: number,
    count: number,
  ): void;
}

/** Bytes in which products pack: blocks of 256 x 256 numbers, 6 rows of 256, and what is read beyond those. */
export const ROOM = 4 * 256 * 256 + 4 * 6 * 256 + 64;

export const PRODUCTS =
  'AGFzbQEAAAABOwVgCX9/f39/f39/fwBgBH9/f38AYAZ/f39/f38AYAt/f39/f39/f39/fwBgDX9/f39/f39/f39/f38AAhMBB25l' +
  'dHdvcmsGbWVtb3J5AgABAwgHAAEBAQIDBAcMAQhtdWx0aXBseQAGCowLB9kEBAF/A3sKfwx7IAdBAWshCSAAIAEgCUEBT2xqIQ0g' +
  'BCAFIAlBAU9saiESIA0gASAJQQJPbGohDiASIAUgCUECT2xqIRMgDiABIAlBA09saiEPIBMgBSAJQQNPbGohFCAPIAEgCUEET2xq' +
  'IRAgFCAFIAlBBE9saiEVIBAgASAJQQVPbGohESAVIAUgCUEFT2xqIRYgCARAIAT9AAQAIRcgBP0ABBAhGCAS/QAEACEZIBL9AAQQ' +
  'IRogE/0ABAAhGyAT/QAEECEcIBT9AAQAIR0gFP0ABBAhHiAV/QAEACEfIBX9AAQQISAgFv0ABAAhISAW/QAEECEiCwNAIAP9AAQA' +
  'IQsgA/0ABBAhDCAA/QkCACEKIAogCyAX/YUCIRcgCiAMIBj9hQIhGCAN/QkCACEKIAogCyAZ/YUCIRkgCiAMIBr9hQIhGiAO/QkC' +
  'ACEKIAogCyAb/YUCIRsgCiAMIBz9hQIhHCAP/QkCACEKIAogCyAd/YUCIR0gCiAMIB79hQIhHiAQ/QkCACEKIAogCyAf/YUCIR8g' +
  'CiAMICD9hQIhICAR/QkCACEKIAogCyAh/YUCISEgCiAMICL9hQIhIiADQSBqIQMgACACaiEAIA0gAmohDSAOIAJqIQ4gDyACaiEP' +
  'IBAgAmohECARIAJqIREgBkEBayIGDQALIAQgF/0LBAAgBCAY/QsEECASIBn9CwQAIBIgGv0LBBAgEyAb/QsEACATIBz9CwQQIBQg' +
  'Hf0LBAAgFCAe/QsEECAVIB/9CwQAIBUgIP0LBBAgFiAh/QsEACAWICL9CwQQCzQAA0AgAiAA/QAEAP0LBAAgAiAA/QAEEP0LBBAg' +
  'ACABaiEAIAJBIGohAiADQQFrIgMNAAsLuwICBnsDfyAAIAFqIQogCiABaiELIAsgAWohDANAIAD9AAQAIQQgCv0ABAAhBSAL/QAE' +
  'ACEGIAz9AAQAIQcgBCAF/Q0AAQIDEBESEwQFBgcUFRYXIQggBCAF/Q0ICQoLGBkaGwwNDg8cHR4fIQQgBiAH/Q0AAQIDEBESEwQF' +
  'BgcUFRYXIQkgBiAH/Q0ICQoLGBkaGwwNDg8cHR4fIQYgAiAIIAn9DQABAgMEBQYHEBESExQVFhf9CwQAIAIgCCAJ/Q0ICQoLDA0O' +
  'DxgZGhscHR4f/QsEICACIAQgBv0NAAECAwQFBgcQERITFBUWF/0LBEAgAiAEIAb9DQgJCgsMDQ4PGBkaGxwdHh/9CwRgIABBEGoh' +
  'ACAKQRBqIQogC0EQaiELIAxBEGohDCACQYABaiECIANBBGsiAw0ACwsyAANAIAIgAP0ABAD9CwQAIAIgACkDEDcDECAAIAFqIQAg' +
  'AkEYaiECIANBAWsiAw0ACwtbAANAIAJBBEYEQCAAIAEgAyAFEAEFIABBACACbGogAiADQQBqIAUQAiAAQQQgAmxqIAIgA0EQaiAF' +
  'EAILIABBCCACbGohACADQSAgBWxqIQMgBEEIayIEDQALC44BAQV/A0AgBkEGIAZBBkkbIQsgACENIAEhDiACIQ8gAUEERgRAIAAg' +
  'AiAKIAgQAyAKIQ1BGCEPC0EAIQwDQCANIA4gDyADIAxBAnQgCGxqIAQgDEECdGogBSAIIAsgCRAAIAxBCGohDCAMIAdJDQALIAAg' +
  'CyABbGohACAEIAsgBWxqIQQgBiALayIGDQALC50BAQR/A0AgASANayEPIA9BgAJLBEBBgAIhDwtBACEOA0AgAiAOayEQIBBBgAJL' +
  'BEBBgAIhEAsgBiAOIAdsIA0gCGxqaiAHIAggDCAPIBAQBCADIA4gBWxqIAQgBSAMIAkgDUECdGogCiAAIA8gECALIA5BAEdyIAxB' +
  'gIAQahAFIA4gEGohDiAOIAJJDQALIA0gD2ohDSANIAFJDQALCw==';

export const ELEMENTWISE =
  'AGFzbQEAAAABLwVgBX9/fX1/AGAFf39/fX8AYAR/f39/AGAGf39/f39/AGALf39/f319fX19fX8AAhMBB25ldHdvcmsGbWVtb3J5' +
  'AgABAwoJAAECAAIDAgIEB1wJBnNvZnRlbgAACnNvZnRlbkJhY2sAAQthZGRQcm9kdWN0cwACBWJsZW5kAAMEbm9ybQAECG5vcm1C' +
  'YWNrAAUGc3F1YXJlAAYKc3F1YXJlQmFjawAHBGFkYW0ACAreDAmiAwICfwV7IAL9EyEKQ8rySfH9EyEHIAAhBSAEIQYDQCAF/QAE' +
  'ACAK/eYBIAH9AAQA/eQBIQggBSAI/QsEACAHIAj96QEhByAFQRBqIQUgAUEQaiEBIAZBBGsiBkEASg0ACyAH/R8AIAf9HwGXIAf9' +
  'HwIgB/0fA5eX/RMhByAAIQUgBCEGA0AgBf0ABAAgB/3lASEKQzuquD/9E0MAAKDC/RMgCv3pAf3mASEIIAj9aiEJIAggCf3lASEI' +
  'IApDAACgwv0T/UQgCf34AUH/AP0R/a4BQRf9qwFDAACAP/0TIAhDGHIxP/0TIAhD8P11Pv0TIAhDR1hjPf0TIAhDW5UdPP0TIAhD' +
  '/8OuOv0T/eYB/eQB/eYB/eQB/eYB/eQB/eYB/eQB/eYB/eQB/eYB/U4hCCAFIAj9CwQAIAsgCP3kASELIAVBEGohBSAGQQRrIgZB' +
  'AEoNAAsgAyAL/R8AIAv9HwGSIAv9HwIgC/0fA5KSlf0TIQogACEFIAQhBgNAIAUgBf0ABAAgCv3mAf0LBAAgBUEQaiEFIAZBBGsi' +
  'BkEASg0ACwu/AQIDfwN7IAAhBSABIQYgBCEHA0AgBf0ABAAgBv0ABAAgCP2FAiEIIAVBEGohBSAGQRBqIQYgB0EEayIHQQBKDQAL' +
  'IAj9HwAgCP0fAZIgCP0fAiAI/R8DkpL9EyEIIAP9EyEJIAQhBwNAIAD9AAQAIAH9AAQAIAj95QH95gEhCiACIAL9AAQAIAr95AH9' +
  'CwQAIAEgCiAJ/eYB/QsEACAAQRBqIQAgAUEQaiEBIAJBEGohAiAHQQRrIgdBAEoNAAsLQQADQCAAIAH9AAQAIAL9AAQAIAD9AAQA' +
  '/YUC/QsEACAAQRBqIQAgAUEQaiEBIAJBEGohAiADQQRrIgNBAEoNAAsLQgADQCAAIAL9EyAA/QAEAP3mASAD/RMgAf0ABAD95gH9' +
  '5AH9CwQAIABBEGohACABQRBqIQEgBEEEayIEQQBKDQALC6UBAgJ/AnsgACEEIAMhBQNAIAT9AAQAIAT9AAQAIAb9hQIhBiAEQRBq' +
  'IQQgBUEEayIFQQBKDQALQwAAgD9DrMUnNyAG/R8AIAb9HwGSIAb9HwIgBv0fA5KSIAOzlZKRlf0TIQcgAyEFA0AgAiAB/QAEACAH' +
  'IAD9AAQA/eYB/eYB/QsEACAAQRBqIQAgAUEQaiEBIAJBEGohAiAFQQRrIgVBAEoNAAsLxgIEBH8CewF9AnsgACEGIAEhByACIQgg' +
  'BSEJA0AgBv0ABAAhDSANIA0gCv2FAiEKIA0gB/0ABAAgCP0ABAD95gEgC/2FAiELIAZBEGohBiAHQRBqIQcgCEEQaiEIIAlBBGsi' +
  'CUEASg0AC0MAAIA/Q6zFJzcgCv0fACAK/R8BkiAK/R8CIAr9HwOSkiAFs5WSkZUhDCAM/RMhDiAMIAwgDJSUIAWzlSAL/R8AIAv9' +
  'HwGSIAv9HwIgC/0fA5KSlP0TIQsgBSEJA0AgAv0ABAAgDv3mASENIAQgBP0ABAAgDSAA/QAEAP3mAf3kAf0LBAAgAyAD/QAEACAN' +
  'IAH9AAQA/eYBIAsgAP0ABAD95gH95QH95AH9CwQAIABBEGohACABQRBqIQEgAkEQaiECIANBEGohAyAEQRBqIQQgCUEEayIJQQBK' +
  'DQALC1gBAXsDQEMAAAAA/RMgAP0ABAAgAf0ABAD95AH96QEhBCAAIAT9CwQAIAIgBCAE/eYB/QsEACAAQRBqIQAgAUEQaiEBIAJB' +
  'EGohAiADQQRrIgNBAEoNAAsLWwEBewNAIAD9AAQAIQQgAf0ABAAgBCAE/eQB/eYBIQQgASAE/QsEACACIAL9AAQAIAT95AH9CwQA' +
  'IABBEGohACABQRBqIQEgAkEQaiECIANBBGsiA0EASg0ACwvNAQEDewNAIAH9AAQAIAT9E/3mASELIAX9EyAC/QAEAP3mAUMAAIA/' +
  'IAWT/RMgC/3mAf3kASEMIAb9EyAD/QAEAP3mAUMAAIA/IAaT/RMgCyAL/eYB/eYB/eQBIQ0gAiAM/QsEACADIA39CwQAIAAgCf0T' +
  'IAD9AAQA/eYBIAf9EyAM/eYBQ3fMKzL9EyAI/RMgDf3mAf3jAf3kAf3nAf3lAf0LBAAgAEEQaiEAIAFBEGohASACQRBqIQIgA0EQ' +
  'aiEDIApBBGsiCkEASg0ACws=';

export function startTeachingKernels(memory: Memory): TeachingKernels {
  return {
    ...(startProgram(PRODUCTS, memory) as Pick<TeachingKernels, 'multiply'>),
    ...(startProgram(ELEMENTWISE, memory) as Omit<TeachingKernels, 'multiply'>),
  };
}
