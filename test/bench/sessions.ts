import { silentLog } from '../../server/base/log.ts';
import { canonicalUri, uriOf } from '../../server/base/uri.ts';
import { missingRuns, wholeFile } from '../../server/cli/gaps.ts';
import { languageOf } from '../../server/cli/languages.ts';
import type { Script } from '../../server/cli/replay.ts';
import type { Task } from '../../server/cli/typist.ts';
import { Engine } from '../../server/engine/engine.ts';
import { systemClock } from '../../server/main/system-clock.ts';
import { defaultSettings } from '../../server/settings/settings.ts';
import type { Contender, Learnt } from './contender.ts';
import { type Counted, countTurns, pool } from './counts.ts';
import type { Mode } from './jobs.ts';
import { missingWords } from './missing-words.ts';
import type { Typist } from './typist.ts';

/**
 * Types files over a real engine, at the default cutoff: each with a fresh start,
 * or one after the other into one that goes on running, as a working day does.
 */

/** Chooses the missing runs of lines, and the missing words. */
export const SEED = 1;

/** Who types what. */
export interface Sitting {
  readonly create: () => Contender;
  readonly typist: Typist;
  readonly signal: AbortSignal;
}

/** A fresh model and engine for every text. */
export async function typeCold(
  scripts: readonly Script[],
  mode: Mode,
  project: Learnt,
  sitting: Sitting,
): Promise<readonly Counted[]> {
  const counted: Counted[] = [];
  for (const script of scripts) {
    const parts: Counted[] = [];
    for (const task of tasksOf(script, mode)) {
      const desk = new Desk(sitting);
      desk.contender.move(project);
      parts.push(await desk.type(task, script));
    }
    counted.push(pool(script.name, parts));
  }
  return counted;
}

/** One model and engine for all; a file that is typed is learnt before the next one is begun. */
export async function typeSession(
  scripts: readonly Script[],
  mode: Mode,
  project: Learnt,
  sitting: Sitting,
): Promise<readonly Counted[]> {
  const desk = new Desk(sitting);
  desk.contender.move(project);
  const counted: Counted[] = [];
  for (const script of scripts) counted.push(await desk.finish(script, mode));
  return counted;
}

/** A project of a session that goes from one to another. */
export interface Stop {
  readonly project: Learnt;
  readonly scripts: readonly Script[];
}

/** One model and engine for files of several projects in turn, each file another project's than the one before. */
export async function typeSwitching(
  stops: readonly Stop[],
  mostKeys: number,
  sitting: Sitting,
): Promise<readonly Counted[]> {
  const desk = new Desk(sitting);
  const rounds = Math.max(...stops.map(({ scripts }) => scripts.length));
  const counted: Counted[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const { project, scripts } of stops) {
      const script = scripts[round];
      if (!script) continue;
      desk.contender.move(project);
      // What was typed here before stands on disk by now.
      for (const earlier of scripts.slice(0, round)) desk.contender.learn(documentOf(earlier));
      counted.push(await desk.type(wholeFile(script.text), script, mostKeys));
      desk.close(script);
    }
  }
  return counted;
}

function tasksOf({ text }: Script, mode: Mode): readonly Task[] {
  if (mode === 'whole') return [wholeFile(text)];
  return mode === 'runs' ? missingRuns(text, SEED) : missingWords(text, SEED);
}

function documentOf({ path, text }: Script): { uri: string; text: string } {
  return { uri: canonicalUri(uriOf(path)), text };
}

/** A model behind an engine, and who types into it. */
class Desk {
  readonly contender: Contender;
  readonly #engine = new Engine({ clock: systemClock, log: silentLog, exclusions: { covers: () => false } });
  readonly #sitting: Sitting;
  #version = 0;

  constructor(sitting: Sitting) {
    this.#sitting = sitting;
    this.contender = sitting.create();
    this.#engine.configure(defaultSettings, [this.contender.model]);
  }

  /** Types a file, closes it and has it learnt. */
  async finish(script: Script, mode: Mode): Promise<Counted> {
    const parts: Counted[] = [];
    for (const task of tasksOf(script, mode)) parts.push(await this.type(task, script));
    this.close(script);
    this.contender.learn(documentOf(script));
    return pool(script.name, parts);
  }

  async type(task: Task, { path, name }: Script, mostKeys = Infinity): Promise<Counted> {
    const { typist, signal } = this.#sitting;
    const languageId = languageOf(path).id;
    const uri = uriOf(path);
    const seat = {
      accepted: (id: string) => this.#engine.accepted(id),
      ask: async (text: string, offset: number) => {
        this.#engine.textChanged(uri);
        const document = { uri, languageId, version: ++this.#version, text };
        const outcome = await this.#engine.complete({ document, offset, trigger: 'automatic' }, signal);
        this.contender.pause();
        return outcome;
      },
    };
    const turns = [];
    for await (const turn of typist.type(task, languageId, seat)) {
      signal.throwIfAborted();
      turns.push(turn);
      if (turns.length >= mostKeys) break;
    }
    return countTurns(name, task, turns, typist.byHand(task, languageId));
  }

  close({ path }: Script): void {
    this.#engine.closed(uriOf(path));
  }
}
