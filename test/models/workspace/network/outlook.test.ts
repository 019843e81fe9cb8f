import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { History } from '../../../../server/models/workspace/history.ts';
import { FILE_MARK, NAME_MARK } from '../../../../server/models/workspace/network/classes.ts';
import { Network } from '../../../../server/models/workspace/network/network.ts';
import { Outlook } from '../../../../server/models/workspace/network/outlook.ts';
import { START } from '../../../../server/models/workspace/network/states.ts';
import { BOUNDARY, Vocabulary } from '../../../../server/models/workspace/vocabulary.ts';
import { smallWeights } from '../../../support/small-network.ts';

const WORDS = [FILE_MARK, NAME_MARK, 'if', ' (', 'x', ')', '\n1', 'return', ' y', '\n-1', 'y', '.', 'ts'];
/** Wide enough that it matters how much was read. */
const weights = smallWeights(WORDS, 128);
const URI = 'file:///src/x.ts';
/** As many tokens as are read at once where the cursor jumps to. */
const NEAR = 32;

const vocabulary = new Vocabulary();
const idOf = (word: string): number => vocabulary.intern(word);

function historyOf(words: readonly string[], uri = URI): History {
  const history = new History(vocabulary, uri);
  for (const word of words) history.push(idOf(word));
  return history;
}

/** The shares of all words after these classes of the network. */
function sharesAfter(read: readonly string[]): readonly number[] {
  const network = new Network(weights);
  let state = START;
  for (const word of read) state = network.read(state, WORDS.indexOf(word));
  const { weights: told, sum } = network.tell(state);
  return WORDS.slice(2).map((_, at) => (told[2 + at] ?? 0) / sum);
}

function sharesOf(outlook: Outlook): readonly number[] {
  return WORDS.slice(2).map((word) => outlook.share(idOf(word)));
}

const HEADER = [FILE_MARK, 'x', '.', 'ts', NAME_MARK];
const LONG = Array.from({ length: 300 }, (_, at) => WORDS[2 + ((at * at + (at >> 3)) % 11)] ?? '');

describe('what is read', () => {
  it('is the name of the file first, then its tokens', () => {
    const outlook = new Outlook(new Network(weights), vocabulary);
    outlook.attend(historyOf(['if', ' (', 'x']));
    assert.deepEqual(sharesOf(outlook), sharesAfter([...HEADER, 'if', ' (', 'x']));
  });

  it('is what stands before the cursor, where the history holds what comes after it, too', () => {
    const history = historyOf(['return', 'x']);
    history.push(BOUNDARY);
    history.push(idOf('if'));
    const outlook = new Outlook(new Network(weights), vocabulary);
    outlook.attend(history);
    assert.deepEqual(sharesOf(outlook), sharesAfter([...HEADER, 'if']));
  });

  it('is little where the cursor jumps to, and more by and by', () => {
    const history = historyOf(LONG);
    const outlook = new Outlook(new Network(weights), vocabulary);
    outlook.attend(history);
    assert.deepEqual(sharesOf(outlook), sharesAfter(LONG.slice(-NEAR)));
    assert.notDeepEqual(sharesOf(outlook), sharesAfter(LONG.slice(-256)));
    let steps = 0;
    while (outlook.readOn(history)) steps++;
    outlook.attend(history);
    assert.deepEqual(sharesOf(outlook), sharesAfter(LONG.slice(-256)));
    assert.equal(steps, 256 / 4 - 1);
  });

  it('stays read when the history is made anew and ends alike', () => {
    const outlook = new Outlook(new Network(weights), vocabulary);
    const narrow = historyOf(LONG.slice(100));
    outlook.attend(narrow);
    while (outlook.readOn(narrow));
    const wide = historyOf(LONG);
    wide.push(idOf('if'));
    narrow.push(idOf('if'));
    outlook.attend(narrow);
    const before = sharesOf(outlook);
    outlook.attend(wide);
    assert.deepEqual(sharesOf(outlook), before);
  });

  it('is read anew when somebody else has read meanwhile', () => {
    const network = new Network(weights);
    const [one, other] = [new Outlook(network, vocabulary), new Outlook(network, vocabulary)];
    const history = historyOf(['if', ' (']);
    one.attend(history);
    other.attend(historyOf(LONG));
    one.attend(history);
    assert.deepEqual(sharesOf(one), sharesAfter([...HEADER, 'if', ' (']));
  });

  it('is read anew by another network', () => {
    const outlook = new Outlook(new Network(smallWeights(WORDS, 4)), vocabulary);
    const history = historyOf(LONG.slice(0, 20));
    outlook.attend(history);
    const before = sharesOf(outlook);
    outlook.consult(new Network(weights));
    outlook.attend(history);
    assert.notDeepEqual(sharesOf(outlook), before);
    assert.deepEqual(sharesOf(outlook), sharesAfter([...HEADER, ...LONG.slice(0, 20)]));
  });
});

