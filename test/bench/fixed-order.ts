import type { Step } from '../../server/completion/continuation.ts';
import type { Model, Prompt } from '../../server/models/model.ts';
import {
  detectIndentStyle,
  indentOfLine,
  type IndentStyle,
  isLineBreakToken,
  renderLineBreak,
} from '../../server/models/workspace/indentation.ts';
import { tokenize } from '../../server/models/workspace/lexer.ts';
import { ALMOST_CERTAIN } from './word-completion.ts';

/**
 * The textbook model: how often each token followed the last three, in the
 * workspace and the document, as it was counted. Where those never stood
 * together it looks at two, then at one.
 */

const CONTEXT = 3;
/** A chain less probable than this passes no cutoff. */
const LEAST_MASS = 0.45;

interface Guess {
  readonly word: string;
  /** As it reads here. */
  readonly text: string;
  readonly probability: number;
}

export class FixedOrder implements Model {
  readonly source = 'workspace';
  readonly immediate = true;
  readonly #workspace = new Counts();
  #document = new OpenTokens();

  /** @param tokens of a document, as the lexer spells them */
  learn(tokens: readonly string[]): void {
    for (const at of tokens.keys()) this.#workspace.add(tokens, at);
  }

  *complete({ uri, prefix, suffix, maxTokens }: Prompt): Generator<Step> {
    if (!this.#document.follow(uri, prefix, suffix)) {
      this.#document = new OpenTokens();
      this.#document.follow(uri, prefix, suffix);
    }
    const { tail, indent, style } = this.#document;
    const context = this.#document.last(CONTEXT);
    let [typed, level, mass, share] = [tail, indent, 1, 1];
    for (let steps = 0; steps < maxTokens && mass >= LEAST_MASS;) {
      const guess = this.#guess(context, typed, level, style);
      if (!guess) return;
      mass *= guess.probability;
      share *= guess.probability;
      const text = guess.text.slice(typed.length);
      if (text !== '') {
        yield { text, logprob: Math.log(Math.min(share, ALMOST_CERTAIN)), alternatives: [] };
        share = 1;
        steps++;
      }
      const lineBreak = guess.text.lastIndexOf('\n');
      if (lineBreak >= 0) level = guess.text.slice(lineBreak + 1);
      context.push(guess.word);
      typed = '';
    }
  }

  /** The likeliest token that begins with what is typed of it, after the longest context that had any. */
  #guess(context: readonly string[], typed: string, indent: string, style: IndentStyle): Guess | undefined {
    for (let order = Math.min(CONTEXT, context.length); order > 0; order--) {
      const key = context.slice(-order).join(SEPARATOR);
      let [total, most] = [0, 0];
      let best: Omit<Guess, 'probability'> | undefined;
      const counted = [this.#workspace.after(key), this.#document.counts.after(key)];
      for (const word of new Set(counted.flatMap((followers) => [...followers.keys()]))) {
        const text = isLineBreakToken(word) ? renderLineBreak(word, indent, style) : word;
        if (text === undefined || !text.startsWith(typed)) continue;
        const count = counted.reduce((sum, followers) => sum + (followers.get(word) ?? 0), 0);
        total += count;
        if (count > most) {
          most = count;
          best = { word, text };
        }
      }
      if (best) return { ...best, probability: most / total };
    }
    return undefined;
  }
}

/** Between the tokens of a context; stands in no source. */
const SEPARATOR = '\u0001';
const nothing: ReadonlyMap<string, number> = new Map();

/** What followed each context of up to three tokens, and how often. */
class Counts {
  readonly #followers = new Map<string, Map<string, number>>();

  /** Counts one token of a text after the contexts it has there. */
  add(tokens: readonly string[], at: number): void {
    const word = tokens[at] ?? '';
    for (let order = 1; order <= Math.min(CONTEXT, at); order++) {
      const key = tokens.slice(at - order, at).join(SEPARATOR);
      let followers = this.#followers.get(key);
      if (!followers) this.#followers.set(key, (followers = new Map()));
      followers.set(word, (followers.get(word) ?? 0) + 1);
    }
  }

  after(key: string): ReadonlyMap<string, number> {
    return this.#followers.get(key) ?? nothing;
  }
}

/** The document being typed: its tokens, counted as they are finished. */
class OpenTokens {
  readonly counts = new Counts();
  style: IndentStyle = detectIndentStyle('');
  #uri: string | undefined;
  #suffix = '';
  #prefix = '';
  #tokens: string[] = [];
  /** Where the unfinished token begins. */
  #tail = 0;

  get tail(): string {
    return this.#prefix.slice(this.#tail);
  }

  get indent(): string {
    return indentOfLine(this.#prefix, this.#tail);
  }

  last(count: number): string[] {
    return this.#tokens.slice(-count);
  }

  /** @returns false where the text did not just grow, and is to be read by a new one */
  follow(uri: string, prefix: string, suffix: string): boolean {
    if (this.#uri === undefined) {
      [this.#uri, this.#suffix] = [uri, suffix];
      this.style = detectIndentStyle(prefix + suffix);
      const after: string[] = [];
      tokenize(suffix, 0, this.style, (word) => after.push(word));
      for (const at of after.keys()) this.counts.add(after, at);
    } else if (this.#uri !== uri || this.#suffix !== suffix || !prefix.startsWith(this.#prefix)) return false;
    const isUnit = prefix.includes('\n', this.#prefix.length) && suffix === '';
    this.#prefix = prefix;
    if (isUnit && this.#restyled()) return false;
    const from = this.#tail;
    let pending: string | undefined;
    tokenize(prefix, from, this.style, (word, start) => {
      if (pending !== undefined) this.#finish(pending);
      pending = word;
      this.#tail = start;
    });
    return true;
  }

  /** Whether the text shows by now that it is indented otherwise. */
  #restyled(): boolean {
    const { unit, lineBreak } = detectIndentStyle(this.#prefix);
    return this.#tokens.length > 0 && (unit !== this.style.unit || lineBreak !== this.style.lineBreak);
  }

  #finish(word: string): void {
    this.#tokens.push(word);
    this.counts.add(this.#tokens, this.#tokens.length - 1);
  }
}
