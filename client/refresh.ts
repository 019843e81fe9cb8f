import type { InlineCompletionItemProvider } from 'vscode';
import { placeAtCursor } from './place.ts';
import type { Swap } from './swap.ts';

/**
 * Asks again about the place at the cursor once other settings are in force, so
 * that what no longer passes goes and, where the person has just wished it, what
 * now passes comes. Otherwise nothing appears that was not there.
 */
export class Refresh {
  #wishedUntil = 0;

  /** Changes a setting in order to see another suggestion. */
  async wished(change: () => Promise<void>): Promise<void> {
    this.#wishedUntil = Date.now() + WISH_MS;
    await change();
  }

  /** Other settings are in force. */
  async again(swap: Swap, provider: InlineCompletionItemProvider | undefined): Promise<void> {
    const place = placeAtCursor();
    const isWished = Date.now() < this.#wishedUntil;
    this.#wishedUntil = 0;
    if (!place || !provider) return;
    await swap.ask(
      place,
      (document, position, context, token) =>
        provider.provideInlineCompletionItems(document, position, context, token),
      isWished,
    );
  }
}

/** By then a changed setting is in force, even where the machine is busy, in milliseconds; later nobody expects it any more. */
const WISH_MS = 5000;
