import type { Invocation } from '../invocation.ts';
import { percent } from '../table.ts';
import { countTurns, figuresOf } from '../tally.ts';
import type { Terminal } from '../terminal.ts';
import type { Task, Turn } from '../typist.ts';
import { type Picture, Screen } from './screen.ts';

/** Shows a text being typed: on a terminal as an editor would, elsewhere as a line for each suggestion. */
export interface Stage {
  /** Shows one turn before its key goes in; resolves when the audience has seen it. */
  play(turn: Turn, turnsSoFar: readonly Turn[]): Promise<void>;
  close(): void;
}

/** Milliseconds a key takes at speed 1: a fast typist, ten times over. */
const KEY_MS = 12;
/** Milliseconds a suggestion stands before it is accepted, and more for each of its characters. */
const GHOST_MS = 130;
const GHOST_MS_PER_CHARACTER = 10;
const LONGEST_GHOST_MS = 400;
/** Milliseconds an accepted text stays marked. */
const FLASH_MS = 40;
/** Milliseconds that a wrong suggestion is there to be seen. */
const WRONG_MS = 300;

/** @param speed 2 is twice as fast; 0 makes no pauses */
export function screenStage(task: Task, speed: number, { terminal, clock, signal }: Invocation): Stage {
  const screen = new Screen(terminal);
  const pause = async (ms: number): Promise<void> => {
    if (speed > 0) await clock.sleep(ms / speed, signal);
  };
  return {
    async play({ offset, outcome, isNew, isRight, entered }, turnsSoFar) {
      const status = statusOf(task, offset, turnsSoFar);
      const text = task.target.slice(0, offset);
      const picture: Picture = { text, ghost: outcome.kind === 'shown' ? outcome : undefined, status };
      screen.draw(picture);
      if (!isRight) return pause(isNew ? WRONG_MS : KEY_MS);
      await pause(Math.min(LONGEST_GHOST_MS, GHOST_MS + GHOST_MS_PER_CHARACTER * entered.length));
      screen.draw({ text: text + entered, flashed: entered.length, status });
      await pause(FLASH_MS);
    },
    close: () => screen.close(),
  };
}

export function lineStage(task: Task, terminal: Terminal): Stage {
  return {
    async play({ offset, outcome, isNew, isRight }) {
      if (outcome.kind === 'silent' || !isNew) return;
      const before = task.target.slice(0, offset).split('\n');
      const place = `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
      const ending = isRight ? 'accepted' : 'typed over';
      const claim = percent(outcome.confidence, 0) ?? '';
      terminal.out(`${place.padEnd(8)}shown ${JSON.stringify(outcome.text)} ${claim}  ${ending}\n`);
    },
    close: () => undefined,
  };
}

function statusOf(task: Task, offset: number, turns: readonly Turn[]): string {
  const typed: Task = { ...task, target: task.target.slice(0, offset) };
  const figures = figuresOf(countTurns(typed, turns.slice(0, -1), false));
  return [
    `${offset} of ${task.target.length} characters`,
    `${turns.length - 1} keys, ${percent(figures.saved, 0) ?? '0 %'} saved`,
    `${figures.shown} shown, ${percent(figures.shareRight, 0) ?? '-'} right`,
    `answered in ${figures.waitMedian?.toFixed(1) ?? '-'} ms`,
  ].join('   ');
}
