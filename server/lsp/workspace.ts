import {
  type CreateFilesParams,
  type DeleteFilesParams,
  type DidChangeWatchedFilesParams,
  type DidChangeWorkspaceFoldersParams,
  type DidSaveTextDocumentParams,
  FileChangeType,
  type ProtocolConnection,
  type RenameFilesParams,
} from 'vscode-languageserver/node';
import { canonicalUri } from '../base/uri.ts';
import type { Backend } from './backend.ts';
import { pathsOf } from './client-facts.ts';

/** What the editor tells about folders and files on disk, as news for the backend. */

/** The open folders after a change, as paths. */
export function changedFolders(
  folders: readonly string[],
  { event }: DidChangeWorkspaceFoldersParams,
): readonly string[] {
  const added = pathsOf(event.added.map((folder) => folder.uri));
  const removed = pathsOf(event.removed.map((folder) => folder.uri));
  return [...new Set([...folders.filter((folder) => !removed.includes(folder)), ...added])];
}

/** Listens to every way in which an editor may tell that a file changed. Several may tell of the same change. */
export function listenToFiles(connection: ProtocolConnection, backend: Backend): void {
  const changed = (uris: readonly string[]): void => backend.filesChanged(uris.map(canonicalUri));
  const removed = (uris: readonly string[]): void => backend.filesRemoved(uris.map(canonicalUri));
  connection.onNotification('workspace/didChangeWatchedFiles', ({ changes }: DidChangeWatchedFilesParams) => {
    const { gone = [], there = [] } = Object.groupBy(changes, ({ type }) =>
      type === FileChangeType.Deleted ? 'gone' : 'there',
    );
    if (gone.length > 0) removed(gone.map(({ uri }) => uri));
    if (there.length > 0) changed(there.map(({ uri }) => uri));
  });
  connection.onNotification('textDocument/didSave', ({ textDocument }: DidSaveTextDocumentParams) =>
    changed([textDocument.uri]),
  );
  connection.onNotification('workspace/didCreateFiles', ({ files }: CreateFilesParams) =>
    changed(files.map(({ uri }) => uri)),
  );
  connection.onNotification('workspace/didRenameFiles', ({ files }: RenameFilesParams) => {
    removed(files.map(({ oldUri }) => oldUri));
    changed(files.map(({ newUri }) => newUri));
  });
  connection.onNotification('workspace/didDeleteFiles', ({ files }: DeleteFilesParams) =>
    removed(files.map(({ uri }) => uri)),
  );
}
