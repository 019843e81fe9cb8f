import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Version } from './contender.ts';
import { tuneOf } from './tuned.ts';

/** Takes an earlier version of the workspace model out of Git, to be measured beside the present one. */

const TOP = fileURLToPath(new URL('../../', import.meta.url));
const VERSIONS = join(TOP, '.cache', 'versions');

export interface Earlier {
  /** As it was asked for, and the commit. */
  readonly name: string;
  /** Holds `server/` of that commit. */
  readonly folder: string;
}

/** Why there is none, as a sentence. */
export interface Missing {
  readonly reason: string;
}

/** @param ref a commit as Git names it; without it the newest release tag or, without tags, the one in previous.json */
export function takeEarlier(ref: string | undefined): Earlier | Missing {
  if (git('rev-parse', '--git-dir') === undefined) {
    return { reason: 'This is no Git repository, so no earlier version is measured beside it.' };
  }
  const wanted = ref ?? git('describe', '--tags', '--abbrev=0', '--match', 'v*') ?? namedInFile();
  const commit = git('rev-parse', '--verify', '--quiet', `${wanted}^{commit}`);
  if (commit === undefined) {
    return {
      reason: `There is no commit "${wanted}" here, so no earlier version is measured; name one with --against.`,
    };
  }
  const short = commit.slice(0, 12);
  const folder = join(VERSIONS, short);
  if (!existsSync(folder)) {
    const fresh = `${folder}.part`;
    rmSync(fresh, { recursive: true, force: true });
    mkdirSync(fresh, { recursive: true });
    const archive = join(fresh, 'server.tar');
    if (git('archive', '-o', archive, commit, 'server') === undefined || !unpack(archive, fresh)) {
      return { reason: `The source of "${wanted}" cannot be taken out of Git, so it is not measured.` };
    }
    rmSync(archive);
    renameSync(fresh, folder);
  }
  const short7 = commit.slice(0, 7);
  return { name: wanted.startsWith(short7) ? short7 : `${wanted} (${short7})`, folder };
}

/** The workspace model of an earlier version. Of it the bench knows what the present one has under the same names. */
export async function loadEarlier(folder: string): Promise<Version> {
  const load = (path: string): Promise<unknown> => import(pathToFileURL(join(folder, path)).href);
  const lesson = (await load('server/cli/lesson.ts')) as Pick<Version, 'learnWithout'>;
  const shards = (await load('server/models/workspace/build-shard.ts')) as Pick<Version, 'buildShard'>;
  const models = (await load('server/models/workspace/workspace-model.ts')) as {
    readonly WorkspaceModel: new () => ReturnType<Version['create']>;
  };
  return {
    learnWithout: lesson.learnWithout,
    buildShard: shards.buildShard,
    tune: await tuneOf(folder),
    create: () => new models.WorkspaceModel(),
  };
}

function namedInFile(): string {
  const file = new URL('previous.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly commit: string }).commit;
}

/** What Git says; undefined where it fails or is not there. */
function git(...args: readonly string[]): string | undefined {
  const done = spawnSync('git', args, { cwd: TOP, encoding: 'utf8' });
  return done.status === 0 ? done.stdout.trim() : undefined;
}

function unpack(archive: string, folder: string): boolean {
  return spawnSync('tar', ['-xf', archive, '-C', folder]).status === 0;
}
