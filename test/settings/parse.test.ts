import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseSettings, ranges } from '../../server/settings/parse.ts';
import { defaultSettings, type Settings, settingsFor } from '../../server/settings/settings.ts';

/** Reads the layers and compares with what differs from the defaults, and with the beginning of each complaint. */
function check(
  layers: readonly unknown[],
  changes: Partial<Settings>,
  complaints: readonly string[] = [],
): void {
  const parsed = parseSettings(...layers);
  assert.deepEqual(parsed.settings, { ...defaultSettings, ...changes });
  assert.equal(parsed.complaints.length, complaints.length, parsed.complaints.join('\n'));
  for (const [index, complaint] of complaints.entries()) {
    assert.ok(parsed.complaints[index]?.startsWith(complaint), `${parsed.complaints[index]}\n${complaint}`);
  }
}

const endpoint = (changes: Partial<Settings['endpoint']>) => ({
  endpoint: { ...defaultSettings.endpoint, ...changes },
});

test('nothing set means the defaults', () => {
  for (const layer of [undefined, null, {}, { sureline: {} }, [], 'text', 7, true]) check([layer], {});
  check([{ cutoff: null, endpoint: null, exclude: undefined }], {});
});

test('every setting is taken, bare or under "sureline", nested or dotted', () => {
  check([{ sureline: { enabled: false, push: false } }], { enabled: false, push: false });
  check([{ cutoff: 0.9, delay: 200, maxTokens: 5, topLogprobs: 5 }], {
    cutoff: 0.9,
    delay: 200,
    maxTokens: 5,
    topLogprobs: 5,
  });
  check([{ languages: { markdown: false }, completion: 'never', exclude: ['*.csv'] }], {
    languages: { markdown: false },
    completion: 'never',
    exclude: ['*.csv'],
  });
  const url = 'http://localhost:11434';
  check(
    [{ endpoint: { url, model: 'a', dialect: 'ollama' } }],
    endpoint({ url, model: 'a', dialect: 'ollama' }),
  );
  check([{ 'endpoint.url': url }], endpoint({ url }));
});

test('a later layer lies over an earlier one, key by key', () => {
  check([{ cutoff: 0.9, delay: 50 }, { cutoff: 0.8 }], { cutoff: 0.8, delay: 50 });
  check(
    [{ endpoint: { model: 'a' } }, { endpoint: { url: 'https://b' } }],
    endpoint({ url: 'https://b', model: 'a' }),
  );
  check([{ cutoff: 0.9 }, { cutoff: null }], { cutoff: 0.9 });
  check([{ cutoff: 0.9 }, { cutoff: 'high' }], { cutoff: 0.9 }, ['"sureline.cutoff" must be a number']);
});

test('the wrong type counts as not set, and is said', () => {
  const cases: readonly (readonly [object, string])[] = [
    [{ enabled: 'yes' }, '"sureline.enabled" must be true or false'],
    [{ languages: ['js'] }, '"sureline.languages" must be an object'],
    [{ languages: { js: 'off' } }, '"sureline.languages" must be an object'],
    [{ cutoff: '0.9' }, '"sureline.cutoff" must be a number'],
    [{ cutoff: NaN }, '"sureline.cutoff" must be a number'],
    [{ delay: Infinity }, '"sureline.delay" must be a number'],
    [{ maxTokens: 1.5 }, '"sureline.maxTokens" must be a whole number'],
    [{ completion: 'sometimes' }, '"sureline.completion" must be "auto", "always" or "never"'],
    [{ exclude: '*.csv' }, '"sureline.exclude" must be a list of globs'],
    [{ exclude: [1] }, '"sureline.exclude" must be a list of globs'],
    [{ endpoint: { url: 'localhost:11434' } }, '"sureline.endpoint.url" must be an http or https URL'],
    [{ endpoint: { url: 'file:///etc' } }, '"sureline.endpoint.url" must be an http or https URL'],
    [{ endpoint: { model: 7 } }, '"sureline.endpoint.model" must be a text'],
  ];
  for (const [layer, complaint] of cases) check([layer], {}, [complaint]);
});

