import { noProxy } from '../../server/lsp/proxy.ts';
import { createSend } from '../../server/main/send.ts';
import type { Send } from '../../server/models/endpoint/send.ts';

/** The real sockets, with nothing of this machine's environment. */
export const direct: Send = createSend({ environment: {}, proxy: noProxy });
