import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { type Replayed, report, reportJson } from '../../server/cli/report.ts';

/** A file of 200 characters, ten of them blank: 100 keys, four suggestions of six characters, one of them wrong. */
function replayed(name: string, mode: Replayed['mode'], wrong = 1): Replayed {
  const suggestions = [0, 1, 2, 3].map((index) => ({
    length: 6,
    visible: index === 3 ? 2 : 6,
    confidence: 0.9,
    isRight: index >= wrong,
  }));
  return {
    name,
    language: 'Go',
    mode,
    line: {
      requests: 3,
      tokens: 1200,
      tokensAsked: 1500,
      repeated: 0,
      unanswered: 1,
      'typed-along': 5,
      'ruled-out': 2,
      'in-flight': 1,
    },
    session: {
      characters: 200,
      visible: 190,
      acceptedCharacters: 100,
      acceptedVisible: 95,
      keysByHand: 200,
      keys: 100,
      suggestions,
      withdrawn: 1,
      waits: [0.5, 1.5],
    },
  };
}

const conditions = { cutoff: 0.95, givesIndent: false, seed: 1 };

function check(rows: readonly Replayed[], expected: string): void {
  assert.equal(report(rows, conditions, false), expected);
  assert.equal(
    stripVTControlCharacters(report(rows, conditions, true)),
    expected,
    'colours change no character',
  );
}

test('report: two files and their sum', () => {
  check(
    [replayed('a.go', 'whole'), replayed('longer.go', 'whole', 2)],
    `Whole files, typed from an empty document (cutoff 0.95)
           language  characters  shown   right  right of 3+  coverage  non-blank  keys saved  p50 ms  p99 ms
a.go       Go               200      4  75.0 %       66.7 %    50.0 %     50.0 %      50.0 %    0.50    1.50
longer.go  Go               200      4  50.0 %       33.3 %    50.0 %     50.0 %      50.0 %    0.50    1.50
all                         400      8  62.5 %       50.0 %    50.0 %     50.0 %      50.0 %    0.50    1.50
from row to row: right 50.0 % to 75.0 %; coverage 50.0 % to 50.0 %; keys saved 50.0 % to 50.0 %
per 1,000 keys: 40 shown, 15.0 wrong, 10.0 gone; mean length 6.0
claimed 90.0 %, held 62.5 %, off by 0.400
endpoint: 6 requests (30 per 1,000 keys, 0 asked twice, 2 given up before the first token); 2,400 tokens (12.00 per accepted character), 600 fewer than asked for
shown without asking: 10 typed along, 4 by what was ruled out, 2 from a reply on its way

`,
  );
});

test('report: one file has no sum and no range', () => {
  check(
    [replayed('a.go', 'runs')],
    `Missing runs of lines, typed into the otherwise finished file (cutoff 0.95)
      language  characters  shown   right  right of 3+  coverage  non-blank  keys saved  p50 ms  p99 ms
a.go  Go               200      4  75.0 %       66.7 %    50.0 %     50.0 %      50.0 %    0.50    1.50
per 1,000 keys: 40 shown, 10.0 wrong, 10.0 gone; mean length 6.0
claimed 90.0 %, held 75.0 %, off by 0.300
endpoint: 3 requests (30 per 1,000 keys, 0 asked twice, 1 given up before the first token); 1,200 tokens (12.00 per accepted character), 300 fewer than asked for
shown without asking: 5 typed along, 2 by what was ruled out, 1 from a reply on its way

`,
  );
});

test('report: nothing shown is a dash, not a number', () => {
  const { session, ...row } = replayed('a.go', 'whole');
  const silent = { ...row, session: { ...session, suggestions: [] } };
  const [, , figures = ''] = report([silent], conditions, false).split('\n');
  assert.match(figures, /^a\.go +Go +200 +0 +- +- /);
});

test('report: machines get each row, the sum of each mode, and what it depends on', () => {
  const told: unknown = JSON.parse(
    reportJson([replayed('a.go', 'whole'), replayed('a.go', 'runs'), replayed('b.go', 'runs')], conditions),
  );
  assert.partialDeepStrictEqual(told, {
    conditions,
    pooled: [
      { mode: 'whole', characters: 200, requests: 3 },
      { mode: 'runs', characters: 400, requests: 6, shareRight: 0.75, coverage: 0.5 },
    ],
    rows: [{ name: 'a.go' }, { name: 'a.go' }, { name: 'b.go', language: 'Go', waitP99: 1.5 }],
  });
});
