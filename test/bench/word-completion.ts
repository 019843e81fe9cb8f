import type { Step } from '../../server/completion/continuation.ts';
import type { Model, Prompt } from '../../server/models/model.ts';

/**
 * What editors offer without any model: the word of the workspace and the
 * document that most often begins as the one at the cursor does, with its share
 * of all that do as its probability.
 */

/** The gate takes certainty without alternatives for a number that was made up. */
export const ALMOST_CERTAIN = 1 - 1e-9;

const WORD = /[\p{L}\p{N}_$]+/gu;
const WORD_AT_END = /[\p{L}_$][\p{L}\p{N}_$]*$/u;

export class WordCompletion implements Model {
  readonly source = 'workspace';
  readonly immediate = true;
  readonly #known = new Words();
  #document = new Words();
  #read = '';

  /** Counts the words of a document. @param tokens as the lexer spells them */
  learn(tokens: readonly string[]): void {
    this.#known.count(tokens.join(''));
  }

  complete({ prefix, suffix }: Prompt): readonly Step[] {
    const typed = WORD_AT_END.exec(prefix)?.[0] ?? '';
    if (typed === '') return [];
    this.#readDocument(prefix.slice(0, prefix.length - typed.length), suffix);
    let [best, most, total] = ['', 0, 0];
    for (const word of new Set([...this.#known.startingWith(typed), ...this.#document.startingWith(typed)])) {
      const count = this.#known.times(word) + this.#document.times(word);
      total += count;
      if (count > most) [best, most] = [word, count];
    }
    if (best.length <= typed.length) return [];
    return [
      {
        text: best.slice(typed.length),
        logprob: Math.log(Math.min(most / total, ALMOST_CERTAIN)),
        alternatives: [],
      },
    ];
  }

  /** The document's words but for the one at the cursor; counted anew only where that one changes. */
  #readDocument(before: string, after: string): void {
    const text = `${before}\n${after}`;
    if (text === this.#read) return;
    this.#read = text;
    this.#document = new Words();
    this.#document.count(text);
  }
}

/** Words with their counts, found by how they begin. */
class Words {
  readonly #counts = new Map<string, number>();
  readonly #byStart = new Map<string, string[]>();

  count(text: string): void {
    for (const [word] of text.matchAll(WORD)) {
      const count = this.#counts.get(word) ?? 0;
      this.#counts.set(word, count + 1);
      if (count === 0) this.#file(word);
    }
  }

  times(word: string): number {
    return this.#counts.get(word) ?? 0;
  }

  startingWith(start: string): readonly string[] {
    return (this.#byStart.get(start.charAt(0)) ?? []).filter((word) => word.startsWith(start));
  }

  #file(word: string): void {
    const words = this.#byStart.get(word.charAt(0));
    if (words) words.push(word);
    else this.#byStart.set(word.charAt(0), [word]);
  }
}
