import { isWordAt } from '../../base/text.ts';
import type { Step } from '../../completion/continuation.ts';

/**
 * Chat models sometimes repeat what they were given, quote it or open a code
 * fence, and are very sure of it. Such a reply is no continuation, however
 * probable: it ends as unknown.
 */

/** How far back an echo may begin on the line of the cursor, in characters; few lines, with their indentation, are longer. */
const REACH = 240;
const FENCE = '```';

/** Hands steps on once their text is seen to be no echo. */
export async function* withoutEcho(prefix: string, steps: AsyncIterable<Step>): AsyncGenerator<Step> {
  const held: Step[] = [];
  let isContinuation = false;
  for await (const step of steps) {
    if (isContinuation) {
      yield step;
      continue;
    }
    held.push(step);
    const opening = openingOf(textOf(held), prefix);
    if (opening === 'echo') break;
    if (opening === 'undecided') continue;
    isContinuation = true;
    yield* held;
  }
  if (isContinuation) return;
  const text = textOf(held);
  if (text === '') yield* held;
  else yield { text, logprob: undefined, alternatives: [] };
}

/** Whether a reply that begins like this goes on with the prefix; `undecided` while more text could make it an echo. */
function openingOf(reply: string, prefix: string): 'continuation' | 'echo' | 'undecided' {
  const begun = reply.trimStart();
  if (begun.startsWith(FENCE)) return 'echo';
  const isQuoted = /^["'“‘]/u.test(begun);
  if (isQuoted && endsInWord(prefix)) return 'echo';
  const unquoted = isQuoted ? begun.slice(1).trimStart() : begun;
  if (unquoted === '' || FENCE.startsWith(begun)) return 'undecided';
  const texts = repeatable(prefix);
  const isAfterBlank = begun !== reply;
  if (texts.some((text) => repeats(unquoted, text, isAfterBlank))) return 'echo';
  return texts.some((text) => text.startsWith(unquoted)) ? 'undecided' : 'continuation';
}

/** What an echo would begin with: the line of the cursor from any of its words on or, where it is blank, the line before. */
function repeatable(prefix: string): string[] {
  const near = prefix.slice(-REACH).trimEnd();
  const line = near.slice(near.lastIndexOf('\n') + 1);
  const texts: string[] = [];
  for (let at = 0; at < line.length; at++) {
    if (isWordAt(line, at) && (at === 0 || !isWordAt(line, at - 1))) texts.push(line.slice(at));
  }
  if (texts.length > 0) texts.unshift(line.trimStart());
  return isAtLineStart(prefix) ? texts.slice(0, 1) : texts;
}

/** ` island` after `is` is another word, but `island` glued to it is the word once more, gone on with. */
function repeats(reply: string, text: string, isAfterBlank: boolean): boolean {
  if (!reply.startsWith(text) || reply === text) return false;
  const isOtherWord = isWordAt(text, text.length - 1) && isWordAt(reply, text.length);
  return !(isAfterBlank && isOtherWord);
}

function endsInWord(prefix: string): boolean {
  const end = prefix.trimEnd().length;
  return end > 0 && isWordAt(prefix, end - 1) && !isAtLineStart(prefix);
}

function isAtLineStart(prefix: string): boolean {
  return /\n\s*$/.test(prefix.slice(-REACH));
}

function textOf(steps: readonly Step[]): string {
  return steps.map((step) => step.text).join('');
}
