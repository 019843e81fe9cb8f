import type {
  Command,
  Position,
  TextDocumentIdentifier,
  VersionedTextDocumentIdentifier,
} from 'vscode-languageserver';

export type { Explanation, ReadingExplained } from '../completion/explanation.ts';
export { type Outcome, silenceReasons } from '../completion/outcome.ts';
export type { Step } from '../completion/continuation.ts';
export type { Band, Example, Preview } from '../engine/hindsight.ts';

/**
 * What Sureline adds to LSP: method strings and plain types, shared with the
 * client. Request type objects stay out: the two sides may run different copies
 * of the protocol library.
 */
export const methods = {
  /** Notification to the client: `StatusParams`. */
  status: 'sureline/status',
  /** Request from the client, `ExplainParams` to an `Explanation`, or null where the document is not open. */
  explain: 'sureline/explain',
  /** Request to clients that announce `capabilities.experimental.sureline.apiKey: true`, with `ApiKeyParams`: the key that was set for that place, or null. */
  apiKey: 'sureline/apiKey',
  /** Notification to clients that announce `capabilities.experimental.sureline.push: true`: `PushedParams`. */
  pushed: 'sureline/pushed',
  /** Notification to clients that announce `capabilities.experimental.sureline.refresh: true`: other settings decide from now on, so that a question answered before may have another answer. */
  refresh: 'sureline/refresh',
  /** Request from the client, nothing to a list of `Band`: how often what was shown was right. */
  reliability: 'sureline/reliability',
  /** Request from the client, `PreviewParams` to a `Preview`: what another cutoff would have done lately. */
  preview: 'sureline/preview',
} as const;

/** The command that an item carries; its one argument is `Accepted`. */
export const acceptedCommand = 'sureline.accepted';

/** The command that asks the endpoint what it can do: a `ProbeReport`, or null where no endpoint is set. */
export const probeCommand = 'sureline.probe';

export interface Accepted {
  readonly id: string;
  /** Probability, 0 to 1, that the item came with. */
  readonly confidence: number;
  readonly source: 'workspace' | 'endpoint' | 'cache';
}

export interface StatusParams {
  readonly state: 'ready' | 'learning' | 'off' | 'no-key' | 'no-probabilities' | 'endpoint-failed';
  /** While learning: how much of it is done, 0 to 100. */
  readonly percent?: number;
  /** The endpoint's model, where one is set. */
  readonly model?: string;
  /** One sentence for a person. */
  readonly reason?: string;
}

export interface ApiKeyParams {
  /** Scheme, host and port of the endpoint. A key goes to no other place than the one that it was set for. */
  readonly url: string;
}

export interface ExplainParams {
  readonly textDocument: TextDocumentIdentifier;
  readonly position: Position;
}

/** A longer sure text for what is shown at a place; it begins with that and adds no lines. */
export interface PushedParams {
  readonly textDocument: VersionedTextDocumentIdentifier;
  readonly position: Position;
  /** All of it, to stand at the position. */
  readonly insertText: string;
  readonly command: Command;
}

export interface PreviewParams {
  readonly cutoff: number;
}
