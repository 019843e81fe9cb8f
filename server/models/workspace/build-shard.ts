import { detectIndentStyle } from './indentation.ts';
import { tokenize } from './lexer.ts';
import type { ShardData, SourceDocument } from './shard-data.ts';
import { sortByContext } from './sort-by-context.ts';

/** Tokenises documents and sorts their positions by context. About a megabyte of text at a time is a good size. */
export function buildShard(documents: readonly SourceDocument[]): ShardData {
  const ids = new Map<string, number>([['', 0]]);
  const words = [''];
  const tokens: number[] = [];
  const starts: number[] = [];
  const add = (word: string): void => {
    let id = ids.get(word);
    if (id === undefined) {
      id = words.length;
      ids.set(word, id);
      words.push(word);
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
    words,
    tokens: ownTokens,
    order: sortByContext(ownTokens, words.length),
  };
}
