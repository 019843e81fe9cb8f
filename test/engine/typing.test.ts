import { describe, it } from 'node:test';
import { tokens } from '../support/tokens.ts';
import { check, type Event, type Scenario } from './session.ts';

type Row = readonly [name: string, scenario: Scenario, events: readonly Event[], screens: readonly string[]];

const accept: Event = (session) => session.accept();

const rows: readonly Row[] = [
  [
    'typed along, it shrinks by what is typed',
    { workspace: { f: tokens('oo .97') } },
    ['foo'],
    ['f█', 'f[oo]', 'fo[o]', 'foo█'],
  ],
  [
    'although the model in process would say something else now',
    { workspace: { f: tokens('oobar .97'), fo: tokens('x .99'), foo: tokens('.9 .97') } },
    ['foob'],
    ['f█', 'f[oobar]', 'fo[obar]', 'foo[bar]', 'foob[ar]'],
  ],
  [
    'typed to its end, the model in process decides anew',
    { workspace: { f: tokens('oo .97 → bar .9') } },
    ['foob'],
    ['f█', 'f[oo]', 'fo[o]', 'foo█', 'foob█'],
  ],
  [
    'it grows by what extends it',
    { workspace: { f: tokens('oo .97'), fo: tokens('o .99 → bar .99') } },
    ['fo'],
    ['f█', 'f[oo]', 'fo[o]', 'fo[obar]'],
  ],
  [
    'typed another way, it goes, and what is known of that way is shown without asking',
    { endpoint: [{ steps: tokens('·foo .97 | ·bar .029 → ( .97') }] },
    [' ', 75, 'b', 1000],
    [' █', ' [foo]', ' b█', ' b[ar]'],
  ],
  [
    'what was split becomes sure by the first letter',
    { endpoint: [{ steps: tokens('Breaking .45 | The .2 | A .1 → ·news .97') }] },
    ['B', 75, 'r', 0, '⌫T', 0],
    ['B█', 'Br█', 'Br[eaking news]', 'B█', 'BT█'],
  ],
  [
    'deleted back, it is shown again',
    { workspace: { fo: tokens('obar .97') } },
    ['foo⌫'],
    ['f█', 'fo█', 'fo[obar]', 'foo[bar]', 'fo█', 'fo[obar]'],
  ],
  [
    'accepted, the rest of the same reply is read on',
    { settings: { cutoff: 0.9 }, endpoint: [{ steps: tokens('foo .95 → bar .9 → ( .99') }] },
    ['f', 75, accept, 0],
    ['f█', 'f[oo]', 'foo█'],
  ],
  [
    'and shown once the letter that decides is typed',
    { settings: { cutoff: 0.9 }, endpoint: [{ steps: tokens('foo .95 → bar .89 → ( .99') }] },
    ['f', 75, accept, 'b', 0],
    ['f█', 'f[oo]', 'foo█', 'foob█', 'foob[ar(]'],
  ],
  [
    'a short sure text is joined by a longer one on the next key typed along',
    { workspace: { f: tokens('o .97') }, endpoint: [{ steps: tokens('foo .98 → bar .99') }] },
    ['fo', 75],
    ['f█', 'f[o]', 'fo█', 'fo[obar]'],
  ],
  [
    'an extension waits for no key if it is there before anything is shown',
    { endpoint: [{ steps: tokens('foo .98 → bar .99'), every: 10 }] },
    ['f', 200],
    ['f█', 'f[oobar]'],
  ],
  [
    'a bracket that the editor closes makes no other place',
    { workspace: { f: tokens('oo(bar .97') } },
    ['foo', (session) => session.edit('('), (session) => session.ask('automatic')],
    ['f█', 'f[oo(bar]', 'fo[o(bar]', 'foo[(bar]', 'foo([bar]'],
  ],
  [
    'what has become unsure under another cutoff is not brought back',
    { workspace: { f: tokens('oo .97') } },
    ['f', (session) => session.configure({ cutoff: 0.9999 }), 'o'],
    ['f█', 'f[oo]', 'fo█'],
  ],
  [
    'the filters cut the rest as they cut the whole',
    { source: '█)', workspace: { f: tokens('oo .99 → ) .99') } },
    ['foo'],
    ['f█', 'f[oo]', 'fo[o]', 'foo█'],
  ],
];

describe('what is on the screen while someone types', () => {
  for (const [name, scenario, events, screens] of rows) it(name, () => check(scenario, events, { screens }));
});
