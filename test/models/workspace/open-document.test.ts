import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { tokenize } from '../../../server/models/workspace/lexer.ts';
import { OpenDocument } from '../../../server/models/workspace/open-document.ts';
import { Vocabulary } from '../../../server/models/workspace/vocabulary.ts';
import { marked } from '../../support/marked.ts';
import { toldBy } from './counted.ts';
import { isPlace, placeBefore, sourceText } from './source-text.ts';

const URI = 'file:///open.ts';

/** What the user sees: the text before and after the cursor. */
interface Seen {
  readonly prefix: string;
  readonly suffix: string;
}

const EMPTY: Seen = { prefix: '', suffix: '' };

function opened({ prefix, suffix }: Seen, vocabulary = new Vocabulary()): OpenDocument {
  const document = new OpenDocument(URI, vocabulary);
  document.moveTo(prefix, suffix, () => assert.fail('what is opened was not typed'));
  return document;
}

/** All that a document tells of a place. */
function told(document: OpenDocument): unknown {
  const { history, tail, indent, style, isInfill } = document;
  return { history: toldBy(history), tail, indent, style, isInfill };
}

/** Follows the cursor through texts in which it is marked; returns the tokens reported as typed. */
function check(states: readonly string[], expected: string): void {
  const [first, ...others] = states.map(marked);
  assert.ok(first);
  const document = opened(first);
  const reported: string[] = [];
  for (const { prefix, suffix } of others) {
    document.moveTo(prefix, suffix, (_id, text) => reported.push(text));
  }
  assert.equal(reported.join('|').replaceAll('\n', '⏎'), expected);
}

describe('what is typed is told, once it can be nothing else', () => {
  const rows: readonly (readonly [title: string, states: readonly string[], expected: string])[] = [
    ['a word, when the next begins', ['█', 'l█', 'let█', 'let █', 'let a█'], 'let'],
    ['several at once, as when accepted', ['let █', 'let a = b█'], ' a| ='],
    ['a line break with its indentation', ['{█\n}', '{\n  █\n}', '{\n  a█\n}'], '{|⏎  '],
    ['typed again after it was deleted', ['a█', 'a.█', 'a█', 'a.█'], 'a|a'],
    ['beside brackets that the editor closes', ['f█', 'f(█)', 'f(a█)', 'f(a,█)'], 'f|(|a'],
    ['in place of what was selected', ['a█ = b + c;', 'a.b█;', 'a.b(█);'], 'a|.|b'],
    ['of what was opened, only the word that typing finishes', ['let a = b█', 'let a = b;█'], ' b'],
    ['nothing that was pasted', ['█', `${'let a = b;'.repeat(60)}█`], ''],
    ['nothing that was jumped over', ['█let a = b;', 'let█ a = b;', 'let a = b█;', 'let a = b;█'], ''],
    ['nor a bracket typed over', ['f(a█)', 'f(a)█'], ''],
    ['nor what is on other lines', ['let a█\nlet b;\n', 'let a\nlet b█;\n', 'let█ a\nlet b;\n'], ''],
    ['nothing when another text is there', ['let a█', 'xyz█'], ''],
  ];
  for (const [title, states, expected] of rows) it(title, () => check(states, expected));
});

describe('what other documents are indented by counts until this one shows its own', () => {
  const rows: readonly (readonly [source: string, unit: string])[] = [
    ['█', '\t'],
    ['if a {█', '\t'],
    ['if a {█\n    b', '    '],
    ['if a {\n  b█', '  '],
  ];
  for (const [source, unit] of rows) {
    it(JSON.stringify(source), () => {
      const document = opened(marked(source));
      document.usualUnit = '\t';
      assert.equal(document.style.unit, unit);
    });
  }
});

type Edit =
  | { readonly kind: 'type' | 'paste' | 'bracket' | 'replace'; readonly text: string }
  | { readonly kind: 'delete' | 'jump'; readonly by: number }
  | { readonly kind: 'step' | 'undo' };

const edit: fc.Arbitrary<Edit> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('type' as const),
      text: sourceText.map((text) => text.slice(0, 12)),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('delete' as const), by: fc.nat({ max: 9 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('paste' as const),
      text: sourceText.map((text) => text.repeat(30)),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom('bracket' as const, 'replace' as const),
      text: fc.constantFrom('(', '{', 'a'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('jump' as const), by: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('step' as const, 'undo' as const) }) },
);

