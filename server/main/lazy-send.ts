import type { Send } from '../models/endpoint/send.ts';
import type { Network } from './send.ts';

/** Sends requests as `createSend` does. Sockets and TLS are loaded with the first one: a server starts faster without them, and most need them never. */
export function lazySend(network: Network): Send {
  let loading: Promise<Send> | undefined;
  return async (url, request) => {
    loading ??= import('./send.ts').then(({ createSend }) => createSend(network));
    const send = await loading;
    return send(url, request);
  };
}
