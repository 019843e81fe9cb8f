/**
 * How one request leaves the process. The real one, with its sockets, proxies and
 * certificates, is built in `main`.
 */
export interface Send {
  /**
   * Resolves when the status line and the headers have come. Follows no redirect.
   * Rejects with what the operating system or TLS said; with the signal's reason
   * when that aborts, which also ends an answer under way.
   */
  (url: string, request: Outgoing): Promise<Response>;
}

export interface Outgoing {
  readonly method: string;
  readonly headers: Headers;
  readonly body?: string | undefined;
  readonly signal: AbortSignal;
}

/** A proxy stands in the way. Its cause, where it has one, is what went wrong on the way to it. */
export class ProxyFailure extends Error {
  override readonly name = 'ProxyFailure';
}

/**
 * Nothing came back. What went wrong is its `reason`, not its `cause`: in causes
 * the `openai` package looks for texts that sound like a timeout, and drops them.
 */
export class Unanswered extends Error {
  override readonly name = 'Unanswered';
  readonly reason: unknown;

  constructor(reason: unknown) {
    super('No answer came.');
    this.reason = reason;
  }
}
