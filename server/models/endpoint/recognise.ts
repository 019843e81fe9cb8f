import type { EndpointSettings } from '../../settings/settings.ts';
import { ModelFailure } from '../model.ts';
import type { Dialect, Sign } from './dialect.ts';
import { dialects } from './dialects/all.ts';
import { openaiChat } from './dialects/openai-chat.ts';
import { openaiCompletions } from './dialects/openai-completions.ts';
import { familyOf } from './families.ts';

/**
 * Which dialect an endpoint speaks: pure tables over its settings, and over what
 * it answered. Who asks it, and remembers, is `approach`.
 */

/** What came back from the path of a sign: JSON, or text where it is none. Paths that answered with an error are left out. */
export type Answers = ReadonlyMap<string, unknown>;

/**
 * The dialect that the settings name, or the one of a service known by its host;
 * undefined where the endpoint has to be asked.
 * @throws ModelFailure when there is no dialect of that name
 */
export function dialectBySettings({ dialect: name, url, model }: EndpointSettings): Dialect | undefined {
  if (name === 'auto') {
    const { hostname } = new URL(url);
    return dialects.find(({ hosts, models }) => hosts?.test(hostname) && (models?.test(model) ?? true));
  }
  const named = dialects.find((dialect) => dialect.name === name);
  if (named) return named;
  const known = ['auto', ...dialects.filter(isUsable).map((dialect) => dialect.name)].join(', ');
  throw new ModelFailure(`"${name}" is no dialect: set sureline.endpoint.dialect to one of ${known}.`);
}

/** The signs worth asking for, each path once: first the one that the port hints at. */
export function signPaths({ url }: EndpointSettings): readonly string[] {
  const hinted = dialects.filter((dialect) => isAtItsPort(dialect, url));
  const all = [...hinted, ...dialects].map(({ sign }) => sign?.path);
  return [...new Set(all.filter((path) => path !== undefined))];
}

/** Whether one answer already tells the dialect. */
export function isTold(answers: Answers): boolean {
  return dialects.some(({ sign }) => sign && isMet(sign, answers));
}

/** The dialect of an endpoint that was asked: by what it answered, by its port, or else the general one for the model. */
export function dialectByAnswers(answers: Answers, { url, model }: EndpointSettings): Dialect {
  return (
    dialects.find(({ sign }) => sign && isMet(sign, answers)) ??
    dialects.find((dialect) => isAtItsPort(dialect, url)) ??
    dialects.find(({ models }) => models?.test(model)) ??
    (familyOf(model) ? openaiCompletions : openaiChat)
  );
}

/** Whether any model of this dialect can give probabilities. */
export function isUsable(dialect: Dialect): boolean {
  return dialect.routes('').length > 0;
}

function isMet({ path, tells }: Sign, answers: Answers): boolean {
  return answers.has(path) && tells(answers.get(path));
}

function isAtItsPort({ port }: Dialect, url: string): boolean {
  return port !== undefined && new URL(url).port === String(port);
}