function afterEdit(seen: Seen, edit: Edit, before: Seen): Seen {
  const { prefix, suffix } = seen;
  const text = prefix + suffix;
  const cursorAt = (offset: number): Seen => {
    const place = placeBefore(text, offset);
    return { prefix: text.slice(0, place), suffix: text.slice(place) };
  };
  switch (edit.kind) {
    case 'type':
    case 'paste':
      return { prefix: prefix + edit.text, suffix };
    case 'bracket':
      return { prefix: prefix + edit.text, suffix: ')' + suffix };
    case 'replace':
      return { prefix: prefix + edit.text, suffix: suffix.replace(/^[^\r\n]*/, '') };
    case 'delete':
      return { prefix: prefix.slice(0, placeBefore(text, Math.max(0, prefix.length - edit.by))), suffix };
    case 'jump':
      return cursorAt(edit.by % (text.length + 1));
    case 'step':
      return cursorAt(prefix.length + 2);
    case 'undo':
      break;
  }
  return before;
}

/** What comes next cannot turn the last character into another. */
function isWhole({ prefix, suffix }: Seen): boolean {
  return isPlace(prefix + suffix, prefix.length) && !/[\r\ud800-\udbff]$/.test(prefix);
}

/** The states that a text goes through under some edits, each at a place where a cursor can stand. */
const sessions = fc
  .record({ text: sourceText, at: fc.nat(), edits: fc.array(edit, { maxLength: 12 }) })
  .map(({ text, at, edits }) => {
    const place = placeBefore(text, at % (text.length + 1));
    const states: Seen[] = [{ prefix: text.slice(0, place), suffix: text.slice(place) }].filter(isWhole);
    for (const each of edits) {
      const seen = states.at(-1) ?? EMPTY;
      const next = afterEdit(seen, each, states.at(-2) ?? seen);
      if (isWhole(next)) states.push(next);
    }
    return states;
  });

it('however the cursor came to a place, it is the same as a document opened there', () => {
  const same = fc.property(sessions, ([first = EMPTY, ...others]) => {
    const vocabulary = new Vocabulary();
    const document = opened(first, vocabulary);
    for (const { prefix, suffix } of others) {
      document.moveTo(prefix, suffix, () => {});
      assert.deepEqual(told(document), told(opened({ prefix, suffix }, vocabulary)), JSON.stringify(prefix));
    }
  });
  fc.assert(same, { numRuns: 300 });
});

it('what is told as typed is exactly what typing finished', () => {
  const exactly = fc.property(
    sessions,
    fc.array(sourceText.map((text) => text.slice(0, 9))),
    ([first = EMPTY], typed) => {
      const { suffix } = first;
      let { prefix } = first;
      const document = opened(first);
      const started = prefix.length - document.tail.length;
      let told = '';
      for (const text of typed) {
        if (!isWhole({ prefix: prefix + text, suffix })) continue;
        prefix += text;
        document.moveTo(prefix, suffix, (_id, each) => (told += each));
        assert.equal(prefix.slice(0, started) + told + document.tail, prefix);
      }
    },
  );
  fc.assert(exactly, { numRuns: 300 });
});

describe('text after the cursor’s line says that a gap is filled', () => {
  for (const [source, isInfill] of [
    ['a█', false],
    ['a█b', false],
    ['a█\n\n  \n', false],
    ['a█\nb', true],
    ['a█b\r\n\r\n}', true],
  ] as const) {
    it(`${JSON.stringify(source)}: ${isInfill ? 'a gap' : 'an end'}`, () =>
      assert.equal(opened(marked(source)).isInfill, isInfill));
  }
});

describe('a token reads as this document would have it', () => {
  const rows: readonly (readonly [
    source: string,
    word: string,
    indent: string,
    expected: string | undefined,
  ])[] = [
    ['a\n\tb█', '\n1', '\t', '\n\t\t'],
    ['a\r\n    b█', '\n\n1', '', '\r\n\r\n    '],
    ['a\n  b█', '\n-1', '', undefined],
    ['a█', ' word', '', ' word'],
  ];
  for (const [source, word, indent, expected] of rows) {
    it(`${JSON.stringify(word)} in ${JSON.stringify(source)}: ${JSON.stringify(expected)}`, () => {
      const vocabulary = new Vocabulary();
      assert.equal(opened(marked(source), vocabulary).render(vocabulary.intern(word), indent), expected);
    });
  }
});

