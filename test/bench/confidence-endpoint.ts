import type { Clock } from '../../server/base/clock.ts';
import type { Step } from '../../server/completion/continuation.ts';
import type { Model, Prompt } from '../../server/models/model.ts';
import { chain } from '../../server/models/workspace/chain.ts';
import { Outlook } from '../../server/models/workspace/network/outlook.ts';
import { readNetwork } from '../../server/models/workspace/network/shipped.ts';
import { shippedExperience } from '../../server/models/workspace/experience.ts';
import { OpenDocument } from '../../server/models/workspace/open-document.ts';
import { Predictor } from '../../server/models/workspace/predictor.ts';
import { Shard } from '../../server/models/workspace/shard.ts';
import type { ShardData } from '../../server/models/workspace/shard-data.ts';
import { Vocabulary } from '../../server/models/workspace/vocabulary.ts';

/**
 * Endpoints on the clock of a replay, with a latency. This one's probabilities
 * are honest: what the workspace model knows of the other files of a project,
 * told token by token. It learns nothing from what it is asked, so the same
 * prompt always brings the same reply.
 */

/** Milliseconds to the first token, and from each to the next. */
export interface Timing {
  readonly first: number;
  readonly each: number;
}

/** What a reply this improbable says changes no verdict. */
const LEAST_MASS = 0.004;

export class HonestEndpoint implements Model {
  readonly source = 'endpoint';
  readonly immediate = false;
  readonly #vocabulary = new Vocabulary();
  readonly #predictor: Predictor;
  readonly #timing: Timing;
  readonly #clock: Clock;
  #document: OpenDocument | undefined;

  constructor(shards: readonly ShardData[], timing: Timing, clock: Clock) {
    const learnt = shards.map((shard) => new Shard(shard, this.#vocabulary));
    this.#predictor = new Predictor(
      this.#vocabulary,
      learnt,
      shippedExperience(),
      new Outlook(readNetwork(), this.#vocabulary),
    );
    this.#timing = timing;
    this.#clock = clock;
  }

  complete(prompt: Prompt, signal: AbortSignal): AsyncIterable<Step> {
    return inTime(this.#steps(prompt), this.#timing, this.#clock, signal);
  }

  #steps({ uri, prefix, suffix, maxTokens, topLogprobs }: Prompt): readonly Step[] {
    if (this.#document?.uri !== uri) this.#document = new OpenDocument(uri, this.#vocabulary);
    this.#document.moveTo(prefix, suffix, () => {});
    const bounds = { leastMass: LEAST_MASS, mostAlternatives: topLogprobs - 1 };
    return [...chain(this.#predictor, this.#document, maxTokens, bounds)];
  }
}

/** Steps as they come over a line; ends when the signal aborts. */
export async function* inTime(
  steps: Iterable<Step>,
  { first, each }: Timing,
  clock: Clock,
  signal: AbortSignal,
): AsyncGenerator<Step> {
  let wait = first;
  for (const step of steps) {
    await clock.sleep(wait, signal);
    if (signal.aborted) return;
    wait = each;
    yield step;
  }
}
