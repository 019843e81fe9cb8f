import { readFileSync } from 'node:fs';
import { Network } from './network.ts';
import { type NetworkWeights, parseWeights } from './weights.ts';

/** The file of the network that is part of the program. It lies beside this one, or beside the bundle that this one is in. */
export function readShipped(): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(new URL('network.bin', import.meta.url)));
}

export function shippedWeights(): NetworkWeights {
  return parseWeights(readShipped());
}

/** A network of its own. */
export function readNetwork(): Network {
  return new Network(shippedWeights());
}

let shared: Network | undefined;

/** The same for all who read one after the other; read when it is first asked for. */
export function sharedNetwork(): Network {
  return (shared ??= readNetwork());
}
