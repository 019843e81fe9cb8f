import { PassThrough } from 'node:stream';
import type { InitializeParams, InitializeResult } from 'vscode-languageserver';
import { createProtocolConnection } from 'vscode-languageserver/node';
import type { Explanation } from '../../server/completion/explanation.ts';
import { type Outcome, silent } from '../../server/completion/outcome.ts';
import type { CompletionRequest } from '../../server/completion/request.ts';
import { Hindsight } from '../../server/engine/hindsight.ts';
import type { Backend, ProxySettings, Surroundings } from '../../server/lsp/backend.ts';
import { EditorClient } from '../../server/lsp/client.ts';
import { serve } from '../../server/lsp/server.ts';
import type { ProbeReport } from '../../server/models/endpoint/probe-report.ts';
import type { Settings } from '../../server/settings/settings.ts';
import { FakeClock } from './fake-clock.ts';

/** Capabilities as the measured editors announce them, cut down to what Sureline reads. */
export const clients = {
  neovim: {
    clientInfo: { name: 'Neovim', version: '0.12.0' },
    capabilities: {
      general: { positionEncodings: ['utf-8', 'utf-16', 'utf-32'] },
      textDocument: { inlineCompletion: { dynamicRegistration: false }, completion: {} },
      workspace: { configuration: true },
    },
  },
  coc: {
    clientInfo: { name: 'coc.nvim', version: '0.0.82' },
    capabilities: {
      general: { positionEncodings: ['utf-16'] },
      textDocument: {
        inlineCompletion: { dynamicRegistration: true },
        completion: { dynamicRegistration: true },
      },
      workspace: {
        configuration: true,
        didChangeConfiguration: { dynamicRegistration: true },
        didChangeWatchedFiles: { dynamicRegistration: true },
      },
      window: { workDoneProgress: true },
    },
  },
  lspMode: {
    clientInfo: { name: 'emacs', version: 'GNU Emacs 30.1\nof 2026' },
    capabilities: {
      general: { positionEncodings: ['utf-32', 'utf-8', 'utf-16'] },
      textDocument: { inlineCompletion: null as unknown as object, completion: {} },
    },
  },
  oldNeovim: {
    clientInfo: { name: 'Neovim', version: '0.7.2' },
    capabilities: {
      textDocument: { completion: { completionItem: { insertTextModeSupport: { valueSet: [1, 2] } } } },
    },
  },
  oldLspMode: {
    clientInfo: { name: 'emacs', version: '28.2' },
    capabilities: { textDocument: { completion: { dynamicRegistration: true } } },
  },
  ale: {
    capabilities: {
      textDocument: { completion: {} },
      workspace: { configuration: false, workspaceFolders: false },
    },
  },
} satisfies Record<string, Partial<InitializeParams>>;

/** One message from the server. */
export interface Heard {
  readonly method: string;
  readonly params: unknown;
}

/** What an editor answers when the server asks. */
export interface Answers {
  /** To `workspace/configuration`; a rejection is an error reply. */
  configuration?: () => unknown;
  apiKey?: () => unknown;
  /** To the section `http` of `workspace/configuration`. */
  http?: () => unknown;
}

/** An editor that writes down everything it is told. */
export class Editor {
  readonly client: EditorClient;
  readonly heard: Heard[] = [];
  readonly #listeners = new Set<() => void>();
  result: InitializeResult = { capabilities: {} };

  constructor(client: EditorClient, answers: Answers = {}) {
    this.client = client;
    client.onEveryNotification((method, params) => this.#hear({ method, params }));
    const answer = (method: string, reply: (params: unknown) => unknown): void =>
      client.onRequest(method, (params) => {
        this.#hear({ method, params });
        return reply(params);
      });
    answer('workspace/configuration', async () => [
      (await answers.configuration?.()) ?? null,
      answers.http?.() ?? null,
    ]);
    answer('client/registerCapability', () => null);
    answer('window/workDoneProgress/create', () => null);
    answer('sureline/apiKey', () => answers.apiKey?.() ?? null);
  }

  async initialize(params: Partial<InitializeParams> = {}): Promise<InitializeResult> {
    this.result = await this.client.initialize({ processId: null, ...params });
    return this.result;
  }

  /** Parameters of the messages of one method, in the order in which they came. */
  told(method: string): unknown[] {
    return this.heard.filter((one) => one.method === method).map(({ params }) => params);
  }

  /** Resolves when the server has handled what was sent before, and its messages up to then have come. */
  async handled(): Promise<void> {
    await this.client.request('workspace/executeCommand', { command: 'nothing' });
  }

  /** Resolves when what was heard so far makes something so. */
  async hearing(isSo: () => boolean): Promise<void> {
    while (!isSo()) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#listeners.add(resolve);
      await promise;
      this.#listeners.delete(resolve);
    }
  }

