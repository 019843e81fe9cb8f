import { isWordAt } from '../../base/text.ts';
import type { Prompt } from '../model.ts';

/**
 * Tells from the first text of a chat reply whether it continues the prefix, and
 * from where: after a repetition of the line, a quote, a fence, or a sentence
 * about what is to come.
 */
export type Opening =
  | 'echo'
  /** More text could make it an echo. */
  | 'undecided'
  | {
      /** Where the continuation begins, in characters. */
      readonly from: number;
      /** Text that closes what was opened, and ends the continuation. */
      readonly until?: string;
    };

type Place = Pick<Prompt, 'prefix' | 'suffix' | 'languageId'>;

/** How far back an echo may begin, in characters: some twenty lines. */
const REACH = 800;
const FENCE = '```';
/** Sentences before a fence are short; in characters. */
const MOST_PREAMBLE = 160;
/** Languages in which sentences and fences are text like any other. */
const PROSE = /^(plaintext|text|markdown|mdx|restructuredtext|asciidoc|org|latex|tex|git-commit|scminput)$/;

export function openingOf(reply: string, { prefix, languageId }: Place): Opening {
  const isProse = PROSE.test(languageId);
  const preamble = isProse ? 0 : preambleOf(reply);
  if (typeof preamble === 'string') return preamble;
  const isFenceText = isProse && isAtLineStart(prefix);
  const fence = isFenceText ? preamble : fenceFrom(reply, preamble);
  if (typeof fence === 'string') return fence;
  const inFence = fence > preamble ? { until: FENCE } : {};
  return afterFence(reply, fence, prefix, inFence);
}

