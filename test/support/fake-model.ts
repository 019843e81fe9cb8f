import type { Clock } from '../../server/base/clock.ts';
import type { ModelSource, Step } from '../../server/completion/continuation.ts';
import type { Model, Prompt } from '../../server/models/model.ts';

/** One prepared answer of a model that streams. */
export interface Script {
  readonly steps: readonly Step[];
  /** Milliseconds before each step, and before the failure; 0 by default. */
  readonly every?: number;
  /** Thrown after the steps. */
  readonly failure?: unknown;
}

/** What a model was asked, and how far it got. */
export interface Call {
  readonly at: number;
  readonly prompt: Prompt;
  /** Steps that were handed out. */
  sent: number;
  /** The signal aborted, or the reader left, before the script was over. */
  stopped: boolean;
}

/** Thrown, and remembered in `unprepared`, when a model is asked what no test prepared it for. */
export class Unprepared extends Error {
  override readonly name = 'Unprepared';
}

/** A model that streams prepared scripts, one a call and in order, under a fake clock. */
export class StreamingModel implements Model {
  readonly source: ModelSource = 'endpoint';
  readonly immediate = false;
  readonly calls: Call[] = [];
  readonly unprepared: Prompt[] = [];
  readonly #clock: Clock;
  readonly #scripts: Script[];

  constructor(clock: Clock, scripts: readonly Script[] = []) {
    this.#clock = clock;
    this.#scripts = [...scripts];
  }

  complete(prompt: Prompt, signal: AbortSignal): AsyncIterable<Step> {
    const script = this.#scripts.shift();
    if (script === undefined) {
      this.unprepared.push(prompt);
      throw new Unprepared(`no reply is prepared after ${JSON.stringify(prompt.prefix.slice(-40))}`);
    }
    const call: Call = { at: this.#clock.now(), prompt, sent: 0, stopped: false };
    this.calls.push(call);
    return this.#play(script, call, signal);
  }

  async *#play(script: Script, call: Call, signal: AbortSignal): AsyncGenerator<Step> {
    let isOver = false;
    try {
      for (const step of script.steps) {
        await this.#clock.sleep(script.every ?? 0, signal);
        if (signal.aborted) return;
        call.sent++;
        yield step;
      }
      if ('failure' in script) {
        await this.#clock.sleep(script.every ?? 0, signal);
        if (!signal.aborted) throw script.failure;
      }
      isOver = !signal.aborted;
    } finally {
      call.stopped = !isOver;
    }
  }
}

/** A model in process that answers by the text before the cursor; where nothing is prepared it knows nothing. */
export class ImmediateModel implements Model {
  readonly source: ModelSource = 'workspace';
  readonly immediate = true;
  readonly prompts: Prompt[] = [];
  readonly #answers: Readonly<Record<string, readonly Step[]>>;

  /** @param answers by the end of the prefix; of several that fit, the longest counts */
  constructor(answers: Readonly<Record<string, readonly Step[]>> = {}) {
    this.#answers = answers;
  }

  complete(prompt: Prompt): Iterable<Step> {
    this.prompts.push(prompt);
    const endings = Object.keys(this.#answers).filter((ending) => prompt.prefix.endsWith(ending));
    const longest = endings.toSorted((one, other) => other.length - one.length)[0];
    return longest === undefined ? [] : (this.#answers[longest] ?? []);
  }
}
