import * as v from 'valibot';
import {
  defaultSettings,
  dialectNames,
  languageKeys,
  type LanguageSettings,
  type Settings,
} from './settings.ts';

/**
 * From whatever an editor sends to a frozen `Settings` and the complaints a
 * person should read. Never throws: what is wrong counts as not set.
 */
export interface Parsed {
  readonly settings: Settings;
  /** One sentence each: what is wrong, and what is used instead. */
  readonly complaints: readonly string[];
}

/** Least and most of the numbers; what lies outside is clamped. The upper ends of `delay` and `maxTokens` only catch slips of the finger. */
export const ranges = Object.freeze({
  cutoff: { least: 0.5, most: 0.9999 },
  delay: { least: 0, most: 10_000 },
  maxTokens: { least: 1, most: 256 },
  topLogprobs: { least: 0, most: 20 },
} as const);

/** What one setting may be, with the words for it in a complaint. */
interface Rule {
  readonly schema: v.GenericSchema;
  readonly wanted: string;
}

const truth: Rule = { schema: v.boolean(), wanted: 'true or false' };
const text: Rule = { schema: v.string(), wanted: 'a text' };
const number: Rule = { schema: v.pipe(v.number(), v.finite()), wanted: 'a number' };
const wholeNumber: Rule = { schema: v.pipe(v.number(), v.integer()), wanted: 'a whole number' };

/** Every setting by its dotted key. */
const rules: Readonly<Record<string, Rule>> = {
  enabled: truth,
  languages: {
    schema: v.record(v.string(), v.union([v.boolean(), v.record(v.string(), v.unknown())])),
    wanted: 'an object from language ids to true, false, or settings of their own',
  },
  cutoff: number,
  delay: number,
  'endpoint.url': {
    schema: v.pipe(v.string(), v.check(isBaseUrl)),
    wanted: 'an http or https URL, or empty',
  },
  'endpoint.model': text,
  'endpoint.dialect': {
    schema: v.picklist(dialectNames),
    wanted: `one of ${dialectNames.map((name) => `"${name}"`).join(', ')}`,
  },
  maxTokens: wholeNumber,
  topLogprobs: wholeNumber,
  push: truth,
  completion: {
    schema: v.picklist(['auto', 'always', 'never']),
    wanted: '"auto", "always" or "never"',
  },
  fineTuning: truth,
  exclude: { schema: v.array(v.string()), wanted: 'a list of globs' },
};

/** Every setting by its dotted key, as in `sureline.endpoint.url`. */
export const settingKeys: readonly string[] = Object.freeze(Object.keys(rules));

/**
 * Reads settings from layers, the later over the earlier. A layer is an object
 * with the settings themselves or with them under `sureline`; null and undefined
 * set nothing, in a layer as in a single setting.
 */
export function parseSettings(...layers: readonly unknown[]): Parsed {
  const complaints: string[] = [];
  const found: Record<string, unknown> = { ...flatten(defaultSettings) };
  for (const layer of layers) {
    for (const [key, value] of Object.entries(flatten(unwrap(layer)))) {
      const problem = problemWith(key, value);
      if (problem !== undefined) complaints.push(problem);
      else found[key] = clamp(key, value, complaints);
    }
  }
  return { settings: freeze(found, complaints), complaints: [...new Set(complaints)] };
}

/** The settings inside `{ sureline: { ... } }`, or the object as it is. */
function unwrap(layer: unknown): unknown {
  return isObject(layer) && isObject(layer['sureline']) ? layer['sureline'] : layer;
}

/** Settings by dotted key, whether they came nested or dotted; without those that are not set. */
function flatten(layer: unknown): Readonly<Record<string, unknown>> {
  if (!isObject(layer)) return {};
  const endpoint = layer['endpoint'];
  const nested = isObject(endpoint) ? Object.entries(endpoint) : [];
  const entries = Object.entries(layer).filter(([key]) => key !== 'endpoint' || !isObject(endpoint));
  const all = [...entries, ...nested.map(([key, value]) => [`endpoint.${key}`, value] as const)];
  return Object.fromEntries(all.filter(([, value]) => value !== null && value !== undefined));
}

