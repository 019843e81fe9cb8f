import { detectIndentStyle } from '../indentation.ts';
import { tokenize } from '../lexer.ts';
import { type Classes, FILE_MARK, NAME_MARK } from './classes.ts';

/** How the network is shown the beginning of a file: by the name of it, as classes. */
export function headerOf(uri: string, classes: Classes): readonly number[] {
  const header = [classes.of(FILE_MARK)];
  const name = uri.slice(uri.lastIndexOf('/') + 1);
  tokenize(name, 0, detectIndentStyle(''), (word) => header.push(classes.of(word)));
  return [...header, classes.of(NAME_MARK)];
}

/** How the network is shown what follows a gap, before what stands in front of it. @param following as classes */
export function gapHeaderOf(following: readonly number[], classes: Classes): readonly number[] {
  const mark = classes.of(NAME_MARK);
  return [...following, mark, mark];
}
