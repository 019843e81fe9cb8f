import type { OpenDocument } from './open-document.ts';
import type { Predictor } from './predictor.ts';

/**
 * Tokens that were typed and are not yet learnt from. Learning takes longer than
 * answering, and no key has to wait for it: it is done between keys, or before the
 * next one. How to weigh evidence is the predictor's to learn.
 */

/** Half-typed states of a token that are learnt from, besides the whole one. */
const LEARNT_LENGTHS = 6;

interface Lesson {
  readonly id: number;
  readonly text: string;
  /** Of the line it was typed in. */
  readonly indent: string;
}

export class Lessons {
  readonly #predictor: Predictor;
  #document: OpenDocument | undefined;
  /** The last tokens of the document's history, in their order. */
  readonly #waiting: Lesson[] = [];

  constructor(predictor: Predictor) {
    this.#predictor = predictor;
  }

  /** A token was typed and joins the history. Those of another document, or before an edit that takes tokens back, must be learnt first. */
  note(document: OpenDocument, id: number, text: string): void {
    this.#document = document;
    this.#waiting.push({ id, text, indent: document.indent });
  }

  /** Learns from one. @returns whether more are waiting */
  learnOne(): boolean {
    const document = this.#document;
    const [lesson] = this.#waiting;
    if (!document || !lesson) return false;
    const { history } = document;
    // It is learnt where it was typed: at the end that the history had then.
    for (let count = 0; count < this.#waiting.length; count++) history.pop();
    try {
      this.#learn(lesson, document);
    } finally {
      for (const { id } of this.#waiting) history.push(id);
      this.#waiting.shift();
    }
    return this.#waiting.length > 0;
  }

  learnAll(): void {
    while (this.learnOne());
  }

  /** Every state that the token went through while it was typed is a lesson, shown or not. */
  #learn({ id, text, indent }: Lesson, document: OpenDocument): void {
    const { history, isInfill } = document;
    const render = (each: number): string | undefined => document.render(each, indent);
    this.#predictor.attend(history, document.neighbours);
    for (let length = 0; length <= text.length; length++) {
      if (length > LEARNT_LENGTHS && length < text.length) continue;
      this.#predictor.predict({ history, typed: text.slice(0, length), isInfill, render });
      this.#predictor.learn(id);
    }
  }
}
