import type { Position, TextDocumentIdentifier } from 'vscode-languageserver';

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
  /** Request to clients that announce `capabilities.experimental.sureline.apiKey: true`: the key, or null. */
  apiKey: 'sureline/apiKey',
} as const;

/** The command that an item carries; its one argument is `Accepted`. */
export const acceptedCommand = 'sureline.accepted';

export interface Accepted {
  readonly id: string;
  /** Probability, 0 to 1, that the item came with. */
  readonly confidence: number;
  readonly source: 'workspace' | 'endpoint' | 'cache';
}

export interface StatusParams {
  readonly state: 'ready' | 'learning' | 'off' | 'no-key' | 'endpoint-failed';
  /** While learning: how much of it is done, 0 to 100. */
  readonly percent?: number;
  /** The endpoint's model, where one is set. */
  readonly model?: string;
  /** One sentence for a person. */
  readonly reason?: string;
}

export interface ExplainParams {
  readonly textDocument: TextDocumentIdentifier;
  readonly position: Position;
}
