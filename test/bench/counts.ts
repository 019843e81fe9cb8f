import type { Task, Turn } from '../../server/cli/typist.ts';

/**
 * Counts what happened while a text was typed, so that figures can be made of
 * all suggestions and of the longer ones alone. Typing is the typists', what the
 * counts mean the figures'.
 */
export interface Counted {
  readonly file: string;
  /** UTF-16 code units that a person would type, and those of them that are no white space. */
  readonly characters: number;
  readonly visible: number;
  /** Keys it takes without suggestions, and keys it took. */
  readonly keysByHand: number;
  readonly keys: number;
  readonly suggestions: readonly Suggestion[];
}

/** One text on screen, from when it appears until it is accepted, typed over or grows. */
export interface Suggestion {
  /** Characters that accepting it spares, and those of them that are no white space. */
  readonly characters: number;
  readonly visible: number;
  /** Keys that accepting it spares, net of the accept. */
  readonly keysSaved: number;
  readonly confidence: number;
  readonly isRight: boolean;
  /** Keys pressed in this text before it appeared. */
  readonly atKey: number;
}

/** What typing by hand takes up to each offset of a text; one more entry than code units. */
export interface ByHand {
  readonly characters: Int32Array;
  readonly visible: Int32Array;
  readonly keys: Int32Array;
}

/**
 * @param start where typing begins; what stands before is given
 * @param keyEnd where the cursor is after the key pressed at an offset, and how many of the characters passed were typed
 */
export function countByHand(
  text: string,
  start: number,
  keyEnd: (offset: number) => { readonly end: number; readonly typed: number },
): ByHand {
  const size = text.length + 1;
  const byHand = {
    characters: new Int32Array(size),
    visible: new Int32Array(size),
    keys: new Int32Array(size),
  };
  let [characters, visible, keys] = [0, 0, 0];
  for (let offset = start; offset < text.length;) {
    const { end, typed } = keyEnd(offset);
    for (let at = offset; at < end; at++) {
      byHand.characters[at] = characters;
      byHand.visible[at] = visible;
      byHand.keys[at] = keys;
    }
    keys++;
    characters += typed;
    visible += visibleLength(text.slice(offset, offset + typed));
    offset = end;
  }
  byHand.characters[text.length] = characters;
  byHand.visible[text.length] = visible;
  byHand.keys[text.length] = keys;
  return byHand;
}

/** Counts one task. @param turns all its turns, in order */
export function countTurns(
  file: string,
  { target }: Task,
  turns: readonly Turn[],
  { characters, visible, keys }: ByHand,
): Counted {
  const at = (column: Int32Array, offset: number): number => column[Math.min(offset, target.length)] ?? 0;
  return {
    file,
    characters: at(characters, target.length),
    visible: at(visible, target.length),
    keysByHand: at(keys, target.length),
    keys: turns.length,
    suggestions: turns.flatMap(({ offset, outcome, isNew, isRight }, atKey) => {
      if (outcome.kind === 'silent' || !isNew) return [];
      const { text, confidence } = outcome;
      const spared = (column: Int32Array): number => at(column, offset + text.length) - at(column, offset);
      return [
        {
          characters: isRight ? spared(characters) : text.length,
          visible: isRight ? spared(visible) : visibleLength(text),
          keysSaved: isRight ? spared(keys) - 1 : 0,
          confidence,
          isRight,
          atKey,
        },
      ];
    }),
  };
}

/** All of them as one; keys are counted on from one to the next. */
export function pool(file: string, all: readonly Counted[]): Counted {
  const sum = (pick: (one: Counted) => number): number => all.reduce((total, one) => total + pick(one), 0);
  return {
    file,
    characters: sum((one) => one.characters),
    visible: sum((one) => one.visible),
    keysByHand: sum((one) => one.keysByHand),
    keys: sum((one) => one.keys),
    suggestions: all.flatMap((one) => one.suggestions),
  };
}

function visibleLength(text: string): number {
  return text.replaceAll(/\s/g, '').length;
}
