import { splitsCharacter } from '../../server/base/text.ts';
import type { Task } from '../../server/cli/typist.ts';
import { detectIndentStyle } from '../../server/models/workspace/indentation.ts';

/**
 * What an editor types by itself: the indentation of a new line, and the bracket
 * that closes one just opened. Only what stands in the text that is to be typed
 * is given; where an editor would guess wrong, the person types by hand.
 */

/** A bracket that the editor has put in after the cursor. */
interface Given {
  /** Where it ends in the target. */
  readonly end: number;
  /** The bracket, and the line break and indentation before it once the editor has made those. */
  readonly text: string;
}

/** A bracket of the target and the one that closes it. */
interface Pair {
  /** Where the closing one ends. */
  readonly end: number;
  /** What the editor makes of it; undefined where that is not what the target has. */
  readonly given: Given | undefined;
  /** It stands on a line of its own, where the editor puts it at the line break after the opening one. */
  readonly splits: boolean;
}

export interface KeyPress {
  /** Where the cursor is afterwards. */
  readonly end: number;
  /** Characters of what was passed that the key itself typed. */
  readonly typed: number;
}

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

export class Editor {
  readonly #task: Task;
  readonly #unit: string;
  /** A line that ends so has the next one indented. */
  readonly #opener: RegExp;
  readonly #pairs: ReadonlyMap<number, Pair>;
  /** Innermost last. */
  #pending: readonly Given[] = [];

  constructor(task: Task, languageId: string) {
    this.#task = task;
    this.#unit = detectIndentStyle(task.before + task.target + task.after).unit;
    this.#opener = languageId === 'python' ? /[([{:]\s*$/ : /[([{]\s*$/;
    this.#pairs = pairsOf(task.target);
  }

  /** What stands after the cursor. */
  get after(): string {
    const given = this.#pending.map(({ text }) => text).toReversed();
    return given.join('') + this.#task.after;
  }

  /** Whether a suggestion from one offset to another leaves the text as it is meant to be, with what the editor has put in. */
  fits(offset: number, reach: number): boolean {
    return this.#after(offset, reach) !== undefined;
  }

  /** Takes such a suggestion. Brackets that it opens are not closed by the editor. */
  accept(offset: number, reach: number): void {
    this.#pending = this.#after(offset, reach) ?? [];
  }

  /** Where typing begins: after the indentation that stands on the empty line. */
  get start(): number {
    return this.#task.before === '' ? 0 : this.#indented(0);
  }

  /** One key at an offset: moves over what was given there, or types a character and what the editor adds. */
  press(offset: number): KeyPress {
    const { target } = this.#task;
    const given = this.#pending.at(-1);
    if (given && startOf(given) === offset) {
      this.#pending = this.#pending.slice(0, -1);
      return { end: given.end, typed: 0 };
    }
    const end = characterEnd(target, offset);
    const pair = this.#pairs.get(offset);
    if (pair?.given) this.#pending = [...this.#pending, bracketOf(pair.given)];
    const isBreak = target[end - 1] === '\n';
    const opened = this.#pairs.get(offset - 1);
    if (isBreak && opened?.given && opened.splits && opened.given.end === given?.end) {
      this.#pending = [...this.#pending.slice(0, -1), opened.given];
    }
    return { end: isBreak ? this.#indented(end) : end, typed: end - offset };
  }

  /** What is put in still after such a suggestion: a bracket that it brings itself may serve for one further out that is not closed. */
  #after(offset: number, reach: number): readonly Given[] | undefined {
    const inner = this.#pending.at(-1);
    if (!inner || startOf(inner) >= reach) return this.#pending;
    const others = this.#pending.slice(0, -1);
    const line = this.#task.target.indexOf('\n', reach);
    const outer = [...this.#pairs]
      .toReversed()
      .find(
        ([opening, { end }]) =>
          opening < offset &&
          end > reach &&
          others.every((other) => other.end !== end) &&
          (line < 0 || end <= line),
      )?.[1];
    const next = others.at(-1);
    if (!outer || (next && startOf(next) < outer.end)) return undefined;
    const text = this.#task.target.slice(outer.end - 1, outer.end);
    return text === inner.text ? [...others, { end: outer.end, text }] : undefined;
  }

  /** The offset after the indentation of a new line, where the editor gives just that. */
  #indented(lineStart: number): number {
    const { before, target } = this.#task;
    const own = /^[ \t]*/.exec(target.slice(lineStart))?.[0] ?? '';
    const above = (before + target.slice(0, lineStart)).trimEnd();
    const lineAbove = above.slice(above.lastIndexOf('\n') + 1);
    const indent = /^[ \t]*/.exec(lineAbove)?.[0] ?? '';
    const wanted = this.#opener.test(lineAbove) ? indent + this.#unit : indent;
    return own === wanted ? lineStart + own.length : lineStart;
  }
}

function startOf({ end, text }: Given): number {
  return end - text.length;
}

function bracketOf({ end, text }: Given): Given {
  return { end, text: text.slice(-1) };
}

/** Where a character, or a line break of two, ends. */
export function characterEnd(text: string, offset: number): number {
  const end = offset + 1;
  return splitsCharacter(text, end) || text.startsWith('\r\n', offset) ? end + 1 : end;
}

/** The brackets that match, by where they open, in the order of that. */
function pairsOf(target: string): ReadonlyMap<number, Pair> {
  const pairs: [number, Pair][] = [];
  const open: number[] = [];
  for (let at = 0; at < target.length; at++) {
    const sign = target.charAt(at);
    if (sign in CLOSING) open.push(at);
    else if (sign === ')' || sign === ']' || sign === '}') {
      const opening = open.pop();
      // Out of step, as in a string: nothing that is open here is sure to be matched.
      if (opening === undefined || CLOSING[target.charAt(opening)] !== sign) open.length = 0;
      else pairs.push([opening, pairOf(target, opening, at)]);
    }
  }
  return new Map(pairs.toSorted(([one], [other]) => one - other));
}

/** An editor puts the closing bracket right after the cursor or, after a line break, on a line of its own. */
function pairOf(target: string, opening: number, closing: number): Pair {
  const inside = target.slice(opening + 1, closing);
  const end = closing + 1;
  if (!/^\r?\n/.test(inside)) return { end, given: { end, text: target.slice(closing, end) }, splits: false };
  const margin = /\r?\n[ \t]*$/.exec(inside);
  if (!margin || margin.index === 0) return { end, given: undefined, splits: false };
  return { end, given: { end, text: target.slice(opening + 1 + margin.index, end) }, splits: true };
}
