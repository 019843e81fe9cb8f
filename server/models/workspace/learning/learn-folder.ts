import { buildShard } from '../build-shard.ts';
import type { ShardData } from '../shard-data.ts';
import { FolderLearning, type LearningParts } from './folder-learning.ts';
import type { Curriculum } from './messages.ts';

/** The door for whoever learns folders once and in process: replay, benchmarks, tests. */
export interface FolderLesson
  extends Curriculum, Pick<LearningParts, 'files'>, Partial<Pick<LearningParts, 'onProgress' | 'onWarning'>> {
  onShard(shard: ShardData): void;
  readonly signal: AbortSignal;
}

/** Resolves when all is learnt, or soon after the signal aborts. */
export async function learnFolders(lesson: FolderLesson): Promise<void> {
  const parts: LearningParts = {
    files: lesson.files,
    build: buildShard,
    onShard: (shard) => lesson.onShard(shard),
    onForget() {},
    onProgress: (progress) => lesson.onProgress?.(progress),
    onWarning: (message) => lesson.onWarning?.(message),
  };
  await new FolderLearning(lesson, parts, lesson.signal).open();
}
