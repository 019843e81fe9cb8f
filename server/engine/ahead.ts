import type { CompletionRequest } from '../completion/request.ts';
import type { Site } from './ask-policy.ts';
import type { Reply } from './reply.ts';

/**
 * A reply that was asked for ahead: at the end of a shown text, before anybody
 * took it. Says how it stands to what the text became; asking, and what is made
 * of the reply, are others' business.
 */
export interface Ahead {
  readonly reply: Reply;
  readonly site: Site;
  /** The document as it will be if the shown text is taken, with the cursor behind that. */
  readonly expected: CompletionRequest;
}

/** Characters before the cursor, or the anchor, that must be as expected. */
const WINDOW = 256;

/** The text has not come to the anchor yet, has, or went elsewhere. */
export function standingOf(
  { site: { anchor }, expected }: Ahead,
  { document, offset }: CompletionRequest,
): 'waiting' | 'reached' | 'over' {
  const end = Math.min(offset, anchor);
  const start = Math.max(0, end - WINDOW);
  const isExpected =
    document.uri === expected.document.uri &&
    document.text.slice(start, end) === expected.document.text.slice(start, end);
  if (!isExpected) return 'over';
  return offset < anchor ? 'waiting' : 'reached';
}
