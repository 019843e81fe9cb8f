import { readFileSync } from 'node:fs';
import { Network } from './network.ts';
import { parseWeights } from './weights.ts';

/** The network that is part of the program. Its file lies beside this one, or beside the bundle that this one is in. */
export function readNetwork(): Network {
  return new Network(parseWeights(readFileSync(new URL('network.bin', import.meta.url))));
}

let shared: Network | undefined;

/** The same for all who read one after the other; read when it is first asked for. */
export function sharedNetwork(): Network {
  return (shared ??= readNetwork());
}
