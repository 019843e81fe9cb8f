import type { Outcome } from '../../server/completion/outcome.ts';
import { asEntered, type Task, type Turn, typing } from '../../server/cli/typist.ts';
import { type ByHand, countByHand } from './counts.ts';
import { characterEnd, Editor } from './editor.ts';

/** Types a text either with nothing but its keys, as `sureline replay` does, or in an editor that indents and closes brackets. */
export interface Seat {
  /** @param offset the cursor in `text`, in UTF-16 code units */
  ask(text: string, offset: number): Promise<Outcome>;
  accepted(id: string): void;
}

/** How a text is typed, and what that takes without suggestions. */
export interface Typist {
  type(task: Task, languageId: string, seat: Seat): AsyncIterable<Turn>;
  byHand(task: Task, languageId: string): ByHand;
}

/** Time is no matter here. */
const atOnce = { now: () => 0, givesIndent: false };

/** Every character is a key. */
export const everyKey: Typist = {
  type: (task, _languageId, seat) =>
    typing(task, {
      ...atOnce,
      ask: (text, offset) => seat.ask(text, offset),
      accepted: (id) => seat.accepted(id),
    }),
  byHand: ({ target }) =>
    countByHand(target, 0, (offset) => {
      const end = characterEnd(target, offset);
      return { end, typed: end - offset };
    }),
};

/** The editor types the indentation of a line, and closes brackets; neither counts as characters. */
export const inEditor: Typist = {
  type: typeInEditor,
  byHand: (task, languageId) => {
    const editor = new Editor(task, languageId);
    return countByHand(task.target, editor.start, (offset) => editor.press(offset));
  },
};

async function* typeInEditor(
  task: Task,
  languageId: string,
  seat: Seat,
): AsyncGenerator<Turn, void, undefined> {
  const { before, target } = task;
  const editor = new Editor(task, languageId);
  let standing = '';
  for (let offset = editor.start; offset < target.length;) {
    const typed = before + target.slice(0, offset);
    const outcome = asEntered(await seat.ask(typed + editor.after, typed.length), task);
    const shown = outcome.kind === 'shown' ? outcome.text : '';
    const reach = offset + shown.length;
    const isRight = shown !== '' && target.startsWith(shown, offset) && editor.fits(offset, reach);
    if (isRight) editor.accept(offset, reach);
    const end = isRight ? reach : editor.press(offset).end;
    const entered = target.slice(offset, end);
    const isWithdrawn = !shown.startsWith(standing);
    const isNew = shown !== '' && shown !== standing;
    yield { offset, outcome, waited: 0, isNew, isRight, isWithdrawn, entered };
    if (isRight && outcome.kind === 'shown') seat.accepted(outcome.id);
    standing = !isRight && shown.startsWith(entered) ? shown.slice(entered.length) : '';
    offset = end;
  }
}
