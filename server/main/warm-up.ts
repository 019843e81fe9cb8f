import { missingRuns, wholeFile } from '../cli/gaps.ts';
import { rehearse } from '../cli/rehearsal.ts';
import { Engine } from '../engine/engine.ts';
import { buildShard } from '../models/workspace/build-shard.ts';
import { History } from '../models/workspace/history.ts';
import { OpenDocument } from '../models/workspace/open-document.ts';
import { Predictor } from '../models/workspace/predictor.ts';
import { WorkspaceModel } from '../models/workspace/workspace-model.ts';
import { defaultSettings } from '../settings/settings.ts';
import { systemClock } from './system-clock.ts';

/**
 * Types a text for nobody, into engines of its own: JavaScript is compiled well
 * only once it has run for a while, and a person's first keys would pay for that.
 * When that is due is for `idleness` to say.
 */

/** Characters typed: less than a second's worth. Half as many again make the first keys no faster. */
const LENGTH = 2000;
const SEED = 1;
/** The one code that is always at hand is the program's own: some of it is learnt, some typed. */
const LEARNT = [WorkspaceModel, OpenDocument, Predictor, History];

/**
 * Done when all is typed or the signal aborts.
 * @param turn awaited between two keys
 * @returns keys pressed
 */
export async function warmUp(turn: () => Promise<void>, signal: AbortSignal): Promise<number> {
  const learnt = LEARNT.map((each, index) => ({ uri: `untitled:${index}.js`, text: inLines(String(each)) }));
  const stage = {
    settings: defaultSettings,
    shards: [buildShard(learnt)],
    endpoint: undefined,
    clock: { now: () => systemClock.now(), sleep: turn },
    givesIndent: false,
    // Each key is due when others have had their turn.
    rhythm: () => 0,
  };
  const document = { uri: 'untitled:warm-up.js', languageId: 'javascript' };
  const text = inLines(String(Engine).slice(0, LENGTH));
  let keys = 0;
  for (const task of [wholeFile(text), ...missingRuns(text, SEED)]) {
    keys += (await rehearse(task, document, stage, signal)).session.keys;
  }
  return keys;
}

/** Bundled code has no lines of its own. */
function inLines(source: string): string {
  return source.replaceAll(/[;{}](?!\n)/g, '$&\n');
}
