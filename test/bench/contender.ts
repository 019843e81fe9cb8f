import { fileURLToPath } from 'node:url';
import { type Lesson, learnWithout } from '../../server/cli/lesson.ts';
import { systemClock } from '../../server/main/system-clock.ts';
import { buildShard } from '../../server/models/workspace/build-shard.ts';
import type { Model } from '../../server/models/model.ts';
import { type ShardData, type SourceDocument, wordsOf } from '../../server/models/workspace/shard-data.ts';
import type { Network } from '../../server/models/workspace/network/network.ts';
import { WorkspaceModel } from '../../server/models/workspace/workspace-model.ts';
import { FixedOrder } from './fixed-order.ts';
import { type Tune, tuneOf } from './tuned.ts';
import { WordCompletion } from './word-completion.ts';

/** Who is measured: a model that has learnt a project, and learns more of it as files are finished. */
export interface Contender {
  readonly model: Model;
  /** Does what the product does between keys, all of it: whoever types leaves the time. */
  pause(): void;
  /** A file is finished and stands on disk: it is learnt as the product learns it then. */
  learn(document: SourceDocument): void;
  /** Another project is opened in place of the last; how to weigh evidence stays. */
  move(project: Learnt): void;
}

/** What was learnt of a project once, for as many contenders as there are files. */
export interface Learnt {
  readonly shards: readonly ShardData[];
  /** What was taught the project, where there was enough to learn. */
  readonly network?: Network | undefined;
}

/** One kind of contender. */
export interface Kind {
  /** Learns folders, without the files held out. */
  study(heldOut: readonly string[], folders: readonly string[], signal: AbortSignal): Promise<Learnt>;
  /** A new one, that has learnt nothing yet. */
  create(): Contender;
}

/** The parts of a version of the workspace model that the bench uses. */
export interface Version {
  readonly learnWithout: (...curriculum: Parameters<typeof learnWithout>) => Promise<Pick<Lesson, 'shards'>>;
  readonly buildShard: typeof buildShard;
  /** Teaches the network what was learnt. */
  readonly tune?: Tune | undefined;
  readonly create: () => Pick<WorkspaceModel, 'add' | 'clear' | 'complete' | 'source' | 'immediate'> &
    Partial<Pick<WorkspaceModel, 'catchUp' | 'consult'>>;
}

/** The workspace model of this source tree. */
export const present: Version = {
  learnWithout,
  buildShard,
  tune: await tuneOf(fileURLToPath(new URL('../../', import.meta.url))),
  create: () => new WorkspaceModel(),
};

export function workspaceModel({ learnWithout: study, buildShard: build, tune, create }: Version): Kind {
  return {
    study: async (heldOut, folders, signal) => {
      const { shards } = await study(heldOut, folders, systemClock, signal);
      return { shards, network: tune?.(shards) };
    },
    create: () => {
      const model = create();
      return {
        model,
        pause: () => {
          while (model.catchUp?.());
        },
        learn: (document) => model.add(build([document])),
        move: ({ shards, network }) => {
          model.clear();
          for (const shard of shards) model.add(shard);
          if (network) model.consult?.(network);
        },
      };
    },
  };
}

/** The commonest known word that begins with what is typed. */
export const wordCompletion: Kind = {
  study: (heldOut, folders, signal) => learnWithout(heldOut, folders, systemClock, signal),
  create: () => baseline(() => new WordCompletion()),
};

/** Four tokens at a time, counted. */
export const fixedOrder: Kind = {
  study: (heldOut, folders, signal) => learnWithout(heldOut, folders, systemClock, signal),
  create: () => baseline(() => new FixedOrder()),
};

/** A model that is told tokens. */
interface Baseline extends Model {
  learn(tokens: readonly string[]): void;
}

function baseline(create: () => Baseline): Contender {
  let model = create();
  const take = (shards: readonly ShardData[]): void => {
    for (const shard of shards) for (const tokens of tokensOf(shard)) model.learn(tokens);
  };
  const complete: Model['complete'] = (prompt, signal) => model.complete(prompt, signal);
  return {
    model: { source: 'workspace', immediate: true, complete },
    pause: () => {},
    learn: (document) => take([buildShard([document])]),
    move: ({ shards }) => {
      model = create();
      take(shards);
    },
  };
}

/** The tokens of each document of a shard, as the lexer spells them. */
function tokensOf(shard: ShardData): readonly (readonly string[])[] {
  const words = wordsOf(shard);
  return shard.documents.map((_, document) => {
    const tokens = shard.tokens.subarray((shard.starts[document] ?? 0) + 1, shard.starts[document + 1]);
    return Array.from(tokens, (id) => words[id] ?? '');
  });
}
