import { EventEmitter } from 'vscode';

/** A while of quiet that the person asked for. It ends by itself, at the latest with the window. */
export class Snooze {
  readonly #changed = new EventEmitter<void>();
  #timer: NodeJS.Timeout | undefined;
  #until = 0;

  readonly onChange = this.#changed.event;

  get isOn(): boolean {
    return this.#until > Date.now();
  }

  /** The end, as a person says it. */
  get end(): string {
    if (this.#until === Number.POSITIVE_INFINITY) return 'until the window is closed';
    return `until ${new Date(this.#until).toLocaleTimeString([], { timeStyle: 'short' })}`;
  }

  stop(): void {
    this.start(0);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#changed.dispose();
  }

  /** @param minutes how long; infinite: until the window is closed */
  start(minutes: number): void {
    clearTimeout(this.#timer);
    this.#until = minutes === 0 ? 0 : Date.now() + minutes * MINUTE_MS;
    if (Number.isFinite(minutes) && minutes > 0) {
      this.#timer = setTimeout(() => this.stop(), minutes * MINUTE_MS);
    }
    this.#changed.fire();
  }
}

const MINUTE_MS = 60_000;
