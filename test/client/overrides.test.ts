import assert from 'node:assert/strict';
import { test } from 'node:test';
import { languageKeys, withOverrides } from '../../client/overrides.ts';

/** Values by setting and, for single languages, by language. */
type Overrides = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** What the server is told of settings that VS Code keeps like this. */
function check(languages: object | undefined, overrides: Overrides, expected: object): void {
  const sectionFor = (languageId?: string) => ({
    get: (key: string) => overrides[key]?.[languageId ?? ''],
    inspect: (key: string) => ({ languageIds: overrides[key] && Object.keys(overrides[key]) }),
  });
  const settings = { cutoff: 0.95, ...(languages && { languages }) };
  const told = withOverrides(settings, ['enabled', 'cutoff'], sectionFor);
  assert.deepEqual(told, { cutoff: 0.95, languages: expected });
}

test('overrides are told as settings of the language, over those that it has', () => {
  check(undefined, {}, {});
  check({ go: false }, {}, { go: false });
  check({}, { cutoff: { python: 0.98 } }, { python: { cutoff: 0.98 } });
  check(
    { go: false },
    { cutoff: { python: 0.98, go: 0.9 }, enabled: { python: false } },
    { go: { enabled: false, cutoff: 0.9 }, python: { enabled: false, cutoff: 0.98 } },
  );
  check({ go: false }, { enabled: { go: true } }, { go: { enabled: true } });
  check({ go: { cutoff: 0.8, delay: 5 } }, { cutoff: { go: 0.9 } }, { go: { cutoff: 0.9, delay: 5 } });
});

test('which settings a language may have is what package.json says', () => {
  const properties = {
    'sureline.cutoff': { scope: 'language-overridable' },
    'sureline.exclude': {},
    'sureline.enabled': { scope: 'language-overridable' },
    'sureline.endpoint.url': { scope: 'window' },
  };
  assert.deepEqual(languageKeys(properties), ['cutoff', 'enabled']);
});
