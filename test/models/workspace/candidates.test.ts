import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Gathered, Gathering } from '../../../server/models/workspace/candidates.ts';
import { CommonWords } from '../../../server/models/workspace/common-words.ts';
import { Evidence, WORKSPACE } from '../../../server/models/workspace/evidence.ts';
import { History } from '../../../server/models/workspace/history.ts';
import { Network } from '../../../server/models/workspace/network/network.ts';
import { Outlook } from '../../../server/models/workspace/network/outlook.ts';
import { smallWeights } from '../../support/small-network.ts';
import { BOUNDARY, Vocabulary } from '../../../server/models/workspace/vocabulary.ts';

const MANY = 1000;

/** What was learnt: how often each word stands in the workspace, and which followed the present context once. */
interface Learnt {
  readonly known: Readonly<Record<string, number>>;
  readonly followed?: readonly string[];
  readonly written?: readonly string[];
  /** Words of other projects. */
  readonly common?: readonly string[];
}

function gathered(
  { known, followed = [], written = [], common = [] }: Learnt,
  typed: string,
  most = MANY,
  network?: Network,
): Gathered & { vocabulary: Vocabulary } {
  const vocabulary = new Vocabulary();
  for (const [word, times] of Object.entries(known)) vocabulary.add(vocabulary.intern(word), times);
  const evidence = new Evidence();
  for (const word of followed) evidence.add(WORKSPACE, vocabulary.intern(word), 1, 1);
  evidence.accumulate();
  const history = new History(vocabulary);
  for (const word of written) history.push(vocabulary.intern(word));
  const outlook = network && new Outlook(network, vocabulary);
  outlook?.attend(history);
  const render = (id: number): string | undefined =>
    vocabulary.word(id) === '\n-1' ? undefined : vocabulary.word(id);
  return {
    ...new Gathering(vocabulary, most, outlook, new CommonWords(common)).gather(evidence, {
      history,
      typed,
      isInfill: false,
      render,
    }),
    vocabulary,
  };
}

/** What was learnt, what is typed, and the words that could come. */
function check(learnt: Learnt, typed: string, expected: readonly string[]): void {
  assert.deepEqual(
    gathered(learnt, typed).candidates.map(({ text }) => text),
    expected,
  );
}

const known = { name: 9, nation: 3, ' name': 4, order: 1, '\n-1': 2 };

describe('what followed the context, and every known word that goes on with what is typed', () => {
  const rows: readonly (readonly [
    title: string,
    learnt: Learnt,
    typed: string,
    expected: readonly string[],
  ])[] = [
    ['nothing typed: what followed', { known, followed: ['order', 'name'] }, '', ['order', 'name']],
    ['what contradicts the typed is out', { known, followed: ['order', 'name'] }, 'o', ['order']],
    ['known words join once a letter is typed', { known, followed: ['nation'] }, 'na', ['nation', 'name']],
    ['a blank is not yet a letter', { known, followed: ['order'] }, ' ', []],
    ['but a blank and a letter are', { known }, ' n', [' name']],
    ['what is typed in full is among them', { known }, 'name', ['name']],
    ['nobody knows it', { known }, 'xyz', []],
    ['it cannot stand here', { known, followed: ['\n-1', 'name'] }, '', ['name']],
    ['a word that was learnt and forgotten', { known: { name: 0, nation: 1 } }, 'n', ['nation']],
    ['a word of this document alone', { known: {}, written: ['name', '('] }, 'n', ['name']],
  ];
  for (const [title, ...row] of rows) it(title, () => check(...row));
});

it('a boundary never comes', () => {
  const vocabulary = new Vocabulary();
  const evidence = new Evidence();
  evidence.add(WORKSPACE, BOUNDARY, 1, 3);
  evidence.accumulate();
  const situation = { history: new History(vocabulary), typed: '', isInfill: false, render: () => '' };
  assert.deepEqual(new Gathering(vocabulary, MANY).gather(evidence, situation).candidates, []);
});

describe('"something else" keeps its share', () => {
  const sum = ({ candidates }: Gathered): number => candidates.reduce((total, { base }) => total + base, 0);

  it('with nothing typed it is all that is not a candidate', () => {
    const found = gathered({ known, followed: ['name', 'order'] }, '');
    assert.ok(Math.abs(sum(found) + found.otherBase - 1) < 1e-12);
  });

  it('after one known word’s beginning it is what new words begin so', () => {
    const found = gathered({ known: { certain: 5 } }, 'cert');
    assert.ok(found.otherBase > 0);
    assert.ok(found.otherBase < (found.candidates[0]?.base ?? 0));
    assert.equal(found.otherBase, found.vocabulary.novelShare * found.vocabulary.novelty.startsWith('cert'));
  });

  it('what is cut joins it', () => {
    const learnt = { known: { ab: 5, ac: 4, ad: 3, ae: 2 } };
    const [all, cut] = [gathered(learnt, 'a'), gathered(learnt, 'a', 2)];
    assert.deepEqual(
      cut.candidates.map(({ text }) => text),
      ['ab', 'ac'],
    );
    assert.ok(Math.abs(cut.otherBase - all.otherBase - (sum(all) - sum(cut))) < 1e-12);
  });
});

