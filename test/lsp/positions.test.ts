import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Position, TextDocumentContentChangeEvent } from 'vscode-languageserver';
import { Documents } from '../../server/lsp/documents.ts';
import { encodingOf, type PositionEncoding } from '../../server/lsp/positions.ts';
import { clients } from '../support/editor.ts';

const encodings: readonly PositionEncoding[] = ['utf-8', 'utf-16', 'utf-32'];
const uri = 'file:///a.ts';

/** Opens the text, applies the changes and returns the document's text and the offset of the position. */
function check(
  text: string,
  encoding: PositionEncoding,
  position: Position,
  changes: readonly TextDocumentContentChangeEvent[] = [],
): { readonly text: string | undefined; readonly offset: number | undefined; readonly back: Position } {
  const documents = new Documents(encoding);
  documents.opened({ textDocument: { uri, languageId: 'typescript', version: 0, text } });
  documents.changed({ textDocument: { uri, version: 8 }, contentChanges: [...changes] });
  const place = documents.at(uri, position);
  const back = documents.position(uri, place?.offset ?? -1);
  return { text: place?.document.text, offset: place?.offset, back };
}

test('the first encoding that the client lists counts; UTF-16 without a list, but characters in Emacs and bytes in ALE', () => {
  const cases = [
    [clients.neovim, 'utf-8'],
    [clients.coc, 'utf-16'],
    [clients.lspMode, 'utf-32'],
    [clients.oldNeovim, 'utf-16'],
    [clients.oldLspMode, 'utf-32'],
    [clients.ale, 'utf-8'],
    [{ capabilities: {} }, 'utf-16'],
    [{ capabilities: { general: { positionEncodings: ['utf-7', 'utf-32'] } } }, 'utf-32'],
    [{ capabilities: { general: { positionEncodings: [] } } }, 'utf-16'],
  ] as const;
  for (const [client, encoding] of cases) {
    const given = structuredClone(client) as unknown as Parameters<typeof encodingOf>[0];
    assert.equal(encodingOf({ ...given, processId: null, rootUri: null }), encoding);
  }
});

test('a place after an emoji is the same place however it is counted', () => {
  const text = 'let a;\nx = "é😀漢"; y';
  const offset = text.indexOf('; y');
  const character = { 'utf-8': 15, 'utf-16': 10, 'utf-32': 9 };
  for (const encoding of encodings) {
    const position = { line: 1, character: character[encoding] };
    assert.deepEqual(check(text, encoding, position), { text, offset, back: position });
  }
});

test('a position inside a character is that of its start', () => {
  assert.equal(check('a😀b', 'utf-8', { line: 0, character: 3 }).offset, 1);
  assert.equal(check('aéb', 'utf-8', { line: 0, character: 2 }).offset, 1);
});

test('a position outside the text is clamped to it', () => {
  const text = 'ab\r\ncd';
  const cases: readonly (readonly [Position, number])[] = [
    [{ line: 0, character: 99 }, 2],
    [{ line: 1, character: 2 ** 31 }, 6],
    [{ line: 99, character: 0 }, 6],
    [{ line: -1, character: 1 }, 1],
    [{ line: 1, character: -5 }, 4],
    [{ line: NaN, character: NaN }, 0],
    [{ line: 0.5, character: 1.5 }, 1],
  ];
  for (const encoding of encodings) {
    for (const [position, offset] of cases) assert.equal(check(text, encoding, position).offset, offset);
    assert.equal(check('', encoding, { line: 3, character: 3 }).offset, 0);
  }
});

test('a change without a range replaces the whole text', () => {
  assert.equal(check('old', 'utf-8', { line: 0, character: 0 }, [{ text: 'new' }]).text, 'new');
});

test('random edits leave the same text in every encoding', () => {
  const atom = fc.constantFrom('a', ' ', 'é', '漢', '😀', '👍🏽', '\n', '\r\n');
  const edit = fc.record({ from: fc.nat(40), length: fc.nat(6), atoms: fc.array(atom, { maxLength: 6 }) });
  fc.assert(
    fc.property(
      fc.array(atom, { maxLength: 40 }),
      fc.array(edit, { maxLength: 6 }),
      fc.constantFrom(...encodings),
      (initial, edits, encoding) => {
        let atoms = initial;
        const changes: TextDocumentContentChangeEvent[] = [];
        for (const { from, length, atoms: inserted } of edits) {
          const start = Math.min(from, atoms.length);
          const end = Math.min(start + length, atoms.length);
          const range = { start: reference(atoms, start, encoding), end: reference(atoms, end, encoding) };
          changes.push({ range, text: inserted.join('') });
          atoms = atoms.toSpliced(start, end - start, ...inserted);
        }
        const position = reference(atoms, atoms.length, encoding);
        const text = atoms.join('');
        assert.deepEqual(check(initial.join(''), encoding, position, changes), {
          text,
          offset: text.length,
          back: position,
        });
      },
    ),
  );
});

/** Where the atom at an index begins, counted one atom at a time. */
function reference(atoms: readonly string[], index: number, encoding: PositionEncoding): Position {
  let line = 0;
  let character = 0;
  for (const atom of atoms.slice(0, index)) {
    if (atom.endsWith('\n')) {
      line++;
      character = 0;
    } else {
      const sizes = {
        'utf-8': Buffer.from(atom).length,
        'utf-16': atom.length,
        'utf-32': Array.from(atom).length,
      };
      character += sizes[encoding];
    }
  }
  return { line, character };
}