test('what is out of range is clamped, and said', () => {
  const cases: readonly (readonly [keyof typeof ranges, number, number])[] = [
    ['cutoff', 0.2, 0.5],
    ['cutoff', 1, 0.9999],
    ['cutoff', -Number.MAX_VALUE, 0.5],
    ['delay', -1, 0],
    ['delay', 60_000, 10_000],
    ['maxTokens', 0, 1],
    ['topLogprobs', 100, 20],
  ];
  for (const [key, set, used] of cases) {
    check([{ [key]: set }], { [key]: used }, [`"sureline.${key}" must be from`]);
  }
});

test('an unknown setting is named once, with the nearest known one where there is one', () => {
  const unknown = (key: string, near?: string) =>
    `Sureline has no setting "sureline.${key}"; it is ignored.${near === undefined ? '' : ` Did you mean "sureline.${near}"?`}`;
  const cases: readonly (readonly [object, string])[] = [
    [{ cuttoff: 0.9 }, unknown('cuttoff', 'cutoff')],
    [{ maxtokens: 3 }, unknown('maxtokens', 'maxTokens')],
    [{ endpoint: { uri: 'x' } }, unknown('endpoint.uri', 'endpoint.url')],
    [{ model: 'x' }, unknown('model', 'endpoint.model')],
    [{ endpoint: 'http://localhost' }, unknown('endpoint', 'endpoint.url')],
    [{ telemetryInterval: 1 }, unknown('telemetryInterval')],
    [{ constructor: 1 }, unknown('constructor')],
  ];
  for (const [layer, complaint] of cases) check([layer], {}, [complaint]);
  check([{ cuttoff: 1 }, { cuttoff: 2 }], {}, ['Sureline has no setting "sureline.cuttoff"']);
});

test('whatever is sent, the result is a frozen whole and within the ranges', () => {
  const key = fc.constantFrom(...Object.keys(defaultSettings), 'sureline', 'endpoint.url', 'x');
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.dictionary(key, fc.anything()), fc.anything())), (layers) => {
      const { settings } = parseSettings(...layers);
      assert.deepEqual(Object.keys(settings), Object.keys(defaultSettings));
      assert.ok(
        Object.isFrozen(settings) && Object.isFrozen(settings.endpoint) && Object.isFrozen(settings.exclude),
      );
      for (const [name, { least, most }] of Object.entries(ranges)) {
        const value = settings[name as keyof typeof ranges];
        assert.ok(value >= least && value <= most, `${name}: ${value}`);
      }
    }),
  );
});

test('a language may have settings of its own, by the rules for all of them', () => {
  const python = { enabled: false, cutoff: 0.98, delay: 5, maxTokens: 4, push: false };
  check([{ languages: { python, go: true } }], { languages: { python, go: true } });
  const cases: readonly (readonly [object, object, string])[] = [
    [{ cutoff: 2 }, { cutoff: 0.9999 }, 'For language "python": "sureline.cutoff" must be from'],
    [{ cutoff: 'high' }, {}, 'For language "python": "sureline.cutoff" must be a number'],
    [
      { endpoint: { url: 'https://a' } },
      {},
      'For language "python": "sureline.endpoint.url" cannot be set for one language',
    ],
    [{ cutof: 0.9 }, {}, 'For language "python": Sureline has no setting "sureline.cutof"'],
  ];
  for (const [own, taken, complaint] of cases) {
    check([{ languages: { python: own } }], { languages: { python: taken } }, [complaint]);
  }
});

test('what holds for a language is its own over that of all', () => {
  const { settings } = parseSettings({ cutoff: 0.9, languages: { python: { cutoff: 0.98 }, go: false } });
  const table = ['python', 'go', 'rust', 'toString'].map((id) => {
    const { enabled, cutoff } = settingsFor(settings, id);
    return [id, enabled, cutoff];
  });
  assert.deepEqual(table, [
    ['python', true, 0.98],
    ['go', false, 0.9],
    ['rust', true, 0.9],
    ['toString', true, 0.9],
  ]);
});
