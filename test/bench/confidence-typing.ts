import { silentLog } from '../../server/base/log.ts';
import { uriOf } from '../../server/base/uri.ts';
import { languageOf } from '../../server/cli/languages.ts';
import type { MeteredModel } from '../../server/cli/metered-model.ts';
import type { Script } from '../../server/cli/replay.ts';
import type { Rhythm } from '../../server/cli/rhythm.ts';
import { countTurns, figuresOf, pool } from '../../server/cli/tally.ts';
import { type Turn, typing } from '../../server/cli/typist.ts';
import type { VirtualClock } from '../../server/cli/virtual-clock.ts';
import type { Outcome } from '../../server/completion/outcome.ts';
import type { CompletionRequest } from '../../server/completion/request.ts';
import { Engine } from '../../server/engine/engine.ts';
import type { Model } from '../../server/models/model.ts';
import type { Settings } from '../../server/settings/settings.ts';

/** Types files one after the other, as in a day's work, over one engine or a rival of it, on a virtual clock. */

/** Who is asked at each key. */
export interface Asked {
  complete(request: CompletionRequest, signal: AbortSignal): Promise<Outcome>;
  textChanged(uri: string): void;
  accepted(id: string): void;
  closed(uri: string): void;
}

export interface Result {
  readonly name: string;
  readonly keys: number;
  readonly characters: number;
  readonly accepted: number;
  readonly shown: number;
  readonly right: number;
  readonly withdrawn: number;
  readonly requests: number;
  readonly tokens: number;
  readonly repeated: number;
  readonly unanswered: number;
  readonly waits: readonly number[];
  /** Milliseconds from an accept to the next text, where one came before the next key. */
  readonly next: readonly number[];
  readonly accepts: number;
}

export function engineWith(models: readonly Model[], settings: Settings, clock: VirtualClock): Engine {
  const engine = new Engine({ clock, log: silentLog, exclusions: { covers: () => false } });
  engine.configure(settings, models);
  return engine;
}

/** @param rhythm none: the person waits for each answer */
export async function typeAll(
  name: string,
  asked: Asked,
  metered: MeteredModel,
  scripts: readonly Script[],
  clock: VirtualClock,
  rhythm: Rhythm | undefined,
): Promise<Result> {
  const never = new AbortController().signal;
  const sessions = [];
  const next: number[] = [];
  let accepts = 0;
  for (const { path, text } of scripts) {
    const document = { uri: uriOf(path), languageId: languageOf(path).id };
    let version = 0;
    const seat = {
      givesIndent: false,
      now: () => clock.now(),
      accepted: (id: string) => asked.accepted(id),
      ask: (whole: string, offset: number) => {
        asked.textChanged(document.uri);
        version++;
        return asked.complete(
          { document: { ...document, version, text: whole }, offset, trigger: 'automatic' as const },
          never,
        );
      },
      ...(rhythm && { nextKey: () => clock.sleep(rhythm(), never) }),
    };
    const task = { before: '', target: text, after: '' };
    const turns: Turn[] = [];
    await clock.run(
      (async () => {
        for await (const turn of typing(task, seat)) turns.push(turn);
      })(),
    );
    asked.closed(document.uri);
    for (const [at, { outcome, waited }] of turns.entries()) {
      if (turns[at - 1]?.isRight !== true) continue;
      accepts++;
      if (outcome.kind === 'shown') next.push(waited);
    }
    sessions.push(countTurns(task, turns, false));
  }
  const session = pool(sessions);
  const figures = figuresOf(session);
  return {
    name,
    keys: session.keys,
    characters: session.characters,
    accepted: session.acceptedCharacters,
    shown: figures.shown,
    right: figures.shown - figures.wrong,
    withdrawn: session.withdrawn,
    waits: session.waits,
    next,
    accepts,
    ...metered.meter,
  };
}
