import type { Clock } from '../base/clock.ts';
import { silentLog } from '../base/log.ts';
import { Engine } from '../engine/engine.ts';
import type { Model } from '../models/model.ts';
import type { Network } from '../models/workspace/network/network.ts';
import type { ShardData } from '../models/workspace/shard-data.ts';
import { WorkspaceModel } from '../models/workspace/workspace-model.ts';
import type { Settings } from '../settings/settings.ts';
import { type Line, noLine } from './line.ts';
import { MeteredModel } from './metered-model.ts';
import type { Rhythm } from './rhythm.ts';
import { countTurns, type Session } from './tally.ts';
import { type Task, typing } from './typist.ts';

/**
 * Types one task over a real engine, in process. Each task gets an engine and a
 * model of its own, so that nothing seen while another text was typed can leak.
 */
export interface Stage {
  readonly settings: Settings;
  /** What was learnt; shared by all tasks, changed by none. */
  readonly shards: readonly ShardData[];
  /** The network that was taught the same; without one the shipped network is asked. */
  readonly network?: Network | undefined;
  /** The next rung of the ladder, where there is one. */
  readonly endpoint: Model | undefined;
  readonly clock: Clock;
  readonly givesIndent: boolean;
  /** When the next key comes; without it, the person waits for each answer. */
  readonly rhythm?: Rhythm | undefined;
  /** Told the share of the task that is typed, now and then. */
  readonly onTyped?: (share: number) => void;
}

export interface Rehearsed {
  readonly session: Session;
  readonly line: Line;
}

/** Often enough to see that it goes on, too seldom to slow it down. */
const TURNS_BETWEEN_NEWS = 100;

/** @param document what the text claims to be */
export async function rehearse(
  task: Task,
  document: { readonly uri: string; readonly languageId: string },
  { settings, shards, network, endpoint, clock, givesIndent, rhythm, onTyped }: Stage,
  signal: AbortSignal,
): Promise<Rehearsed> {
  const workspace = new WorkspaceModel();
  for (const shard of shards) workspace.add(shard);
  if (network) workspace.consult(network);
  const metered = endpoint && new MeteredModel(endpoint);
  const engine = new Engine({ clock, log: silentLog, exclusions: { covers: () => false } });
  engine.configure(settings, metered ? [workspace, metered] : [workspace]);
  let version = 0;
  const seat = {
    givesIndent,
    now: () => clock.now(),
    ...(rhythm && { nextKey: () => clock.sleep(rhythm(), signal) }),
    accepted: (id: string) => engine.accepted(id),
    ask: (text: string, offset: number) => {
      engine.textChanged(document.uri);
      version++;
      return engine.complete(
        { document: { ...document, version, text }, offset, trigger: 'automatic' },
        signal,
      );
    },
  };
  const turns = [];
  for await (const turn of typing(task, seat)) {
    if (signal.aborted) break;
    turns.push(turn);
    if (turns.length % TURNS_BETWEEN_NEWS === 0) onTyped?.(turn.offset / task.target.length);
  }
  engine.closed(document.uri);
  const session = countTurns(task, turns, givesIndent);
  return { session, line: { ...noLine, ...metered?.meter, ...engine.reuse } };
}
