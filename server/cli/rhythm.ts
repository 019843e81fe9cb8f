/**
 * When the next key comes. A person's intervals between keys are drawn from a
 * published distribution, the same ones for the same seed.
 */
export type Rhythm = () => number;

/**
 * Milliseconds between two keys: mean and standard deviation over 168,000
 * typists in Dhakal, Feit, Kristensson and Oulasvirta, "Observations on Typing
 * from 136 Million Keystrokes" (CHI 2018). The spread is the one between
 * typists; it stands for the spread within one, too, as a log-normal.
 */
const MEAN_MS = 238.656;
const DEVIATION_MS = 111.6;

/** @param seed any integer */
export function humanRhythm(seed: number): Rhythm {
  const variance = Math.log(1 + (DEVIATION_MS / MEAN_MS) ** 2);
  const location = Math.log(MEAN_MS) - variance / 2;
  const uniform = uniformNumbers(seed);
  return () => Math.exp(location + Math.sqrt(variance) * standardNormal(uniform));
}

/** Box and Muller's transform of two uniform numbers. */
function standardNormal(uniform: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** Numbers from 0 to below 1, from a 32-bit counter whose bits are mixed. */
export function uniformNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
  };
}
