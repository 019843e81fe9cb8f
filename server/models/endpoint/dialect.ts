import type { EndpointSettings } from '../../settings/settings.ts';

/**
 * What sets one kind of endpoint apart: how the request is spelled, how tokens
 * are listed in a reply, and its limits. A dialect is a value; it opens no
 * connection and judges no token.
 */
export interface Dialect {
  /** As written in `endpoint.dialect`. */
  readonly name: string;
  /** Where requests go, below the base URL; begins with a slash. */
  readonly path: string;
  /** Most alternatives a step that can be asked for. */
  readonly maxTopLogprobs: number;
  /** A chat model may repeat, quote or wrap what it was given instead of going on. */
  readonly mayEcho: boolean;
  /** Whether `auto` means this dialect for these settings; asked in the order of the list of dialects. */
  recognises(settings: EndpointSettings): boolean;
  /** The body of the request, to be sent as JSON. */
  request(ask: Ask): Readonly<Record<string, unknown>>;
  /** Reads one chunk of the reply; undefined when it is nothing of this dialect's. */
  read(chunk: unknown): ReplyPart | undefined;
}

/** A prompt as dialects spell it: cut to the window, limits lowered to theirs. */
export interface Ask {
  readonly model: string;
  readonly languageId: string;
  /** Text before the place asked about. */
  readonly before: string;
  /** Text after the cursor. */
  readonly after: string;
  readonly maxTokens: number;
  /** At least 1: without alternatives a made-up certainty cannot be told from a real one. */
  readonly topLogprobs: number;
}

/** What one chunk says, before anything in it is believed. */
export interface ReplyPart {
  /** The text that a reader of the reply would see. */
  readonly text: string;
  /** Tokens listed with it; none when the chunk lists none. */
  readonly tokens: readonly ListedToken[];
}

export interface ListedEntry {
  readonly text: string;
  /** The token's bytes where the endpoint gives them; `text` may be a spelling of broken ones. */
  readonly bytes?: readonly number[] | undefined;
  /** As sent; undefined where null, missing or not a number. */
  readonly logprob: number | undefined;
}

export interface ListedToken extends ListedEntry {
  readonly alternatives: readonly ListedEntry[];
}
