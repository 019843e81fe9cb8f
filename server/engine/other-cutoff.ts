import { detached } from '../base/text.ts';
import type { CompletionRequest } from '../completion/request.ts';
import { probabilityOf } from '../gate/confidence.ts';
import { shape } from '../shape/shape.ts';
import type { Suggestion } from './hindsight.ts';
import type { Judge } from './judge.ts';
import type { Reading } from './trace.ts';

/** What another cutoff would have made of a request that has had its outcome. */

/** Characters around the cursor that the filters are shown again; the document itself is not kept. */
const WINDOW = 400;

/** The decision again from what was read then, for any cutoff, with what is known by now of how far to believe it. Where several replies pass, the longest text counts. */
export function atOtherCutoffs(
  { document, offset }: CompletionRequest,
  readings: readonly Reading[],
  judge: Judge,
): (cutoff: number) => Suggestion | undefined {
  const { text } = document;
  const surroundings = {
    prefix: detached(text.slice(Math.max(0, offset - WINDOW), offset)),
    suffix: detached(text.slice(offset, offset + WINDOW)),
  };
  return (cutoff) => {
    let best: Suggestion | undefined;
    for (const { continuation, typed } of readings) {
      const verdict = judge.verdict(continuation, typed, cutoff);
      if (verdict.kind === 'refusal') continue;
      const shaped = shape(verdict.text, surroundings);
      if ('dropped' in shaped || shaped.text.length <= (best?.text.length ?? 0)) continue;
      best = { text: shaped.text, confidence: probabilityOf(verdict.confidence) };
    }
    return best;
  };
}
