import { detectIndentStyle } from './indentation.ts';
import { tokenize } from './lexer.ts';
import { MAX_NARROW_WORDS, type ShardData, type SourceDocument } from './shard-data.ts';
import { contextRanges, sortByContext } from './sort-by-context.ts';

/** Tokenises documents and sorts their positions by context. */
export function buildShard(documents: readonly SourceDocument[]): ShardData {
  const ids = new Map<string, number>([['', 0]]);
  const tokens: number[] = [];
  const starts: number[] = [];
  const add = (word: string): void => {
    let id = ids.get(word);
    if (id === undefined) {
      id = ids.size;
      ids.set(word, id);
    }
    tokens.push(id);
  };
  for (const { text } of documents) {
    starts.push(tokens.length);
    // Each document is preceded by a boundary, so that contexts end there.
    tokens.push(0);
    tokenize(text, 0, detectIndentStyle(text), add);
  }
  starts.push(tokens.length);
  const ownTokens = Int32Array.from(tokens);
  return {
    documents: documents.map(({ uri }) => uri),
    starts: Int32Array.from(starts),
    ...spelt([...ids.keys()]),
    tokens: ids.size <= MAX_NARROW_WORDS ? Uint16Array.from(ownTokens) : ownTokens,
    order: sortByContext(ownTokens, ids.size),
    ranges: contextRanges(ownTokens, ids.size),
  };
}

function spelt(words: readonly string[]): Pick<ShardData, 'spelling' | 'wordEnds'> {
  let end = 0;
  return { spelling: words.join(''), wordEnds: Int32Array.from(words, (word) => (end += word.length)) };
}
