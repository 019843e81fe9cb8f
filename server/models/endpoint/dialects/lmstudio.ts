import type { Dialect } from '../dialect.ts';
import { familyOf } from '../families.ts';
import { chatRoute } from './routes/chat.ts';
import { completionsRoute } from './routes/completions.ts';
import { ownedBy } from './shapes/model-list.ts';

/** LM Studio from 0.4.1 on; older versions answer without logprobs. Reasoning cannot be turned off: another model has to be chosen. */
export const lmstudio: Dialect = {
  name: 'lmstudio',
  remedy: 'update LM Studio to 0.4.1 or newer, or choose another model',
  port: 1234,
  sign: { path: '/v1/models', tells: ownedBy('organization_owner') },
  routes: (model) => [
    ...(familyOf(model) ? [completionsRoute(model, { hidesTokens: true })] : []),
    chatRoute({ hidesTokens: true }),
  ],
};
