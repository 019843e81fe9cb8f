import { MarkdownString, StatusBarAlignment, type StatusBarItem, window } from 'vscode';
import type { StatusParams } from '../../server/lsp/protocol.ts';
import { cutoffHere, setting } from '../settings.ts';
import { isWanted } from './language-switch.ts';
import type { Snooze } from '../snooze.ts';

/** One quiet item: what state Sureline is in, and the way to its menu. */
export class StatusBar {
  readonly #item: StatusBarItem;
  readonly #snooze: Snooze;
  #status: StatusParams | undefined;
  #isAsking = false;

  constructor(snooze: Snooze) {
    this.#snooze = snooze;
    this.#item = window.createStatusBarItem('sureline', StatusBarAlignment.Right, 90);
    this.#item.name = 'Sureline';
    this.#item.command = 'sureline.menu';
    this.paint();
    this.#item.show();
  }

  /** What the server said last; undefined before it said anything. */
  get status(): StatusParams | undefined {
    return this.#status;
  }

  told(status: StatusParams): void {
    this.#status = status;
    this.paint();
  }

  asking(isAsking: boolean): void {
    this.#isAsking = isAsking;
    this.paint();
  }

  /** The sentence for the state that matters most here. */
  get sentence(): string {
    return this.#look().sentence;
  }

  paint(): void {
    const { icon, sentence, note } = this.#look();
    this.#item.text = note === undefined ? `$(${icon})` : `$(${icon}) ${note}`;
    const model = this.#status?.model === undefined ? '' : `\n\nEndpoint model: \`${this.#status.model}\``;
    const cutoff = `\n\nShows what is at least ${percent(cutoffHere())} sure.`;
    this.#item.tooltip = new MarkdownString(`**Sureline** ${sentence}${model}${cutoff}`);
    this.#item.accessibilityInformation = { label: `Sureline: ${sentence}`, role: 'button' };
  }

  dispose(): void {
    this.#item.dispose();
  }

  #look(): Look {
    const languageId = window.activeTextEditor?.document.languageId;
    if (this.#snooze.isOn) return { icon: 'bell-slash', sentence: `keeps quiet ${this.#snooze.end}.` };
    if (languageId !== undefined && !isWanted(languageId)) {
      const where = setting('enabled', true) ? ` for ${languageId}` : '';
      return { icon: 'circle-slash', sentence: `is switched off${where}.` };
    }
    if (!this.#status) return { icon: 'verified', sentence: 'is starting.' };
    if (this.#isAsking && this.#status.state === 'ready') {
      return { icon: 'loading~spin', sentence: 'is asking the endpoint.' };
    }
    return lookOf(this.#status);
  }
}

/** How the item looks, and what it stands for. */
interface Look {
  /** Name of a codicon. */
  readonly icon: string;
  /** Goes on after "Sureline". */
  readonly sentence: string;
  /** A word beside the icon, where something is under way or to be done. */
  readonly note?: string;
}

function lookOf({ state, percent: done = 0, reason }: StatusParams): Look {
  const looks: Readonly<Record<StatusParams['state'], Look>> = {
    ready: { icon: 'verified', sentence: 'is ready.' },
    learning: {
      icon: 'mortar-board',
      sentence: `has learnt ${done} % of this workspace.`,
      note: `${done} %`,
    },
    off: { icon: 'circle-slash', sentence: 'is switched off.' },
    'no-key': { icon: 'key', sentence: reason ?? 'needs an API key.', note: 'no key' },
    'no-probabilities': { icon: 'question', sentence: reason ?? 'gets no token probabilities.' },
    'endpoint-failed': { icon: 'debug-disconnect', sentence: reason ?? 'cannot reach the endpoint.' },
  };
  return looks[state];
}

/** A probability as a person reads it. */
export function percent(probability: number): string {
  return `${Number((100 * probability).toFixed(2))} %`;
}
