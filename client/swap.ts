import {
  commands,
  type DocumentSelector,
  type InlineCompletionItemProvider,
  languages,
  version,
  window,
  workspace,
} from 'vscode';
import type { GhostText } from './ghost-text.ts';
import { isSamePlace, type Place, placeAtCursor, placeOf } from './place.ts';

/**
 * Has VS Code ask once more about a place that it has an answer for, so that
 * another text stands there without a blank frame; by stable API alone. Where
 * that cannot be done calmly, nothing is done.
 */
export class Swap {
  readonly #ghostText: GhostText;
  readonly #extensionId: string;
  readonly #selector: DocumentSelector;
  #isBusy = false;

  constructor(ghostText: GhostText, extensionId: string, selector: DocumentSelector) {
    this.#ghostText = ghostText;
    this.#extensionId = extensionId;
    this.#selector = selector;
  }

  /**
   * Puts an answer in the place of what is on screen there; resolves when it is done or given up.
   * @param isEvenBlank also where nothing is on screen
   */
  async ask(
    place: Place,
    answer: InlineCompletionItemProvider['provideInlineCompletionItems'],
    isEvenBlank = false,
  ): Promise<void> {
    if (this.#isBusy || !isCalmHere() || !this.#isStill(place)) return;
    this.#isBusy = true;
    try {
      if (!isEvenBlank && !(await this.#isOnScreen())) return;
      if (this.#isStill(place)) await this.#askOnce(place, answer);
    } finally {
      this.#isBusy = false;
    }
  }

  /** With ghost text on screen, and only then, this asks our provider; that is the one sign of it there is. */
  #isOnScreen(): Promise<boolean> {
    return this.#ghostText.probe(() => commands.executeCommand('editor.action.inlineSuggest.showNext'));
  }

  /**
   * Has VS Code ask a provider that it does not know yet: providers that have
   * answered for this state are not asked again. The automatic trigger makes the
   * answer replace what is shown; the id keeps other extensions out of it.
   */
  async #askOnce(
    place: Place,
    answer: InlineCompletionItemProvider['provideInlineCompletionItems'],
  ): Promise<void> {
    const provider = languages.registerInlineCompletionItemProvider(this.#selector, {
      // An empty list would take the shown text away, null does not.
      provideInlineCompletionItems: (document, position, context, token) =>
        isSamePlace(placeOf(document, position), place) ? answer(document, position, context, token) : null,
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
    return this.#ghostText.isOursAt(place);
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
