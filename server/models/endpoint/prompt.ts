import { splitsCharacter } from '../../base/text.ts';
import type { EndpointSettings } from '../../settings/settings.ts';
import type { Prompt } from '../model.ts';
import type { Ask, Dialect } from './dialect.ts';

/** How much of a document a request carries: a window around the cursor, cut at line starts where it can be. */

/** Most characters before the place asked about; some 800 tokens, most of what a short completion gains from. */
const MAX_BEFORE = 3000;
/**
 * The start of the window moves in jumps of this many characters, so that it is
 * the same from key to key: servers reuse what they computed for a prompt only
 * as long as its beginning does not change.
 */
const JUMP = 1000;
/** Most characters after the cursor. */
const MAX_AFTER = 1000;
/** How far a cut may move to reach a line start, in characters; in longer lines it stays inside the line. */
const REACH = 300;

/** The part of a prompt that is sent, with its limits lowered to those of the dialect. */
export function askFor(prompt: Prompt, settings: EndpointSettings, dialect: Dialect): Ask {
  return {
    model: settings.model,
    languageId: prompt.languageId,
    before: windowBefore(prompt.prefix),
    after: windowAfter(prompt.suffix),
    maxTokens: prompt.maxTokens,
    topLogprobs: Math.max(1, Math.min(prompt.topLogprobs, dialect.maxTopLogprobs)),
  };
}

/** The end of the text before the cursor; as long as the window does not jump, a longer prefix only adds to it. */
export function windowBefore(prefix: string): string {
  if (prefix.length <= MAX_BEFORE) return prefix;
  const start = Math.ceil((prefix.length - MAX_BEFORE) / JUMP) * JUMP;
  const lineBreak = prefix.slice(start - 1, start + REACH).indexOf('\n');
  if (lineBreak >= 0) return prefix.slice(start + lineBreak);
  return prefix.slice(splitsCharacter(prefix, start) ? start + 1 : start);
}

/** The beginning of the text after the cursor. */
export function windowAfter(suffix: string): string {
  if (suffix.length <= MAX_AFTER) return suffix;
  const lineBreak = suffix.slice(MAX_AFTER - REACH, MAX_AFTER).lastIndexOf('\n');
  if (lineBreak >= 0) return suffix.slice(0, MAX_AFTER - REACH + lineBreak + 1);
  return suffix.slice(0, splitsCharacter(suffix, MAX_AFTER) ? MAX_AFTER - 1 : MAX_AFTER);
}
