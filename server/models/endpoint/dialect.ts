/**
 * What sets one kind of endpoint apart: how it is known, how a request is
 * spelled, how tokens are listed in a reply, and its limits. A dialect is a
 * value; it opens no connection and judges no token.
 */
export interface Dialect {
  /** As written in `endpoint.dialect`. */
  readonly name: string;
  /** The hosts of a service that speaks it; tested against the host name alone. */
  readonly hosts?: RegExp;
  /** The models that it is known for; where given, `auto` takes it for no others. */
  readonly models?: RegExp;
  /** The port where such a server listens unless told otherwise: a hint, for where it does not say what it is. */
  readonly port?: number;
  /** What such a server answers and no other. */
  readonly sign?: Sign;
  /** Why this model gives no probabilities here, and what to use instead, as sentences; undefined where it may. */
  refusal?(model: string): string | undefined;
  /** What helps where answers come without probabilities, to follow a colon; where it is not another model. */
  readonly remedy?: string;
  /** The ways to ask for a completion, best first; the next is taken where the endpoint does not have the one before. */
  routes(model: string): readonly Route[];
}

/** A cheap GET that tells what kind of server answers. */
export interface Sign {
  /** Beside the `/v1` of the base URL, not below it. */
  readonly path: string;
  /** @param body the answer: JSON, or text where it is none */
  readonly tells: (body: unknown) => boolean;
}

/** One way to ask an endpoint for a completion. */
export interface Route {
  /** For people, and different for each route of a dialect. */
  readonly name: string;
  /** The model is told what follows the cursor in a form that it was trained on. */
  readonly fillsInMiddle: boolean;
  /** Most alternatives a step that can be asked for. */
  readonly maxTopLogprobs: number;
  /** A chat model may repeat, quote or wrap what it was given instead of going on. */
  readonly mayEcho: boolean;
  /** Tokens that end inside a character may be missing from the list, with their probabilities. */
  readonly hidesTokens?: boolean;
  /** The header that carries the key, where that is not `authorization`. */
  readonly keyHeader?: string;
  /** Where requests go. @param baseUrl as it is set, without a slash at its end */
  url(baseUrl: string): string;
  /** The body of the request, to be sent as JSON. */
  request(ask: Ask): Readonly<Record<string, unknown>>;
  /** Reads one chunk of the reply; undefined when it is nothing of this dialect's. */
  read(chunk: unknown): ReplyPart | undefined;
  /** What the reply shows once more before it goes on, without listing its tokens. */
  repeats?(ask: Ask): string;
  /** The blanks before the cursor that were not sent, so that the reply has to begin with them. */
  owes?(ask: Ask): string;
}

/** A prompt as routes spell it: cut to the window, limits lowered to theirs, no half characters, no special tokens. */
export interface Ask {
  readonly model: string;
  readonly languageId: string;
  /** Name of the file, without its folders. */
  readonly fileName: string;
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
  /** Some of the tokens spell what is not shown, such as reasoning. */
  readonly isHiding?: boolean;
  /** How many tokens the endpoint has made so far, where it says so. */
  readonly made?: number | undefined;
}

export interface ListedEntry {
  readonly text: string;
  /** The token's bytes where the endpoint gives them; `text` may be a spelling of broken ones. */
  readonly bytes?: readonly number[] | undefined;
  /** As sent; undefined where null, missing or not a number. */
  readonly logprob: number | undefined;
  /** The endpoint says that it is a control token, no text. */
  readonly isSpecial?: boolean;
}

export interface ListedToken extends ListedEntry {
  readonly alternatives: readonly ListedEntry[];
}
