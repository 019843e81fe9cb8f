/**
 * Texts that must not be known, in any copy: a model that has seen the file
 * that is typed to measure it proves nothing.
 */
export class HoldOut {
  /** The distinct telling lines of each text held out. */
  readonly #texts: readonly ReadonlySet<string>[];

  constructor(texts: readonly string[]) {
    this.#texts = texts.map(tellingLines);
  }

  /** Whether a text has half the lines of one held out, or half of its own lines from it. */
  coversCopy(text: string): boolean {
    if (this.#texts.length === 0) return false;
    const lines = tellingLines(text);
    return this.#texts.some((heldOut) => isNearCopy(lines, heldOut));
  }
}

/** Share of distinct telling lines in common that makes a copy. */
const MIN_SHARE = 0.5;
/** Fewer lines in common may be a licence's first words, or two files that only list exports. */
const MIN_LINES_OF_EXCERPT = 10;
/** Shorter lines are brackets, `else` and `return;`. */
const MIN_LINE_LENGTH = 8;

function isNearCopy(lines: ReadonlySet<string>, heldOut: ReadonlySet<string>): boolean {
  let common = 0;
  for (const line of lines) if (heldOut.has(line)) common++;
  if (common === 0) return false;
  const isExcerpt = common >= MIN_LINES_OF_EXCERPT && common >= lines.size * MIN_SHARE;
  return isExcerpt || common >= heldOut.size * MIN_SHARE;
}

function tellingLines(text: string): ReadonlySet<string> {
  const lines = text.split('\n').map((line) => line.trim());
  return new Set(lines.filter((line) => line.length >= MIN_LINE_LENGTH && /\p{L}/u.test(line)));
}