describe('where a gap is filled', () => {
  const MARKS = [NAME_MARK, NAME_MARK];
  const AFTER = LONG.slice(40, 140);

  /** Before the cursor `before`, after its line `after`. */
  function gap(before: readonly string[], after: readonly string[], uri = URI): History {
    const history = historyOf(after, uri);
    history.push(BOUNDARY);
    for (const word of before) history.push(idOf(word));
    return history;
  }

  function readAll(outlook: Outlook, history: History): number {
    outlook.attend(history);
    let steps = 0;
    while (outlook.readOn(history)) steps++;
    outlook.attend(history);
    return steps;
  }

  it('what follows is read first, by and by, and then less of what stands before', () => {
    const outlook = new Outlook(new Network(weights), vocabulary);
    const history = gap(LONG, AFTER);
    outlook.attend(history);
    assert.deepEqual(sharesOf(outlook), sharesAfter(LONG.slice(-NEAR)));
    const steps = readAll(outlook, history);
    const told = [...AFTER.slice(0, 64), ...MARKS, ...LONG.slice(-128)];
    assert.deepEqual(sharesOf(outlook), sharesAfter(told));
    assert.equal(steps, Math.ceil(told.length / 4) - 1);
  });

  it('the name of the file comes after it, where the file begins so near', () => {
    const outlook = new Outlook(new Network(weights), vocabulary);
    readAll(outlook, gap(['if', ' ('], AFTER));
    assert.deepEqual(
      sharesOf(outlook),
      sharesAfter([...AFTER.slice(0, 64), ...MARKS, ...HEADER, 'if', ' (']),
    );
  });

  const blanks: readonly (readonly [string, readonly string[]])[] = [
    ['the indentation of the next line', ['    ']],
    ['an empty line', ['\n1']],
  ];
  for (const [name, words] of blanks) {
    it(`begins at a word: ${name} is left out`, () => {
      const outlook = new Outlook(new Network(weights), vocabulary);
      readAll(outlook, gap(LONG, [...words, ...AFTER.filter((word) => !word.startsWith('\n'))]));
      const bare = new Outlook(new Network(weights), vocabulary);
      readAll(
        bare,
        gap(
          LONG,
          AFTER.filter((word) => !word.startsWith('\n')),
        ),
      );
      assert.deepEqual(sharesOf(outlook), sharesOf(bare));
    });
  }

  it('a few tokens are not taken for what follows: they may be brackets that the editor closed', () => {
    const outlook = new Outlook(new Network(weights), vocabulary);
    readAll(outlook, gap(LONG.slice(0, 20), AFTER.slice(0, 15)));
    assert.deepEqual(sharesOf(outlook), sharesAfter([...HEADER, ...LONG.slice(0, 20)]));
  });

  it('what follows stays in sight, however much is typed', () => {
    const outlook = new Outlook(new Network(weights), vocabulary);
    const history = gap(LONG, AFTER);
    readAll(outlook, history);
    const written = [...LONG];
    for (let at = 0; at < 80; at++) {
      const word = LONG[(7 * at) % 100] ?? '';
      history.push(idOf(word));
      written.push(word);
      readAll(outlook, history);
    }
    // Read anew once more than 62 had been typed after the 194 read first.
    const told = [...AFTER.slice(0, 64), ...MARKS, ...written.slice(-128 - 17)];
    assert.deepEqual(sharesOf(outlook), sharesAfter(told));
  });

  it('is not read over and over where the name of the file alone fills the window', () => {
    const outlook = new Outlook(new Network(weights), vocabulary);
    const history = gap(LONG.slice(0, 20), AFTER, `file:///src/${'x.'.repeat(100)}ts`);
    assert.ok(readAll(outlook, history) > 0);
    assert.equal(readAll(outlook, history), 0);
  });

  it('all is read anew, little by little, where something else follows', () => {
    const outlook = new Outlook(new Network(weights), vocabulary);
    readAll(outlook, gap(LONG, AFTER));
    const changed = gap(LONG, ['return', ...AFTER]);
    outlook.attend(changed);
    const before = [...AFTER.slice(0, 64), ...MARKS, ...LONG.slice(-128)];
    assert.deepEqual(sharesOf(outlook), sharesAfter(before));
    readAll(outlook, changed);
    const after = ['return', ...AFTER.slice(0, 63), ...MARKS, ...LONG.slice(-128)];
    assert.deepEqual(sharesOf(outlook), sharesAfter(after));
  });
});