function afterFence(reply: string, from: number, prefix: string, inFence: { until?: string }): Opening {
  const rest = reply.slice(from);
  const begun = rest.trimStart();
  const quote = /^["'“‘]/u.exec(begun)?.[0];
  const unquoted = quote === undefined ? begun : begun.slice(1).trimStart();
  if (unquoted === '') return 'undecided';
  const echo = echoOf(unquoted, prefix, begun !== rest);
  if (echo === 'undecided' || echo === 'echo') return echo;
  if (echo > 0) {
    const until = quote === undefined ? inFence : { until: CLOSING[quote] ?? quote };
    return { from: reply.length - unquoted.length + echo, ...until };
  }
  // After a word no string can begin; what is quoted there is the reply itself.
  if (quote !== undefined && endsInWord(prefix)) return 'echo';
  return { from, ...inFence };
}

const CLOSING: Readonly<Record<string, string>> = { '“': '”', '‘': '’' };

/** The length of a sentence that announces a fence. */
function preambleOf(reply: string): number | 'echo' | 'undecided' {
  const begun = reply.trimStart();
  if (begun !== '' && PREAMBLES.some((one) => one.startsWith(begun))) return 'undecided';
  if (!PREAMBLES.some((one) => begun.startsWith(one))) return 0;
  const fence = reply.indexOf(FENCE);
  if (fence >= 0) return fence;
  return reply.length > MOST_PREAMBLE ? 'echo' : 'undecided';
}

const PREAMBLES = [
  "Here's ",
  'Here’s ',
  'Here is ',
  'Here are ',
  'Sure,',
  'Sure!',
  'Certainly,',
  'Certainly!',
  'Of course,',
  'Of course!',
];

/** Where the text after an opening fence begins; `from` where there is none. */
function fenceFrom(reply: string, from: number): number | 'undecided' | 'echo' {
  const begun = reply.slice(from).trimStart();
  if (begun !== '' && FENCE.startsWith(begun)) return 'undecided';
  if (!begun.startsWith(FENCE)) return from;
  const [line] = /^```[\w+#.-]*[ \t]*\r?\n/.exec(begun) ?? [];
  if (line !== undefined) return reply.length - begun.length + line.length;
  return /^```[\w+#.-]*[ \t]*\r?$/.test(begun) ? 'undecided' : 'echo';
}

/** How much of the reply repeats the end of the prefix; 0 where nothing, `echo` where a continuation after it cannot be told from a repetition. */
function echoOf(reply: string, prefix: string, isAfterBlank: boolean): number | 'echo' | 'undecided' {
  const { lines, words } = repeatable(prefix);
  const own = lines.find((text) => repeats(reply, text, isAfterBlank));
  if (own !== undefined) {
    const isTelling = /\s/.test(own) || !isWordAt(reply, own.length);
    return isTelling && !isAfterBlank ? own.length + sameBlanks(prefix, reply.slice(own.length)) : 'echo';
  }
  if (words.some((text) => repeats(reply, text, isAfterBlank))) return 'echo';
  return [...lines, ...words].some((text) => text.startsWith(reply)) ? 'undecided' : 0;
}

interface Repeatable {
  /** From the start of the line of the cursor, or of a line before it, to the cursor. */
  readonly lines: readonly string[];
  /** From a later word of the line on; where the line is blank, the line before. */
  readonly words: readonly string[];
}

/** What an echo would begin with. */
function repeatable(prefix: string): Repeatable {
  const near = prefix.slice(-REACH).trimEnd();
  const start = near.lastIndexOf('\n') + 1;
  const line = near.slice(start);
  const words: string[] = [];
  for (let at = 0; at < line.length; at++) {
    if (isWordAt(line, at) && (at === 0 || !isWordAt(line, at - 1))) words.push(line.slice(at));
  }
  const whole = line.trimStart();
  if (isAtLineStart(prefix)) return { lines: [], words: words.length > 0 ? [whole] : [] };
  const before = near.slice(0, start).split('\n').slice(0, -1);
  const earlier = before.map((_, at) => [...before.slice(at), line].join('\n').trimStart());
  const lines = [...(words.length > 0 ? [whole] : []), ...earlier.toReversed()];
  return { lines, words: words.filter((word) => word !== whole) };
}

/** ` island` after `is` is another word, but `island` glued to it is the word once more, gone on with. */
function repeats(reply: string, text: string, isAfterBlank: boolean): boolean {
  if (!reply.startsWith(text) || reply === text) return false;
  const isOtherWord = isWordAt(text, text.length - 1) && isWordAt(reply, text.length);
  return !(isAfterBlank && isOtherWord);
}

/** How many blanks at the end of the prefix the reply repeats, too. */
function sameBlanks(prefix: string, rest: string): number {
  const blanks = prefix.slice(prefix.trimEnd().length);
  return rest.startsWith(blanks) ? blanks.length : 0;
}

function endsInWord(prefix: string): boolean {
  const end = prefix.trimEnd().length;
  return end > 0 && isWordAt(prefix, end - 1) && !isAtLineStart(prefix);
}

/** Whether only blanks stand before the cursor on its line. */
export function isAtLineStart(prefix: string): boolean {
  return /\n\s*$/.test(prefix.slice(-REACH));
}

/**
 * Whether the word before the cursor is known to be whole: elsewhere in the
 * document it is followed by a blank, and nowhere is it the start of a longer one.
 */
export function isClosedWord({ prefix, suffix }: Place): boolean {
  const word = /[\p{L}\p{M}\p{N}_$]+$/u.exec(prefix.slice(-REACH))?.[0] ?? '';
  const near = `${prefix.slice(-3 * REACH, -Math.max(1, word.length))}\n${suffix.slice(0, REACH)}`;
  if (word === '') return false;
  let isFollowedByBlank = false;
  for (let at = near.indexOf(word); at >= 0; at = near.indexOf(word, at + 1)) {
    if (at > 0 && isWordAt(near, at - 1)) continue;
    if (isWordAt(near, at + word.length)) return false;
    isFollowedByBlank ||= near.charAt(at + word.length) === ' ';
  }
  return isFollowedByBlank;
}
