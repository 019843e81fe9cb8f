/**
 * What an editor asks: a place in a text at one moment. A request is a value and
 * keeps its meaning when the document moves on.
 */
export interface DocumentSnapshot {
  readonly uri: string;
  /** As the editor names it; unknown ids are welcome. */
  readonly languageId: string;
  /** Only ever compared; editors start at 0 or 1 and jump. */
  readonly version: number;
  readonly text: string;
}

/** `automatic`: while typing; `invoked`: the user asked and waits. */
export type Trigger = 'automatic' | 'invoked';

export interface CompletionRequest {
  readonly document: DocumentSnapshot;
  /** The cursor, in UTF-16 code units from the start of the text. */
  readonly offset: number;
  readonly trigger: Trigger;
}
