import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parseSettings, ranges, settingKeys } from '../../server/settings/parse.ts';
import { defaultSettings, languageKeys } from '../../server/settings/settings.ts';

/** One setting as VS Code's settings page reads it. */
interface Described {
  readonly type: string;
  readonly scope?: string;
  readonly default: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly string[];
  readonly markdownDescription?: string;
}

const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
const described: Readonly<Record<string, Described>> = JSON.parse(text).contributes.configuration.properties;

/** The value of a dotted key. */
function valueAt(object: object, key: string): unknown {
  return key.split('.').reduce<unknown>((value, part) => (value as Record<string, unknown>)[part], object);
}

/** What package.json says of a setting and what the server makes of it. */
function check(
  key: string,
  { type, scope, default: byDefault, minimum, maximum, enum: names }: Described,
): void {
  assert.deepEqual(byDefault, valueAt(defaultSettings, key));
  const jsonType = Array.isArray(byDefault) ? 'array' : typeof byDefault;
  assert.equal(type === 'integer' ? 'number' : type, jsonType);
  const range = Object.entries(ranges).find(([name]) => name === key)?.[1];
  assert.deepEqual([minimum, maximum], [range?.least, range?.most]);
  const complaintsAbout = (value: unknown) => parseSettings({ [key]: value }).complaints.length;
  assert.equal(complaintsAbout(byDefault), 0);
  for (const name of names ?? []) assert.equal(complaintsAbout(name), 0);
  if (names) assert.equal(complaintsAbout('no such name'), 1);
  if (type === 'integer') assert.equal(complaintsAbout(1.5), 1);
  const isForLanguages = languageKeys.some((known) => known === key);
  assert.equal(scope === 'language-overridable', isForLanguages, key);
}

test('package.json describes every setting, and no other', () => {
  assert.deepEqual(
    Object.keys(described),
    settingKeys.map((key) => `sureline.${key}`),
  );
});

test('defaults, types, ranges and names are those of the server', () => {
  for (const key of settingKeys) {
    const setting = described[`sureline.${key}`];
    assert.ok(setting);
    assert.ok(setting.markdownDescription?.endsWith('.'), key);
    check(key, setting);
  }
});

test('one language may have what VS Code overrides by language, with the same types and ranges', () => {
  const own = JSON.parse(text).contributes.configuration.properties['sureline.languages'];
  const same = languageKeys.map((key) => {
    const { type, minimum, maximum } = described[`sureline.${key}`] ?? { type: '' };
    return [key, { type, ...(minimum !== undefined && { minimum, maximum }) }];
  });
  assert.deepEqual(own.additionalProperties.properties, Object.fromEntries(same));
});
