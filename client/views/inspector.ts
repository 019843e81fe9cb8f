import {
  type CancellationToken,
  commands,
  Uri,
  type WebviewView,
  type WebviewViewProvider,
  window,
  workspace,
} from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { type Band, type Explanation, methods } from '../../server/lsp/protocol.ts';
import { type Place, placeAtCursor } from '../place.ts';

/** "Sureline: Why?": shows the last decision while one types, and any other place on demand. */

/** How long after an answer the page follows, in milliseconds: not at every key of fast typing. */
const FOLLOW_MS = 250;

const inspectorId = 'sureline.inspector';

export class Inspector implements WebviewViewProvider {
  readonly #client: Promise<LanguageClient>;
  readonly #media: Uri;
  #view: WebviewView | undefined;
  #place: Place | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** @param media the folder of the stylesheet */
  constructor(client: Promise<LanguageClient>, media: Uri) {
    this.#client = client;
    this.#media = media;
  }

  /** Opens the view for the place of the cursor; the keyboard stays in the editor. */
  async open(): Promise<void> {
    this.#place = placeAtCursor();
    await commands.executeCommand(`${inspectorId}.focus`, { preserveFocus: true });
    await this.#paint();
  }

  /** A question was answered; if anybody looks, the page follows soon. */
  follow(place: Place): void {
    this.#place = place;
    if (!this.#view?.visible) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#paint(), FOLLOW_MS);
  }

  resolveWebviewView(view: WebviewView, _context: unknown, _token: CancellationToken): Promise<void> {
    this.#view = view;
    view.webview.options = { enableScripts: false, enableForms: false, localResourceRoots: [this.#media] };
    view.onDidChangeVisibility(() => view.visible && void this.#paint());
    view.onDidDispose(() => (this.#view = undefined));
    return this.#paint();
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  async #paint(): Promise<void> {
    const view = this.#view;
    if (!view) return;
    const [{ inspectorPage }, explanation, reliability] = await Promise.all([
      import('./on-demand.ts'),
      this.#explanation(),
      this.#reliability(),
    ]);
    view.webview.html = inspectorPage({
      explanation,
      reliability,
      styles: view.webview.asWebviewUri(Uri.joinPath(this.#media, 'inspector.css')).toString(),
      styleSource: view.webview.cspSource,
    });
  }

  /** Asks only about a text that still stands: about another the server would have to ask a model. */
  async #explanation(): Promise<Explanation | undefined> {
    const place = this.#place;
    const document = workspace.textDocuments.find(({ uri }) => uri.toString() === place?.uri);
    if (!place || !document || document.version !== place.version) return undefined;
    const client = await this.#client;
    const textDocument = { uri: client.code2ProtocolConverter.asUri(document.uri) };
    const { line, character } = place.position;
    const params = { textDocument, position: { line, character } };
    const answer = await client.sendRequest<Explanation | null>(methods.explain, params);
    return answer ?? undefined;
  }

  async #reliability(): Promise<readonly Band[]> {
    const client = await this.#client;
    return client.sendRequest<readonly Band[]>(methods.reliability);
  }
}

export function registerInspector(inspector: Inspector): { dispose(): void } {
  return window.registerWebviewViewProvider(inspectorId, inspector);
}
