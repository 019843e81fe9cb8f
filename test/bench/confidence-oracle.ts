import type { Clock } from '../../server/base/clock.ts';
import { uriOf } from '../../server/base/uri.ts';
import type { Script } from '../../server/cli/replay.ts';
import { uniformNumbers } from '../../server/cli/rhythm.ts';
import type { Step } from '../../server/completion/continuation.ts';
import type { Model, Prompt } from '../../server/models/model.ts';
import { inTime, type Timing } from './confidence-endpoint.ts';

/**
 * An endpoint that knows what will be typed and errs: some of its tokens are
 * wrong, the text goes astray from there, and its probabilities say so only
 * half of the time. The same prompt always brings the same reply.
 */

const WRONG = 0.06;
const ADMITTED = 0.5;
/** Probability it gives to its token where it is sure, and where it admits a doubt. */
const SURE = 0.985;
const DOUBTFUL = 0.45;

export class ErringOracle implements Model {
  readonly source = 'endpoint';
  readonly immediate = false;
  readonly #texts: ReadonlyMap<string, string>;
  readonly #timing: Timing;
  readonly #clock: Clock;

  constructor(scripts: readonly Script[], timing: Timing, clock: Clock) {
    this.#texts = new Map(scripts.map(({ path, text }) => [uriOf(path), text]));
    this.#timing = timing;
    this.#clock = clock;
  }

  complete(prompt: Prompt, signal: AbortSignal): AsyncIterable<Step> {
    return inTime(this.#steps(prompt), this.#timing, this.#clock, signal);
  }

  *#steps({ uri, prefix, maxTokens }: Prompt): Generator<Step> {
    const text = this.#texts.get(uri) ?? '';
    const chance = uniformNumbers(Math.imul(prefix.length, 2_654_435_761) ^ hash(prefix.slice(-32)));
    let offset = prefix.length;
    let elsewhere = Math.floor(chance() * text.length);
    let isAstray = false;
    for (let length = 0; length < maxTokens; length++) {
      const right = tokenAt(text, offset);
      elsewhere += tokenAt(text, elsewhere).length;
      const wrong = tokenAt(text, elsewhere);
      if (right === '' || wrong === '') return;
      const isWrong: boolean = !isAstray && wrong !== right && chance() < WRONG;
      const isDoubtful = isWrong && chance() < ADMITTED;
      isAstray ||= isWrong;
      const p = isDoubtful ? DOUBTFUL : SURE;
      const [chosen, other] = isAstray ? [wrong, right] : [right, wrong];
      yield {
        text: chosen,
        logprob: Math.log(p),
        alternatives: chosen === other ? [] : [{ text: other, logprob: Math.log((1 - p) * 0.8) }],
      };
      offset += chosen.length;
    }
  }
}

/** A word with the blank before it, a run of blanks, or a sign. */
function tokenAt(text: string, offset: number): string {
  return /^(?: ?\w{1,8}|\s{1,8}|[^\s\w])/u.exec(text.slice(offset, offset + 10))?.[0] ?? '';
}

function hash(text: string): number {
  let sum = 0;
  for (let at = 0; at < text.length; at++) sum = (Math.imul(sum, 31) + text.charCodeAt(at)) | 0;
  return sum;
}