it('of one situation nothing is left in the next', () => {
  const vocabulary = new Vocabulary();
  vocabulary.add(vocabulary.intern('order'), 1);
  const gathering = new Gathering(vocabulary, MANY, undefined, new CommonWords(['narrow']));
  const at = (typed: string): readonly (readonly [string, boolean])[] =>
    gathering
      .gather(new Evidence(), {
        history: new History(vocabulary),
        typed,
        isInfill: false,
        render: (id) => vocabulary.word(id),
      })
      .candidates.map(({ text, isCommon }) => [text, isCommon]);
  assert.deepEqual(at('na'), [['narrow', true]]);
  assert.deepEqual(at('or'), [['order', false]]);
  assert.deepEqual(at('xy'), []);
});

it('a word of this document counts like eight elsewhere', () => {
  const { candidates } = gathered({ known: { name: 8, nation: 0, other: 92 }, written: ['nation'] }, 'na');
  const [name, nation] = candidates;
  assert.equal(name?.text, 'name');
  assert.equal(nation?.text, 'nation');
  assert.ok(Math.abs((name?.base ?? 0) - (nation?.base ?? 1)) < 1e-12);
  assert.equal(nation?.recency, 1);
});

describe('what the network expects', () => {
  const network = new Network(smallWeights(['order', 'orbit', 'name', '\n-1']));
  const learnt = { known: { name: 3, orchid: 2 }, followed: ['orchid'], written: ['name'] };

  it('joins what is known, though the workspace has never seen it', () => {
    const texts = (typed: string): readonly string[] =>
      gathered(learnt, typed, MANY, network).candidates.map(({ text }) => text);
    assert.deepEqual(texts('or').toSorted(), ['orbit', 'orchid', 'order']);
    assert.deepEqual(texts('orb'), ['orbit']);
    assert.deepEqual(texts('').toSorted(), ['name', 'orbit', 'orchid', 'order']);
  });

  it('is told of each candidate, and of all others together', () => {
    const { candidates, otherOutlook } = gathered(learnt, 'na', MANY, network);
    assert.deepEqual(
      candidates.map(({ text, sharesClass }) => [text, sharesClass]),
      [['name', false]],
    );
    assert.ok((candidates[0]?.outlook ?? 0) > 0 && otherOutlook > 0);
    const rare = gathered(learnt, 'orc', MANY, network).candidates[0];
    assert.deepEqual([rare?.text, rare?.sharesClass], ['orchid', true]);
  });

  it('is all given out, once: what a rare name takes is not left to others', () => {
    const { candidates, otherOutlook } = gathered(learnt, '', MANY, network);
    assert.ok(candidates.some(({ sharesClass }) => sharesClass));
    const sum = candidates.reduce((total, { outlook }) => total + outlook, otherOutlook);
    assert.ok(Math.abs(sum - 1) < 1e-5);
  });

  it('is nothing where there is no network: no candidate is likelier than another', () => {
    const { candidates, otherOutlook } = gathered(learnt, '');
    assert.deepEqual([...candidates.map(({ outlook }) => outlook), otherOutlook], [1, 1]);
  });
});

describe('a common word of other projects', () => {
  const common = ['narrow', 'name'];
  const wordsOf = (typed: string): readonly string[] =>
    gathered({ known, common }, typed).candidates.map(({ text, isCommon }) =>
      isCommon ? `${text} *` : text,
    );

  it('joins once a letter is typed, and is marked', () =>
    assert.deepEqual(wordsOf('na'), ['name', 'nation', 'narrow *']));

  it('not before', () => assert.deepEqual(wordsOf(''), []));

  it('takes its share from words never seen', () => {
    const [without, withCommon] = [gathered({ known }, 'narr'), gathered({ known, common }, 'narr')];
    assert.ok(withCommon.otherBase < without.otherBase);
    assert.ok(withCommon.otherBase > 0);
  });

  it('makes the same word of this workspace likelier', () => {
    const baseOf = ({ candidates }: Gathered): number =>
      candidates.find(({ text }) => text === 'name')?.base ?? 0;
    assert.ok(baseOf(gathered({ known, common }, 'na')) > baseOf(gathered({ known }, 'na')));
  });
});
