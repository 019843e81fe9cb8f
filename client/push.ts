import {
  commands,
  type DocumentSelector,
  InlineCompletionItem,
  languages,
  Position,
  Range,
  version,
  window,
  workspace,
} from 'vscode';
import type { PushedParams } from '../server/lsp/protocol.ts';
import type { GhostText } from './ghost-text.ts';
import { isSamePlace, type Place, placeAtCursor, placeOf } from './place.ts';

/**
 * Swaps the shown text for a longer one that the server pushes, without a blank
 * frame and by stable API alone. Where that cannot be done calmly, nothing is.
 */
export class Push {
  readonly #ghostText: GhostText;
  readonly #extensionId: string;
  readonly #selector: DocumentSelector;
  #isSwapping = false;

  constructor(ghostText: GhostText, extensionId: string, selector: DocumentSelector) {
    this.#ghostText = ghostText;
    this.#extensionId = extensionId;
    this.#selector = selector;
  }

  /** Shows the longer text if the short one is on screen at this very place; resolves when it is done or given up. */
  async swap(pushed: PushedParams): Promise<void> {
    const { textDocument, position, insertText, command } = pushed;
    const at = new Position(position.line, position.character);
    const place = { uri: textDocument.uri, version: textDocument.version, position: at };
    if (this.#isSwapping || !isCalmHere() || !this.#isStill(place)) return;
    this.#isSwapping = true;
    try {
      // With ghost text on screen, and only then, this asks our provider; that is the one sign of it there is.
      const isOnScreen = await this.#ghostText.probe(() =>
        commands.executeCommand('editor.action.inlineSuggest.showNext'),
      );
      if (!isOnScreen || !this.#isStill(place)) return;
      await this.#ask(place, new InlineCompletionItem(insertText, new Range(at, at), command));
    } finally {
      this.#isSwapping = false;
    }
  }

  /**
   * Has VS Code ask a provider that it does not know yet: providers that have
   * answered for this state are not asked again. The automatic trigger makes the
   * answer replace what is shown; the id keeps other extensions out of it.
   */
  async #ask(place: Place, item: InlineCompletionItem): Promise<void> {
    const provider = languages.registerInlineCompletionItemProvider(this.#selector, {
      // An empty list would take the shown text away, null does not.
      provideInlineCompletionItems: (document, position) =>
        isSamePlace(placeOf(document, position), place) ? [item] : null,
    });
    try {
      await commands.executeCommand('editor.action.inlineSuggest.trigger', {
        explicit: false,
        providerId: `${this.#extensionId}:*`,
      });
    } finally {
      provider.dispose();
    }
  }

  #isStill(place: Place): boolean {
    const cursor = placeAtCursor();
    if (!cursor || !isSamePlace(cursor, place) || !window.state.focused) return false;
    return this.#ghostText.mayGrowAt(place);
  }
}

/** The first version whose trigger takes arguments; older ones would take it for a request by hand. */
const FIRST_MINOR_VERSION = 106;

/** Each swap makes a screen reader read the whole text again. */
function isCalmHere(): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isKnown = major > 1 || minor >= FIRST_MINOR_VERSION;
  return isKnown && workspace.getConfiguration('editor').get('accessibilitySupport') !== 'on';
}
