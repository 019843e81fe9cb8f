import type { EndpointSettings } from '../../settings/settings.ts';
import { ModelFailure } from '../model.ts';
import type { Dialect } from './dialect.ts';
import { openaiChat } from './dialects/openai-chat.ts';
import { openaiCompletions } from './dialects/openai-completions.ts';

/** All dialects, the particular before the general: `auto` takes the first that recognises the settings. */
const dialects: readonly Dialect[] = [openaiCompletions, openaiChat];

/**
 * The dialect that the settings name. `auto` is chat completions, unless the
 * model is known to be served as legacy completions only.
 * @throws ModelFailure when there is no dialect of that name
 */
export function chooseDialect(settings: EndpointSettings): Dialect {
  const { dialect: name } = settings;
  const chosen = dialects.find((dialect) =>
    name === 'auto' ? dialect.recognises(settings) : dialect.name === name,
  );
  if (chosen) return chosen;
  const known = ['auto', ...dialects.map((dialect) => dialect.name)].join(', ');
  throw new ModelFailure(`"${name}" is no dialect: set sureline.endpoint.dialect to one of ${known}.`);
}
