import type { Dialect } from '../dialect.ts';
import { chatRoute } from './routes/chat.ts';

/** OctoAI, where it is still hosted: chat, without the bytes of tokens. */
export const octoai: Dialect = {
  name: 'octoai',
  hosts: /(^|\.)octoai\.(cloud|run)$/,
  routes: () => [chatRoute()],
};
