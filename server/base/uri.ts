import { URI } from 'vscode-uri';

/** Documents are named by URIs; files on disk by paths. One spelling of each, whatever the editor sends. */

/** The spelling of a URI under which the same document is found again. */
export function canonicalUri(uri: string): string {
  return URI.parse(uri).toString();
}

/** The path of a `file:` URI; undefined for what is not on disk. */
export function pathOf(uri: string): string | undefined {
  const parsed = URI.parse(uri);
  return parsed.scheme === 'file' ? parsed.fsPath : undefined;
}

export function uriOf(path: string): string {
  return URI.file(path).toString();
}