/** Why a value cannot be taken, as a sentence; undefined if it can. */
function problemWith(key: string, value: unknown): string | undefined {
  const rule = Object.hasOwn(rules, key) ? rules[key] : undefined;
  if (rule === undefined) {
    const near = nearest(key);
    const hint = near === undefined ? '' : ` Did you mean "sureline.${near}"?`;
    return `Sureline has no setting "sureline.${key}"; it is ignored.${hint}`;
  }
  if (v.is(rule.schema, value)) return undefined;
  return `"sureline.${key}" must be ${rule.wanted}; what is set now is ignored.`;
}

function clamp(key: string, value: unknown, complaints: string[]): unknown {
  const range = Object.entries(ranges).find(([name]) => name === key)?.[1];
  if (range === undefined || typeof value !== 'number') return value;
  const clamped = Math.min(range.most, Math.max(range.least, value));
  if (clamped !== value) {
    complaints.push(
      `"sureline.${key}" must be from ${range.least} to ${range.most}; ${clamped} is used instead of ${value}.`,
    );
  }
  return clamped;
}

/** What is set for one language, by the rules for all of them. */
function ownSettings(languageId: string, own: object, complaints: string[]): LanguageSettings {
  const said: string[] = [];
  const found: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(flatten(own))) {
    const isAllowed = languageKeys.some((known) => known === key);
    const problem =
      isAllowed || !Object.hasOwn(rules, key)
        ? problemWith(key, value)
        : `"sureline.${key}" cannot be set for one language; it is ignored there.`;
    if (problem === undefined) found[key] = clamp(key, value, said);
    else said.push(problem);
  }
  complaints.push(...said.map((complaint) => `For language "${languageId}": ${complaint}`));
  return Object.freeze(found);
}

/** The typed value; each entry of `found` has passed its rule. */
function freeze(found: Readonly<Record<string, unknown>>, complaints: string[]): Settings {
  const take = <Key extends keyof Settings>(key: Key): Settings[Key] => found[key] as Settings[Key];
  return Object.freeze({
    enabled: take('enabled'),
    languages: Object.freeze(
      Object.fromEntries(
        Object.entries(take('languages')).map(([id, own]) => {
          return [id, typeof own === 'boolean' ? own : ownSettings(id, own, complaints)];
        }),
      ),
    ),
    cutoff: take('cutoff'),
    delay: take('delay'),
    endpoint: Object.freeze({
      url: String(found['endpoint.url']),
      model: String(found['endpoint.model']),
      dialect: String(found['endpoint.dialect']),
    }),
    maxTokens: take('maxTokens'),
    topLogprobs: take('topLogprobs'),
    push: take('push'),
    completion: take('completion'),
    fineTuning: take('fineTuning'),
    exclude: Object.freeze([...take('exclude')]),
  });
}

/** The known key that `key` most likely stands for; undefined when none is near. */
function nearest(key: string): string | undefined {
  const group = settingKeys.find((known) => known.startsWith(`${key}.`));
  if (group !== undefined) return group;
  const lower = key.toLowerCase();
  const last = lower.slice(lower.lastIndexOf('.') + 1);
  const byDistance = settingKeys
    .map((known) => {
      const name = known.toLowerCase();
      const parts = [distance(lower, name), distance(last, name.slice(name.lastIndexOf('.') + 1))];
      return { known, distance: Math.min(...parts) };
    })
    .sort((one, other) => one.distance - other.distance);
  const best = byDistance[0];
  return best && best.distance <= Math.max(1, key.length / 3) ? best.known : undefined;
}

/** Levenshtein's: insertions, deletions and replacements from one text to the other. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let index = 0; index < one.length; index++) {
    const next = [index + 1];
    for (let column = 0; column < other.length; column++) {
      const replaced = (row[column] ?? 0) + (other[column] === one[index] ? 0 : 1);
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}

function isBaseUrl(value: string): boolean {
  return value === '' || (URL.canParse(value) && /^https?:$/.test(new URL(value).protocol));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
