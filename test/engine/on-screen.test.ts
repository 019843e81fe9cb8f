import { describe, it } from 'node:test';
import { tokens } from '../support/tokens.ts';
import { check, type Event, type Scenario } from './session.ts';

type Row = readonly [name: string, scenario: Scenario, events: readonly Event[], screens: readonly string[]];

const sure = { workspace: { f: tokens('oo .97') } };

const rows: readonly Row[] = [
  ['typed over, it is not shown at that place again', sure, ['fx⌫'], ['f█', 'f[oo]', 'fx█', 'f█']],
  [
    'nor more of it',
    { workspace: { f: tokens('oo .97 → bar .99') } },
    ['fx⌫'],
    ['f█', 'f[oobar]', 'fx█', 'f█'],
  ],
  ['but elsewhere', sure, ['fx f'], ['f█', 'f[oo]', 'fx█', 'fx █', 'fx f█', 'fx f[oo]']],
  ['typed along and back, it was not rejected', sure, ['fo⌫'], ['f█', 'f[oo]', 'fo[o]', 'f█', 'f[oo]']],
  [
    'after a while it is',
    sure,
    ['fx', ...Array.from({ length: 30 }, () => 'x⌫'), '⌫'],
    [
      'f█',
      'f[oo]',
      ...Array.from({ length: 31 }, () => ['fx█', 'fxx█'])
        .flat()
        .slice(0, -1),
      'f█',
      'f[oo]',
    ],
  ],
];

describe('what was on the screen', () => {
  for (const [name, scenario, events, screens] of rows) it(name, () => check(scenario, events, { screens }));

  it('says so', () =>
    check(sure, ['fx⌫'], { told: ['f[oo] 0.970 workspace', 'fx█ ruled-out', 'f█ rejected'] }));

  it('stays while it is typed along, though a nearer reply is now sure of another text', () =>
    check(
      {
        endpoint: [{ steps: tokens('foobar .97') }],
        workspace: { fo: tokens('x .99') },
      },
      ['f', 75, 'ob', 0],
      { screens: ['f█', 'f[oobar]', 'fo[obar]', 'fob█', 'fob█'].slice(0, 4) },
    ));
});
