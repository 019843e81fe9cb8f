import type { CompletionRequest } from '../completion/request.ts';
import { silent, type Silent } from '../completion/outcome.ts';
import type { Exclusions } from '../context/exclusions.ts';
import { type Settings, settingsFor } from '../settings/settings.ts';

/** The cheap reasons for silence, before any model is thought of. */

/** Larger documents are data, dumps or generated; reading them at every key would cost more than it gives. */
const MAX_DOCUMENT_LENGTH = 4_000_000;

/** Returns the silence a request ends in before it begins, if it does. */
export function ineligible(
  { document, offset, trigger }: CompletionRequest,
  settings: Settings,
  exclusions: Exclusions,
): Silent | undefined {
  if (!settingsFor(settings, document.languageId).enabled) {
    return settings.enabled ? silent('language-off', document.languageId) : silent('switched-off');
  }
  if (document.text.length > MAX_DOCUMENT_LENGTH) return silent('too-large');
  if (trigger === 'automatic' && offset === 0 && document.text === '') return silent('nothing-known');
  if (looksBinary(document.text)) return silent('not-text');
  if (exclusions.covers(document.uri)) return silent('excluded');
  return undefined;
}

function looksBinary(text: string): boolean {
  return text.slice(0, 1024).includes('\0');
}
