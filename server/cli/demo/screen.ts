import type { Terminal } from '../terminal.ts';
import { colourLine, paint, type Segment } from './colour.ts';

/** Draws the text being typed on a terminal, in place and without flicker. */
export interface Picture {
  /** What has been typed, up to the cursor. */
  readonly text: string;
  /** The suggestion at the cursor, and how probable it is, 0 to 1. */
  readonly ghost?: { readonly text: string; readonly confidence: number } | undefined;
  /** How many of the last characters of `text` were just accepted. */
  readonly flashed?: number;
  /** Figures so far, one line. */
  readonly status: string;
}

const ESC = '\u001B[';
const HIDE_CURSOR = `${ESC}?25l`;
const SHOW_CURSOR = `${ESC}?25h`;
/** Terminals that know these hold the picture back until it is whole; the others ignore them. */
const BEGIN_FRAME = `${ESC}?2026h`;
const END_FRAME = `${ESC}?2026l`;
const CLEAR_TO_END_OF_LINE = `${ESC}K`;
const MAX_LINES = 20;
/** Lines of the terminal kept for what stands above and below the text. */
const OTHER_LINES = 6;
const TAB = '    ';

export class Screen {
  readonly #terminal: Terminal;
  readonly #height: number;
  #drawn = 0;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
    this.#height = Math.max(3, Math.min(MAX_LINES, terminal.rows - OTHER_LINES));
  }

  draw(picture: Picture): void {
    const lines = frame(picture, this.#height, this.#terminal.columns - 1);
    const up = this.#drawn > 0 ? `${ESC}${this.#drawn}A` : HIDE_CURSOR;
    const body = lines.map((line) => `\r${line}${CLEAR_TO_END_OF_LINE}\n`).join('');
    this.#drawn = lines.length;
    this.#terminal.out(BEGIN_FRAME + up + body + END_FRAME);
  }

  /** Leaves the last picture where it is and gives the cursor back. */
  close(): void {
    if (this.#drawn > 0) this.#terminal.out(SHOW_CURSOR);
    this.#drawn = 0;
  }
}

/** The lines of one picture: always `height` of text and two for the status, none wider than `width`. */
export function frame(
  { text, ghost, flashed = 0, status }: Picture,
  height: number,
  width: number,
): readonly string[] {
  const kept = text.slice(0, text.length - flashed);
  const lines = kept.split('\n').map((line) => colourLine(line.replaceAll('\t', TAB)));
  append(lines, { text: text.slice(kept.length), style: 'flash' });
  append(lines, { text: ghost?.text ?? '', style: 'ghost' });
  append(lines, { text: ghost ? ` ${(ghost.confidence * 100).toFixed(0)} %` : '', style: 'probability' });
  const shown = lines.slice(-height).map((line) => paint(clip(line, width)));
  const blank = Array<string>(height - shown.length).fill('');
  return [...shown, ...blank, '', paint(clip([{ text: status, style: 'status' }], width))];
}

/** Adds a segment where the last line ends; at each line break in it a new line begins. */
function append(lines: Segment[][], { text, style }: Segment): void {
  for (const [index, part] of text.replaceAll('\t', TAB).split('\n').entries()) {
    if (index > 0) lines.push([]);
    lines.at(-1)?.push({ text: part, style });
  }
}

/** The end of a line that is too long, where the cursor is. */
function clip(line: readonly Segment[], width: number): readonly Segment[] {
  let excess = line.reduce((length, { text }) => length + text.length, 0) - width;
  return line.map((segment) => {
    const cut = Math.min(segment.text.length, Math.max(0, excess));
    excess -= cut;
    return { ...segment, text: segment.text.slice(cut) };
  });
}