describe('following the cursor', () => {
  // Tokens typed, taken back, predicted and taken back again, and read further in between.
  const edits = fc.array(fc.oneof(fc.nat({ max: 10 }), fc.constantFrom('back' as const, 'on' as const)), {
    maxLength: 120,
  });

  it('tells what a fresh start would, after any edits of a short text', () => {
    fc.assert(
      fc.property(edits, (all) => {
        const network = new Network(weights);
        const outlook = new Outlook(network, vocabulary);
        const written: string[] = ['x'];
        const history = historyOf(written);
        for (const edit of all) {
          if (edit === 'on') {
            outlook.attend(history);
            outlook.readOn(history);
          } else if (edit === 'back') {
            history.pop();
            written.pop();
          } else {
            const word = WORDS[2 + edit] ?? '';
            history.push(idOf(word));
            written.push(word);
          }
        }
        outlook.attend(history);
        while (outlook.readOn(history));
        outlook.attend(history);
        const fresh = new Outlook(new Network(weights), vocabulary);
        const again = historyOf(written);
        fresh.attend(again);
        while (fresh.readOn(again));
        fresh.attend(again);
        // As far as both begin with the file.
        if (written.length < NEAR) assert.deepEqual(sharesOf(outlook), sharesOf(fresh));
      }),
      { numRuns: 60 },
    );
  });
});

describe('what may come', () => {
  const outlook = new Outlook(new Network(weights), vocabulary);
  outlook.attend(historyOf(['if']));

  it('is everything before anything is typed: words, and the rest', () => {
    const { own, shared } = outlook.expect('');
    const ofWords = weights.words.reduce((sum, word) => sum + outlook.share(idOf(word)), 0);
    assert.ok(Math.abs(own - ofWords) < 1e-5 && Math.abs(own + shared - 1) < 1e-6);
  });

  it('is what begins as typed: words, and rare spellings of that shape', () => {
    const own = outlook.share(idOf('return'));
    const { own: found, shared } = outlook.expect('re');
    assert.ok(Math.abs(found - own) < 1e-6);
    assert.ok(shared > outlook.share(idOf('rex')) && shared < 1);
  });

  it('is any line break once one is typed, however it is spelt', () => {
    const both = outlook.share(idOf('\n1')) + outlook.share(idOf('\n-1'));
    assert.ok(Math.abs(outlook.expect('\r\n  ').own - both) < 1e-6);
  });

  it('is proposed, the likeliest first, and no mark ever', () => {
    const proposals = outlook.propose('');
    const shares = proposals.map(({ share }) => share);
    assert.deepEqual(
      shares,
      shares.toSorted((a, b) => b - a),
    );
    assert.ok(proposals.length > 0 && proposals.every(({ word }) => !word.startsWith('\0')));
    assert.deepEqual(
      outlook.propose('i').map(({ word }) => word),
      ['if'],
    );
    assert.deepEqual(outlook.propose('q'), []);
  });

  it('does not tell apart rare spellings of one class', () => {
    assert.deepEqual([outlook.isShared(idOf('if')), outlook.isShared(idOf('rex'))], [false, true]);
  });
});
