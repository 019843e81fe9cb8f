import { silentLog } from '../base/log.ts';
import type { Model } from '../models/model.ts';
import type { EndpointSettings } from '../settings/settings.ts';
import type { Invocation } from './invocation.ts';

/** The endpoint's model, with its key from the environment; undefined where no endpoint is set. A failure is told once on standard error. */
export async function endpointFor(
  settings: EndpointSettings,
  { terminal, clock, send, environment }: Invocation,
): Promise<Model | undefined> {
  if (settings.url === '') return undefined;
  // Loaded only when wanted: the client library is large.
  const { EndpointModel } = await import('../models/endpoint/endpoint-model.ts');
  const { environmentKey } = await import('../models/endpoint/api-key.ts');
  const key = environmentKey(environment, settings.url);
  return new EndpointModel({
    settings,
    send,
    apiKey: () => Promise.resolve(key),
    clock,
    log: silentLog,
    onState: (state) => {
      if (state !== 'ok') terminal.err(`sureline: ${state.failed}\n`);
    },
  });
}
