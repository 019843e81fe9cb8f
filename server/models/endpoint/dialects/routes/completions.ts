import { familyOf } from '../../families.ts';
import type { Ask, Route } from '../../dialect.ts';
import { readCompletion } from '../shapes/choice.ts';
import { below } from './url.ts';

/** Legacy completions: the model simply goes on with the text, or fills in the middle where its family's template is known. */
export interface CompletionsRoute {
  readonly maxTopLogprobs?: number;
  /** 0 where logprobs are those before the temperature. */
  readonly temperature?: number;
  /** The server fills in the middle by itself, by the parameter `suffix`. */
  readonly takesSuffix?: boolean;
  /** Most texts to stop at that are accepted. */
  readonly mostStops?: number;
  readonly hidesTokens?: boolean;
  readonly keyHeader?: string;
  readonly url?: (baseUrl: string) => string;
}

/** The legacy route of one dialect, for one model. */
export function completionsRoute(model: string, route: CompletionsRoute = {}): Route {
  const { maxTopLogprobs = 20, takesSuffix = false, hidesTokens, keyHeader } = route;
  const fillsInMiddle = takesSuffix || familyOf(model) !== undefined;
  return {
    name: routeName(takesSuffix, fillsInMiddle),
    fillsInMiddle,
    maxTopLogprobs,
    mayEcho: false,
    ...(hidesTokens ? { hidesTokens } : {}),
    ...(keyHeader === undefined ? {} : { keyHeader }),
    url: route.url ?? ((baseUrl) => below(baseUrl, '/completions')),
    request: (ask) => ({
      model: ask.model,
      ...(takesSuffix ? withSuffix(ask) : rawPrompt(ask, route.mostStops)),
      temperature: route.temperature ?? 0,
      n: 1,
      stream: true,
      max_tokens: ask.maxTokens,
      logprobs: ask.topLogprobs,
    }),
    read: readCompletion,
  };
}

function routeName(takesSuffix: boolean, fillsInMiddle: boolean): string {
  if (takesSuffix) return 'completions with suffix';
  return fillsInMiddle ? 'completions by template' : 'completions';
}

function withSuffix({ before, after }: Ask): { prompt: string; suffix?: string } {
  return after === '' ? { prompt: before } : { prompt: before, suffix: after };
}

/** The text as the model itself reads it: by its family's template, or only what comes before the cursor. */
export function rawPrompt(ask: Ask, mostStops = 16): { prompt: string; stop?: readonly string[] } {
  const family = familyOf(ask.model);
  if (family === undefined) return { prompt: ask.before };
  const stop = family.stops.slice(0, mostStops);
  return { prompt: family.prompt(ask), ...(stop.length > 0 ? { stop } : {}) };
}
