import {
  type CancellationToken,
  EventEmitter,
  type InlineCompletionContext,
  type InlineCompletionItem,
  type InlineCompletionList,
  InlineCompletionTriggerKind,
  type Position,
  type ProviderResult,
  type TextDocument,
} from 'vscode';
import type { Middleware } from 'vscode-languageclient/node';
import { isSamePlace, type Place, placeAtCursor, placeOf } from './place.ts';

/**
 * The questions that VS Code asks about ghost text, on their way to the server,
 * and what must be known of them to extend what is shown. What to show is the
 * server's decision.
 */
type Answer = InlineCompletionItem[] | InlineCompletionList | null | undefined;

/** How long a question may be open before anybody is told, in milliseconds: shorter ones would only flicker. */
const SLOW_MS = 400;

/** What happened so far at the place that was asked about last. */
interface Asked {
  readonly place: Place;
  /** Somebody asked by hand: the list on screen is theirs. */
  wasInvoked: boolean;
  /** Our answer came too late, so that what is shown is not ours. */
  wasCancelled: boolean;
  /** The suggest widget was open. */
  besideWidget: boolean;
}

export class GhostText {
  readonly #answered = new EventEmitter<Place>();
  readonly #asking = new EventEmitter<boolean>();
  readonly #isSilenced: () => boolean;
  #last: Asked | undefined;
  #probe: { wasAsked: boolean } | undefined;
  #open = 0;

  /** A question was answered; the server can explain it. */
  readonly onAnswered = this.#answered.event;
  /** A question has been open for long, or no longer is. */
  readonly onAsking = this.#asking.event;

  /** @param isSilenced the user wants quiet for a while */
  constructor(isSilenced: () => boolean) {
    this.#isSilenced = isSilenced;
  }

  readonly middleware: Pick<Middleware, 'provideInlineCompletionItems'> = {
    provideInlineCompletionItems: (document, position, context, token, next) => {
      if (this.#probe) {
        this.#probe.wasAsked = true;
        return [];
      }
      if (this.#isSilenced()) return [];
      return this.#ask(document, position, context, token, () => next(document, position, context, token));
    },
  };

  /** Whether what is shown here may be swapped for another text: it is ours, it came by itself, and nothing else moves. */
  isOursAt(place: Place): boolean {
    const last = this.#last;
    if (!last || !isSamePlace(last.place, place)) return false;
    return !last.wasInvoked && !last.wasCancelled && !last.besideWidget;
  }

  /** Runs what makes VS Code ask again only where ghost text is on screen; says whether it asked. Nothing on screen changes. */
  async probe(run: () => Thenable<unknown>): Promise<boolean> {
    const probe = { wasAsked: false };
    this.#probe = probe;
    try {
      await run();
    } finally {
      this.#probe = undefined;
    }
    return probe.wasAsked;
  }

  async #ask(
    document: TextDocument,
    position: Position,
    context: InlineCompletionContext,
    token: CancellationToken,
    next: () => ProviderResult<InlineCompletionItem[] | InlineCompletionList>,
  ): Promise<Answer> {
    const place = placeOf(document, position);
    const asked = this.#noted(place, context);
    const slow = setTimeout(() => this.#asking.fire(true), SLOW_MS);
    this.#open++;
    try {
      const answer = await next();
      if (token.isCancellationRequested) asked.wasCancelled = true;
      else this.#answered.fire(place);
      return this.#hasLeft(place) ? [] : answer;
    } finally {
      clearTimeout(slow);
      if (--this.#open === 0) this.#asking.fire(false);
    }
  }

  #noted(place: Place, context: InlineCompletionContext): Asked {
    const last = this.#last;
    const asked =
      last && isSamePlace(last.place, place)
        ? last
        : { place, wasInvoked: false, wasCancelled: false, besideWidget: false };
    if (context.triggerKind === InlineCompletionTriggerKind.Invoke) asked.wasInvoked = true;
    if (context.selectedCompletionInfo) asked.besideWidget = true;
    this.#last = asked;
    return asked;
  }

  /** VS Code paints an answer even where the cursor has left for another place of the same text. */
  #hasLeft(place: Place): boolean {
    const cursor = placeAtCursor();
    return cursor !== undefined && cursor.uri === place.uri && !isSamePlace(cursor, place);
  }
}
