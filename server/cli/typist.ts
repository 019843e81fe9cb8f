import { splitsCharacter } from '../base/text.ts';
import { type Outcome, silent } from '../completion/outcome.ts';

/**
 * Types a text as a person would who accepts a suggestion exactly when all of
 * it is what they meant. It never shows the asked side what is still to come;
 * counting what happens is the tally's business.
 */
export interface Task {
  /** What stands in the document before the place where typing begins. */
  readonly before: string;
  /** What is to be typed. */
  readonly target: string;
  /** What stands after that place, and stays there. */
  readonly after: string;
}

/** The editor's side: what is asked at each cursor, and told when a suggestion is taken. */
export interface Seat {
  /** @param offset the cursor in `text`, in UTF-16 code units */
  ask(text: string, offset: number): Promise<Outcome>;
  accepted(id: string): void;
  /** Milliseconds; never goes back. */
  now(): number;
  /** The editor itself types the indentation after a line break. */
  readonly givesIndent: boolean;
  /** Resolves when the person's next key is due; without it, they wait for each answer. */
  nextKey?(): Promise<void>;
}

/** One cursor position: what was answered there, and the one key that then followed. */
export interface Turn {
  /** Where the cursor is in the target. */
  readonly offset: number;
  readonly outcome: Outcome;
  /** Milliseconds from the question to the answer. */
  readonly waited: number;
  /** Something is shown that was not already on screen: a text that stays up while typed along is not new, one that grew is. */
  readonly isNew: boolean;
  /** All that is shown is what the target has here. */
  readonly isRight: boolean;
  /** A text was on screen, the last key agreed with it, and now it is gone or replaced by one that does not extend it. */
  readonly isWithdrawn: boolean;
  /** What the key brings into the document: the suggestion where it is right, else the next character. */
  readonly entered: string;
}

/** The turns of one task, each yielded before its key goes in. */
export async function* typing(task: Task, seat: Seat): AsyncGenerator<Turn, void, undefined> {
  let offset = 0;
  let standing = '';
  while (offset < task.target.length) {
    const typed = task.before + task.target.slice(0, offset);
    const answer = await answerBeforeKey(typed + task.after, typed.length, seat);
    const { waited } = answer;
    const outcome = asEntered(answer.outcome, task);
    const shown = outcome.kind === 'shown' ? outcome.text : '';
    const isRight = shown !== '' && task.target.startsWith(shown, offset);
    const end = keyEnd(task.target, offset + (isRight ? shown.length : 1), seat.givesIndent);
    const entered = task.target.slice(offset, end);
    yield {
      offset,
      outcome,
      waited,
      isNew: shown !== '' && shown !== standing,
      isRight,
      isWithdrawn: !shown.startsWith(standing) && !isLate(outcome),
      entered,
    };
    if (isRight && outcome.kind === 'shown') seat.accepted(outcome.id);
    standing = !isRight && shown.startsWith(entered) ? shown.slice(entered.length) : '';
    offset = end;
  }
}

/** What an editor makes of a suggestion: its lines end as those of the document do, of which an empty one shows nothing yet. */
export function asEntered(outcome: Outcome, { target }: Task): Outcome {
  if (outcome.kind === 'silent' || !target.includes('\r\n')) return outcome;
  return { ...outcome, text: outcome.text.replaceAll(/\r?\n/g, '\r\n') };
}

/** What is on screen when the next key is due. An answer that is not there by then comes too late. */
async function answerBeforeKey(
  text: string,
  offset: number,
  seat: Seat,
): Promise<Pick<Turn, 'outcome' | 'waited'>> {
  const asked = seat.now();
  const answered = seat.ask(text, offset).then((outcome) => ({ outcome, waited: seat.now() - asked }));
  if (!seat.nextKey) return answered;
  const due = seat.nextKey();
  const late = due.then(() => ({ outcome: silent('superseded'), waited: seat.now() - asked }));
  const first = await Promise.race([answered, late]);
  await due;
  return first;
}

function isLate(outcome: Outcome): boolean {
  return outcome.kind === 'silent' && outcome.reason === 'superseded';
}

/** Keys that a text takes without any suggestion. */
export function keysByHand(text: string, givesIndent: boolean): number {
  let keys = 0;
  for (let offset = 0; offset < text.length; offset = keyEnd(text, offset + 1, givesIndent)) keys++;
  return keys;
}

/** Where the cursor really ends after a key that reached `offset`: never inside a character or a line break, nor in an indentation that the editor gives. */
function keyEnd(text: string, offset: number, givesIndent: boolean): number {
  if (splitsCharacter(text, offset) || text.startsWith('\r\n', offset - 1)) {
    return keyEnd(text, offset + 1, givesIndent);
  }
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const isIndenting = givesIndent && lineStart > 0 && text.slice(lineStart, offset).trim() === '';
  return isIndenting ? offset + (/^[ \t]*/.exec(text.slice(offset))?.[0].length ?? 0) : offset;
}
