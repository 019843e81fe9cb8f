import type { ProtocolConnection } from 'vscode-languageserver';
import type { LearningProgress } from './backend.ts';
import type { ClientFacts } from './client-facts.ts';
import { notify } from './session.ts';

/** Shows how far learning is as work-done progress: one bar from the first news to the last, in whole per cents. */
export class ProgressBar {
  readonly #connection: ProtocolConnection;
  readonly #client: ClientFacts;
  #bars = 0;
  #current: Bar | undefined;

  constructor(connection: ProtocolConnection, client: ClientFacts) {
    this.#connection = connection;
    this.#client = client;
  }

  update(progress: LearningProgress): void {
    if (!this.#client.showsProgress) return;
    if (!this.#current) {
      if (progress.done) return;
      this.#current = { token: `sureline-learning-${++this.#bars}`, latest: progress, shown: undefined };
      void this.#begin(this.#current);
      return;
    }
    this.#current.latest = progress;
    if (this.#current.shown !== undefined) this.#paint(this.#current);
  }

  /** The client may take its time to make the bar; learning goes on meanwhile and may even be over. */
  async #begin(bar: Bar): Promise<void> {
    try {
      await this.#connection.sendRequest('window/workDoneProgress/create', { token: bar.token });
    } catch {
      return;
    }
    bar.shown = percentOf(bar.latest);
    this.#send(bar, { kind: 'begin', title: 'Sureline: learning this workspace', percentage: bar.shown });
    if (bar.latest.done) this.#paint(bar);
  }

  #paint(bar: Bar): void {
    if (bar.latest.done) {
      this.#send(bar, { kind: 'end', message: `${bar.latest.files} files` });
      this.#current = undefined;
      return;
    }
    const percentage = percentOf(bar.latest);
    if (percentage === bar.shown) return;
    bar.shown = percentage;
    this.#send(bar, { kind: 'report', percentage });
  }

  #send({ token }: Bar, value: object): void {
    notify(this.#connection, '$/progress', { token, value });
  }
}

interface Bar {
  readonly token: string;
  latest: LearningProgress;
  /** Per cent that the client shows; undefined until it has made the bar. */
  shown: number | undefined;
}

/** Whole per cents, 0 to 100. */
export function percentOf({ files, totalFiles }: LearningProgress): number {
  return totalFiles > 0 ? Math.min(100, Math.floor((100 * files) / totalFiles)) : 0;
}
