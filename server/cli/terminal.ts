/** What a command has instead of the process it runs in; the real one is built in `main`. */
export interface Terminal {
  /** To standard output. */
  out(text: string): void;
  /** To standard error. */
  err(text: string): void;
  /** Standard output is a person's terminal: colours, redrawing. */
  readonly isInteractive: boolean;
  /** Standard error is a person's terminal: progress. */
  readonly showsProgress: boolean;
  /** Size of the terminal, in characters. */
  readonly columns: number;
  readonly rows: number;
}
