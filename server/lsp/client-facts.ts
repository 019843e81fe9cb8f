import type { InitializeParams } from 'vscode-languageserver';
import { InsertTextMode } from 'vscode-languageserver/node';
import { pathOf } from '../base/uri.ts';
import { encodingOf, type PositionEncoding } from './positions.ts';

/** What a client can do, read once from what it announces; never from its name or version where an announcement says it. */
export interface ClientFacts {
  readonly encoding: PositionEncoding;
  /** It listed encodings, so that the one chosen must be named to it. */
  readonly listsEncodings: boolean;
  readonly inlineCompletion: Support;
  readonly completion: Support;
  /** It inserts a completion as it is, without indenting its lines again, when told to. */
  readonly insertsAsIs: boolean;
  readonly answersConfiguration: boolean;
  readonly registersConfiguration: boolean;
  readonly registersWatchedFiles: boolean;
  readonly showsProgress: boolean;
  readonly keepsApiKey: boolean;
  /** It can swap a shown text for a longer one without a flicker. */
  readonly takesPush: boolean;
  /** It can ask again about what is shown. */
  readonly takesRefresh: boolean;
  /** It bears a notification that is not in the protocol; lsp-mode pops up a warning at each. */
  readonly takesStatus: boolean;
}

/** Whether a feature is there, and whether it may be registered after the handshake. */
type Support = 'none' | 'static' | 'dynamic';

export function factsOf(params: InitializeParams): ClientFacts {
  const { textDocument, workspace, window, general, experimental } = params.capabilities;
  const completionItem = textDocument?.completion?.completionItem;
  return {
    encoding: encodingOf(params),
    listsEncodings: general?.positionEncodings !== undefined,
    // The key alone announces the feature: some clients send null with it.
    inlineCompletion: supportOf(textDocument, 'inlineCompletion'),
    completion: supportOf(textDocument, 'completion'),
    insertsAsIs: completionItem?.insertTextModeSupport?.valueSet.includes(InsertTextMode.asIs) === true,
    answersConfiguration: workspace?.configuration === true,
    registersConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    registersWatchedFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    showsProgress: window?.workDoneProgress === true,
    keepsApiKey: property(property(experimental, 'sureline'), 'apiKey') === true,
    takesPush: property(property(experimental, 'sureline'), 'push') === true,
    takesRefresh: property(property(experimental, 'sureline'), 'refresh') === true,
    takesStatus: params.clientInfo?.name !== 'emacs' || property(experimental, 'sureline') !== undefined,
  };
}

/** Paths of the folders that the editor has open; what is not on disk is left out. */
export function foldersOf({ workspaceFolders, rootUri, rootPath }: InitializeParams): readonly string[] {
  if (workspaceFolders) return pathsOf(workspaceFolders.map((folder) => folder.uri));
  if (rootUri) return pathsOf([rootUri]);
  return rootPath ? [rootPath] : [];
}

/** The paths of those URIs that name files. */
export function pathsOf(uris: readonly string[]): readonly string[] {
  return uris.map(pathOf).filter((path) => path !== undefined);
}

function supportOf(capabilities: object | undefined, feature: string): Support {
  if (!capabilities || !(feature in capabilities)) return 'none';
  return property(property(capabilities, feature), 'dynamicRegistration') === true ? 'dynamic' : 'static';
}

function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
