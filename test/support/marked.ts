/** Source text with its cursor marked, as every test writes it: `foo(█)`. */
export interface Marked {
  readonly text: string;
  /** The cursor, in UTF-16 code units. */
  readonly offset: number;
  readonly prefix: string;
  readonly suffix: string;
}

const CURSOR = '█';

/** @throws where the cursor is not marked exactly once */
export function marked(source: string): Marked {
  const [prefix, suffix, ...more] = source.split(CURSOR);
  if (prefix === undefined || suffix === undefined || more.length > 0) {
    throw new Error(`mark the cursor once with ${CURSOR}: ${JSON.stringify(source)}`);
  }
  return { text: prefix + suffix, offset: prefix.length, prefix, suffix };
}