  #hear(message: Heard): void {
    this.heard.push(message);
    for (const listener of this.#listeners) listener();
  }

  /** Goes back and forth with the server until something is so; throws when it does not come to be. */
  async until(isSo: () => boolean): Promise<void> {
    for (let rounds = 0; rounds < 50; rounds++) {
      if (isSo()) return;
      await this.handled();
    }
    throw new Error(`it did not come to be; heard: ${JSON.stringify(this.heard)}`);
  }
}

/** What a server in this process asked of what stands behind it. */
export class FakeBackend implements Backend {
  readonly configured: {
    readonly settings: Settings;
    readonly folders: readonly string[];
    readonly proxy: ProxySettings;
  }[] = [];
  readonly files: string[] = [];
  readonly asked: CompletionRequest[] = [];
  readonly signals: AbortSignal[] = [];
  readonly engineHeard: string[] = [];
  surroundings: Surroundings | undefined;
  isDisposed = false;
  /** What a probe finds. */
  report: ProbeReport | null = null;
  /** What a shown text grows to. */
  longer = '';
  readonly #outcome: OutcomeOf;

  constructor(outcome: OutcomeOf) {
    this.#outcome = outcome;
  }

  readonly engine: Backend['engine'] = {
    complete: async (request, signal) => {
      this.asked.push(request);
      this.signals.push(signal);
      return this.#outcome(request, signal);
    },
    longer: async (_request, shown) =>
      this.longer === '' ? undefined : { ...shown, id: '8', text: this.longer },
    hindsight: new Hindsight(),
    explain: async (request): Promise<Explanation> => {
      this.asked.push(request);
      const step = { text: 'a\0b', logprob: -0.1, alternatives: [] };
      const reading = {
        source: 'workspace',
        cached: false,
        typed: '',
        steps: [step],
        verdict: 'passes',
      } as const;
      return {
        outcome: silent('below-cutoff'),
        cutoff: 0.95,
        readings: [{ ...reading, best: undefined }],
        timings: [],
      };
    },
    textChanged: (uri) => void this.engineHeard.push(`changed ${uri}`),
    closed: (uri) => void this.engineHeard.push(`closed ${uri}`),
    accepted: (id) => void this.engineHeard.push(`accepted ${id}`),
  };

  configure(settings: Settings, folders: readonly string[], proxy: ProxySettings): Promise<void> {
    this.configured.push({ settings, folders, proxy });
    return Promise.resolve();
  }

  probe(): Promise<ProbeReport | null> {
    return Promise.resolve(this.report);
  }

  filesChanged(uris: readonly string[]): void {
    this.files.push(...uris.map((uri) => `changed ${uri}`));
  }

  filesRemoved(uris: readonly string[]): void {
    this.files.push(...uris.map((uri) => `removed ${uri}`));
  }

  dispose(): void {
    this.isDisposed = true;
  }
}

type OutcomeOf = (request: CompletionRequest, signal: AbortSignal) => Outcome | Promise<Outcome>;

/** An outcome that shows a text. */
export function shown(text: string): Outcome {
  return { kind: 'shown', id: '7', text, confidence: 0.9712, source: 'workspace' };
}

/** A server and an editor in this process, each at its end of the wire; the handshake is the test's to make. */
export function wired(outcome: OutcomeOf = () => silent('below-cutoff'), answers: Answers = {}) {
  const toServer = new PassThrough();
  const toClient = new PassThrough();
  const clock = new FakeClock();
  const backend = new FakeBackend(outcome);
  const exits: number[] = [];
  const watched: number[] = [];
  serve(createProtocolConnection(toServer, toClient), {
    clock,
    version: '1.2.3',
    environmentKey: () => 'key of the environment',
    createBackend: (surroundings) => {
      backend.surroundings = surroundings;
      return backend;
    },
    watchEditor: (processId) => watched.push(processId),
    exit: (code) => exits.push(code),
  });
  const editor = new Editor(new EditorClient(toClient, toServer), answers);
  return { editor, backend, clock, exits, watched, hangUp: () => toServer.end() };
}
