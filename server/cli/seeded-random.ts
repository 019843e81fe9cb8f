/**
 * Numbers from 0 up to below 1, the same from the same seed: a linear congruence
 * (Numerical Recipes' factors). Its low bits repeat soon, which as a fraction does not matter.
 * @param seed any integer
 */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