it('lines below show the unit where the lines above do not yet', () => {
  const document = opened(marked('a {█\n\tb;\n\tc {\n\t\td;\n'));
  const { prefix, suffix } = marked('a {\n\tx█\n\tb;\n\tc {\n\t\td;\n');
  document.moveTo(prefix, suffix, () => {});
  assert.equal(document.style.unit, '\t');
});

describe('a long document is read near the cursor at once, and further by and by', () => {
  const NEAR = { before: 20, after: 10 };

  /** Opens a document of which little is read at once. */
  function begun({ prefix, suffix }: Seen, vocabulary = new Vocabulary()): OpenDocument {
    const document = new OpenDocument(URI, vocabulary, NEAR);
    document.moveTo(prefix, suffix, () => assert.fail('what is opened was not typed'));
    return document;
  }

  const place = fc.record({ text: sourceText, cut: fc.nat(), typed: sourceText });

  it('in the end all of it is known, with what was typed meanwhile', () => {
    const all = fc.property(place, ({ text, cut, typed }) => {
      // Several steps' worth, before and after.
      const long = `${text}\n`.repeat(Math.ceil(6000 / (text.length + 1)));
      const at = placeBefore(long, cut % (long.length + 1));
      const seen = { prefix: long.slice(0, at), suffix: long.slice(at) };
      const grown = { ...seen, prefix: seen.prefix + typed.slice(0, placeBefore(typed, 9)) };
      const vocabulary = new Vocabulary();
      const document = begun(seen, vocabulary);
      const reading = document.readOn();
      assert.equal(reading.next().done, false);
      document.moveTo(grown.prefix, grown.suffix, () => {});
      let step = reading.next();
      while (!step.done) step = reading.next();
      // Typing may have changed the unit of indentation, and then it is all read anew.
      if (step.value === undefined) return;
      assert.equal(step.value.isPartial, false);
      const atOnce = new OpenDocument(URI, vocabulary, { before: 60_000, after: 30_000 });
      atOnce.moveTo(seen.prefix, seen.suffix, () => {});
      atOnce.moveTo(grown.prefix, grown.suffix, () => {});
      assert.deepEqual(told(step.value), told(atOnce));
    });
    fc.assert(all, { numRuns: 40 });
  });

  it('what is read in steps is cut as in one piece, before the cursor and after it', () => {
    const cut = fc.property(sourceText, (text) => {
      const long = `${text}\n`.repeat(Math.ceil(3500 / (text.length + 1)));
      const vocabulary = new Vocabulary();
      const wordsOf = ({ history }: OpenDocument): readonly string[] =>
        history
          .context(history.length)
          .toReversed()
          .map((id) => vocabulary.word(id))
          .filter((word) => word !== '');
      const after = opened({ prefix: '', suffix: `\n${long}` }, vocabulary);
      const before = opened({ prefix: long, suffix: '' }, vocabulary);
      const words: string[] = [];
      tokenize(long, 0, before.style, (word) => words.push(word));
      assert.deepEqual(wordsOf(after), words);
      assert.deepEqual(wordsOf(before), words.slice(0, -1));
    });
    fc.assert(cut, { numRuns: 40 });
  });

  it('what is short is read at once', () => {
    assert.equal(begun({ prefix: 'a = b;', suffix: '\nc;' }).isPartial, false);
    assert.equal(begun({ prefix: '', suffix: 'a line without an end' }).isPartial, false);
    assert.equal(begun({ prefix: 'a = b + c + d + e + f;', suffix: '' }).isPartial, true);
    assert.equal(begun({ prefix: '', suffix: '\na = b + c + d;' }).isPartial, true);
  });

  it('a jump puts an end to it', () => {
    const text = 'let a = b;\n'.repeat(300);
    const document = begun({ prefix: text, suffix: '' });
    const reading = document.readOn();
    assert.equal(reading.next().done, false);
    document.moveTo('let', text.slice(3), () => {});
    assert.deepEqual(reading.next(), { done: true, value: undefined });
  });
});
