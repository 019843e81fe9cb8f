import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Evidence } from '../../../server/models/workspace/evidence.ts';
import { History } from '../../../server/models/workspace/history.ts';
import { shownUnit } from '../../../server/models/workspace/indentation.ts';
import { tokenize } from '../../../server/models/workspace/lexer.ts';
import { Neighbourhood } from '../../../server/models/workspace/neighbourhood.ts';
import { Vocabulary } from '../../../server/models/workspace/vocabulary.ts';

const STYLE = { unit: '  ', lineBreak: '\n' } as const;
const OWN = 'file:///own.ts';

/** A workspace whose documents come and go, and what its neighbourhood tells of `x = a.` */
class Place {
  readonly #vocabulary = new Vocabulary();
  readonly texts: Map<string, string>;
  readonly neighbourhood: Neighbourhood;

  constructor(texts: Readonly<Record<string, string>>) {
    this.texts = new Map(Object.entries(texts));
    this.neighbourhood = new Neighbourhood(this.#vocabulary, {
      documents: () => this.texts.keys(),
      tokensOf: (uri) => this.#tokensOf(this.texts.get(uri) ?? ''),
      unitOf: (uri) => shownUnit(this.texts.get(uri) ?? ''),
    });
    this.neighbourhood.moveTo(OWN);
  }

  /** After so many keys. */
  check(keys: number, expected: readonly string[]): void {
    for (let key = 0; key < keys; key++) this.neighbourhood.step();
    const history = new History(this.#vocabulary);
    for (const id of this.#tokensOf('x = a.')) history.push(id);
    const evidence = new Evidence();
    const question = history.lookUp(evidence);
    this.neighbourhood.neighbours?.lookUp(question, evidence);
    evidence.accumulate();
    const known = [...evidence.ids.subarray(0, evidence.size)].map((id) => this.#vocabulary.word(id));
    assert.deepEqual(known.filter((word) => /\w/.test(word)).toSorted(), expected);
  }

  #tokensOf(text: string): number[] {
    const tokens: number[] = [];
    tokenize(text, 0, STYLE, (word) => tokens.push(this.#vocabulary.intern(word)));
    return tokens;
  }
}

it('tells of other documents, not of the one being edited', () =>
  new Place({ [OWN]: 'x = a.own', 'file:///b.ts': 'x = a.b' }).check(1, ['b']));

it('reads a little at each step', () => {
  const place = new Place({ 'file:///b.ts': `${'z;\n'.repeat(125)}x = a.late` });
  place.check(1, []);
  place.check(1, ['late']);
});

it('tells what was known until what was learnt since is read', () => {
  const place = new Place({ 'file:///b.ts': 'x = a.before' });
  place.check(1, ['before']);
  place.texts.set('file:///b.ts', `${'z;\n'.repeat(125)}x = a.after`);
  place.neighbourhood.outdate();
  place.check(2, ['before']);
  place.check(1, ['after']);
});

it('tells nothing of a document from the moment it is forgotten', () => {
  const place = new Place({ 'file:///b.ts': 'x = a.secret', 'file:///c.ts': 'x = a.known' });
  place.check(1, ['known', 'secret']);
  place.texts.delete('file:///b.ts');
  place.neighbourhood.forget(['file:///b.ts']);
  place.check(0, []);
  place.check(1, ['known']);
});

it('reads first what was edited lately', () => {
  const much = 'z;\n'.repeat(13_000);
  const [near, far] = ['file:///near.ts', 'file:///far/away.txt'];
  const place = new Place({ [near]: much, [far]: 'x = a.far' });
  const keys = 100;
  place.check(keys, []);
  place.neighbourhood.moveTo(far);
  place.neighbourhood.edit();
  place.neighbourhood.moveTo(OWN);
  place.check(keys, ['far']);
});

it('starts anew where another document is edited', () => {
  const place = new Place({ [OWN]: 'x = a.own', 'file:///b.ts': 'x = a.b' });
  place.check(1, ['b']);
  place.neighbourhood.moveTo('file:///b.ts');
  place.check(1, ['own']);
});

describe('a new document is indented like others of its kind', () => {
  const two = '{\n  a\n}';
  const four = '{\n    a\n}';
  const tab = '{\n\ta\n}';
  const rows: readonly (readonly [title: string, texts: Readonly<Record<string, string>>, unit: string])[] = [
    ['as a style guide has it where there are none', {}, '    '],
    ['as the others are', { 'file:///a.py': tab }, '\t'],
    ['not as those of another kind', { 'file:///a.go': tab }, '    '],
    ['nor as those that show nothing', { 'file:///a.py': 'a', 'file:///b.py': two }, '  '],
    ['as most are', { 'file:///a.py': four, 'file:///b.py': tab, 'file:///c.py': tab }, '\t'],
    ['as the nearer are', { 'file:///x/a.py': four, 'file:///b.py': tab }, '\t'],
  ];
  for (const [title, texts, unit] of rows) {
    it(title, () => {
      const { neighbourhood } = new Place(texts);
      neighbourhood.moveTo('file:///new.py');
      neighbourhood.step();
      assert.equal(neighbourhood.unit, unit);
    });
  }
});
