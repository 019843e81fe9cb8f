import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import {
  CancellationTokenSource,
  createMessageConnection,
  type InitializeParams,
  type InitializeResult,
  type InlineCompletionItem,
  type InlineCompletionList,
  InlineCompletionTriggerKind,
  type Position,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type TextDocumentContentChangeEvent,
} from 'vscode-languageserver/node';

/**
 * The other end of the wire: a minimal editor that speaks LSP to a server over
 * two streams. It keeps no documents and answers nothing by itself, except what
 * the caller registers.
 */
export class EditorClient {
  readonly #connection: MessageConnection;

  constructor(fromServer: Readable, toServer: Writable) {
    this.#connection = createMessageConnection(
      new StreamMessageReader(fromServer),
      new StreamMessageWriter(toServer),
    );
    this.#connection.onUnhandledNotification(() => undefined);
    this.#connection.listen();
  }

  /** Registers the answer to a request of the server. Register before `initialize`: until then no server asks. */
  onRequest(method: string, answer: (params: unknown) => unknown): void {
    this.#connection.onRequest(method, answer);
  }

  /** Hears every notification that has no listener of its own, progress included. */
  onEveryNotification(heard: (method: string, params: unknown) => void): void {
    this.#connection.onNotification((method: string, params: unknown) => heard(method, params));
    this.#connection.onUnhandledProgress((params) => heard('$/progress', params));
  }

  onNotification(method: string, heard: (params: unknown) => void): void {
    this.#connection.onNotification(method, heard);
  }

  /** Shakes hands: `initialize`, then `initialized`. What is given stands over the defaults. */
  async initialize(params: Partial<InitializeParams> = {}): Promise<InitializeResult> {
    const result: InitializeResult = await this.request('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities: { textDocument: { inlineCompletion: {} } },
      ...params,
    });
    this.notify('initialized', {});
    return result;
  }

  open(uri: string, languageId: string, text: string, version = 1): void {
    this.notify('textDocument/didOpen', { textDocument: { uri, languageId, version, text } });
  }

  /** Sends edits; each counts from the state that the one before it left. */
  change(uri: string, version: number, contentChanges: readonly TextDocumentContentChangeEvent[]): void {
    this.notify('textDocument/didChange', { textDocument: { uri, version }, contentChanges });
  }

  close(uri: string): void {
    this.notify('textDocument/didClose', { textDocument: { uri } });
  }

  /** The items offered at a place; null when the server says that the question is out of date. Aborting cancels at the server. */
  async inlineCompletion(
    uri: string,
    position: Position,
    signal?: AbortSignal,
    triggerKind: InlineCompletionTriggerKind = InlineCompletionTriggerKind.Automatic,
  ): Promise<readonly InlineCompletionItem[] | null> {
    const params = { textDocument: { uri }, position, context: { triggerKind } };
    const result: InlineCompletionList | null = await this.request(
      'textDocument/inlineCompletion',
      params,
      signal,
    );
    return result && result.items;
  }

  /** Sends any request; rejects with the server's error, or when the connection is lost. The caller knows the result's type. */
  async request<Result>(method: string, params?: unknown, signal?: AbortSignal): Promise<Result> {
    const source = new CancellationTokenSource();
    const cancel = (): void => source.cancel();
    signal?.addEventListener('abort', cancel, { once: true });
    if (signal?.aborted) cancel();
    try {
      return await this.#connection.sendRequest<Result>(method, params, source.token);
    } finally {
      signal?.removeEventListener('abort', cancel);
      source.dispose();
    }
  }

  notify(method: string, params?: unknown): void {
    this.#connection.sendNotification(method, params).catch(() => undefined);
  }

  /** Leaves politely: `shutdown`, then `exit`. */
  async shutdown(): Promise<void> {
    await this.request('shutdown');
    await this.#connection.sendNotification('exit');
    this.dispose();
  }

  /** Stops listening; requests under way reject. */
  dispose(): void {
    this.#connection.end();
    this.#connection.dispose();
  }
}

/** Starts a server as a process of its own and connects to its standard input and output; its standard error is passed on. */
export function spawnServer(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): { readonly client: EditorClient; readonly server: ChildProcess } {
  const server = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'], env });
  return { client: new EditorClient(server.stdout, server.stdin), server };
}
