import { splitsCharacter } from '../../base/text.ts';
import type { Prompt } from '../model.ts';
import type { Ask, Route } from './dialect.ts';
import type { Limits } from './limits.ts';
import { withoutSpecialTokens } from './special-tokens.ts';

/** How much of a document a request carries: a window around the cursor, cut at line starts where it can be. */

/** Characters that make a token of code, on average. The tokens of the model are not known here, and a window needs no exact size. */
const CHARACTERS_PER_TOKEN = 3.5;
/** Share of the window that lies before the cursor. */
const SHARE_BEFORE = 0.75;
/** How far a cut may move to reach a line start, as a share of the text; in longer lines it stays inside the line. */
const REACH = 0.1;

/** The part of a prompt that is sent, with its limits lowered to those of the route and of the endpoint. */
export function askFor(
  prompt: Prompt,
  model: string,
  route: Pick<Route, 'maxTopLogprobs'>,
  limits: Limits,
): Ask {
  const characters = limits.windowTokens * CHARACTERS_PER_TOKEN;
  const before = Math.floor(characters * SHARE_BEFORE);
  return {
    model,
    languageId: prompt.languageId,
    fileName: fileNameOf(prompt.uri),
    before: harmless(windowBefore(prompt.prefix, before)),
    after: harmless(windowAfter(prompt.suffix, Math.floor(characters) - before)),
    maxTokens: prompt.maxTokens,
    topLogprobs: Math.max(1, Math.min(prompt.topLogprobs, route.maxTopLogprobs, limits.topLogprobs)),
  };
}

/**
 * The end of the text before the cursor. Its start moves in jumps of a third of
 * the window, so that it is the same from key to key: servers reuse what they
 * computed for a prompt only as long as its beginning does not change.
 * @param most in characters
 */
export function windowBefore(prefix: string, most: number): string {
  if (prefix.length <= most) return prefix;
  const jump = Math.floor(most / 3);
  const start = Math.ceil((prefix.length - most) / jump) * jump;
  const lineBreak = prefix.slice(start - 1, start + Math.floor(most * REACH)).indexOf('\n');
  if (lineBreak >= 0) return prefix.slice(start + lineBreak);
  return prefix.slice(splitsCharacter(prefix, start) ? start + 1 : start);
}

/** The beginning of the text after the cursor. @param most in characters */
export function windowAfter(suffix: string, most: number): string {
  if (suffix.length <= most) return suffix;
  const reach = Math.floor(most * REACH);
  const lineBreak = suffix.slice(most - reach, most).lastIndexOf('\n');
  if (lineBreak >= 0) return suffix.slice(0, most - reach + lineBreak + 1);
  return suffix.slice(0, splitsCharacter(suffix, most) ? most - 1 : most);
}

/** Without half characters, which some servers answer with an error: at the cursor they are left out, elsewhere replaced. */
function harmless(text: string): string {
  return withoutSpecialTokens(text.replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, '').toWellFormed());
}

function fileNameOf(uri: string): string {
  const path = uri.slice(uri.lastIndexOf('/') + 1).replace(/[?#].*$/, '');
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
