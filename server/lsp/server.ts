import type {
  DidChangeConfigurationParams,
  DidChangeWorkspaceFoldersParams,
  InitializeParams,
  InitializeResult,
  ProtocolConnection,
} from 'vscode-languageserver';
import type { Clock } from '../base/clock.ts';
import { apiKeyFor } from './api-key.ts';
import type { Backend, Surroundings } from './backend.ts';
import { capabilitiesFor } from './capabilities.ts';
import { factsOf, foldersOf } from './client-facts.ts';
import { Configuration } from './configuration.ts';
import { Documents } from './documents.ts';
import { answerRequests, describe, followDocuments } from './methods.ts';
import { ProgressBar } from './progress.ts';
import { refreshTeller } from './push.ts';
import { completionRegistrar, registerAtStart } from './registration.ts';
import type { Session } from './session.ts';
import { Status } from './status.ts';
import { windowLog } from './window-log.ts';
import { changedFolders, listenToFiles } from './workspace.ts';

/** The language server on one connection, from `initialize` to `exit`. */
export interface Host {
  readonly clock: Clock;
  readonly version: string;
  /** The key from the environment for the endpoint at this URL, for clients that keep none. */
  environmentKey(url: string): string | undefined;
  createBackend(surroundings: Surroundings): Backend;
  /** The editor's process: where it is gone, so should the server be. */
  watchEditor(processId: number): void;
  /** Ends the process that serves. */
  exit(code: number): void;
}

/** How long the client's settings are waited for, in milliseconds; those that answer do so within a few. */
const PATIENCE_MS = 2000;

/** Begins to answer. Before `initialize` nothing else is. */
export function serve(connection: ProtocolConnection, host: Host): void {
  let started: Backend | undefined;
  let hasShutDown = false;
  connection.onRequest('initialize', (params: InitializeParams): InitializeResult => {
    const { backend, result } = start(connection, host, params);
    started = backend;
    if (typeof params.processId === 'number') host.watchEditor(params.processId);
    return result;
  });
  connection.onRequest('shutdown', (): null => {
    hasShutDown = true;
    started?.dispose();
    return null;
  });
  connection.onNotification('exit', () => host.exit(hasShutDown ? 0 : 1));
  // Many editors leave by closing the pipe; that is no failure.
  connection.onClose(() => host.exit(0));
  connection.listen();
}

function start(
  connection: ProtocolConnection,
  host: Host,
  params: InitializeParams,
): { readonly backend: Backend; readonly result: InitializeResult } {
  const client = factsOf(params);
  const log = windowLog(connection);
  const status = new Status(connection, client);
  const progress = new ProgressBar(connection, client);
  const backend = host.createBackend({
    log,
    apiKey: (url) => apiKeyFor(connection, client, url, (url) => host.environmentKey(url)),
    onLearning: (news) => {
      status.learning(news);
      progress.update(news);
    },
    onEndpoint: (state) => status.endpoint(state),
  });
  const documents = new Documents(client.encoding);
  const parts = { connection, client, documents, backend, log };
  const { configuration, configured } = followSettings(parts, params, host.clock, status);
  const session: Session = { ...parts, settings: () => configuration.settings, configured };
  followDocuments(session);
  listenToFiles(connection, backend);
  answerRequests(session);
  const result: InitializeResult = {
    capabilities: capabilitiesFor(client, configuration.settings),
    serverInfo: { name: 'sureline', version: host.version },
  };
  return { backend, result };
}

/** Configures the backend whenever settings or folders change, from the first settings on. */
function followSettings(
  { connection, client, backend, log }: Omit<Session, 'settings' | 'configured'>,
  params: InitializeParams,
  clock: Clock,
  status: Status,
): { readonly configuration: Configuration; readonly configured: Promise<void> } {
  let folders = foldersOf(params);
  const { promise: configured, resolve: settled } = Promise.withResolvers<void>();
  const tellRefresh = refreshTeller(connection, client);
  const configure = (): void => {
    const { settings } = configuration;
    registerCompletion(settings);
    const failed = (error: unknown): void => log.warn(`settings could not be applied: ${describe(error)}`);
    // Told when it is in force: by then learning has been announced, and "ready" is true.
    const inForce = (): void => {
      status.configured(settings);
      settled();
      tellRefresh(settings);
    };
    void backend.configure(settings, folders, configuration.proxy).catch(failed).then(inForce);
  };
  const configuration = new Configuration(connection, client, params.initializationOptions, configure);
  const registerCompletion = completionRegistrar(connection, client, configuration.settings);
  connection.onNotification('initialized', () => {
    registerAtStart(connection, client);
    void configuration.refresh();
  });
  connection.onNotification('workspace/didChangeConfiguration', (news?: DidChangeConfigurationParams) =>
    configuration.changed(news),
  );
  const changed = (news: DidChangeWorkspaceFoldersParams): void => {
    folders = changedFolders(folders, news);
    if (configuration.isSettled) configure();
  };
  connection.onNotification('workspace/didChangeWorkspaceFolders', changed);
  settleInTime(clock, configuration, configured);
  return { configuration, configured };
}

/** Some clients announce that they answer questions about settings, and never do. */
function settleInTime(clock: Clock, configuration: Configuration, configured: Promise<void>): void {
  const waiting = new AbortController();
  void configured.then(() => waiting.abort());
  void clock.sleep(PATIENCE_MS, waiting.signal).then(() => configuration.settle());
}
