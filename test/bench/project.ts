import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type Purpose = 'fit' | 'report' | 'words';

/** Where projects are kept. */
export const CACHE = fileURLToPath(new URL('../../.cache/bench/', import.meta.url));

/** Fetches the projects to type: published packages that carry their source, pinned to the byte, kept in a folder. */
export interface Project {
  readonly name: string;
  readonly language: string;
  /** Fitted on, reported about, or only asked which words are common; one of them. */
  readonly for: Purpose;
  /** Where it is published: `name@version` on npm, or `name=version` in Debian. */
  readonly npm?: string;
  readonly debian?: string;
  /** Of the package file. */
  readonly sha256: string;
  /** Folders of the package that are the workspace. */
  readonly source: readonly string[];
}

/** Why a project cannot be had on this machine, as a sentence. */
export class NotToBeHad extends Error {
  override readonly name = 'NotToBeHad';
}

/** The pinned projects for a purpose. */
export function projectsFor(purpose: Purpose): readonly Project[] {
  const all = JSON.parse(readFileSync(new URL('projects.json', import.meta.url), 'utf8')) as Project[];
  return all.filter((project) => project.for === purpose);
}

/** The folders of a project's source; fetched the first time. @throws NotToBeHad */
export function fetchProject(project: Project, cache: string): readonly string[] {
  const home = join(cache, `${project.name}-${project.sha256.slice(0, 12)}`);
  if (!existsSync(home)) {
    const fresh = `${home}.part`;
    rmSync(fresh, { recursive: true, force: true });
    mkdirSync(join(fresh, 'tree'), { recursive: true });
    const archive = download(project, fresh);
    const found = createHash('sha256').update(readFileSync(archive)).digest('hex');
    if (found !== project.sha256) {
      throw new NotToBeHad(`what was fetched has the sum ${found}, not the one in projects.json.`);
    }
    unpack(project, archive, join(fresh, 'tree'));
    renameSync(fresh, home);
  }
  return project.source.map((folder) => join(home, 'tree', folder));
}

function download({ npm, debian }: Project, folder: string): string {
  if (npm !== undefined) {
    run('npm', ['pack', '--silent', '--pack-destination', folder, npm], folder, 'Is this machine offline?');
  } else {
    const hint = 'It needs a Debian 12 that is online, with package lists (apt-get update).';
    run('apt-get', ['download', '-qq', debian ?? ''], folder, hint);
  }
  const archive = readdirSync(folder).find((name) => /\.(?:tgz|deb)$/.test(name));
  if (archive === undefined) throw new NotToBeHad('nothing was downloaded.');
  return join(folder, archive);
}

function unpack({ npm }: Project, archive: string, folder: string): void {
  if (npm === undefined) run('dpkg-deb', ['-x', archive, folder], folder, 'It needs dpkg-deb.');
  else run('tar', ['-xzf', archive, '-C', folder], folder, 'It needs tar.');
}

/** @param hint what may be the cause when it fails */
function run(command: string, args: readonly string[], cwd: string, hint: string): void {
  const done = spawnSync(command, args, { cwd, encoding: 'utf8', shell: process.platform === 'win32' });
  if (done.status === 0) return;
  throw new NotToBeHad(done.error ? `${command} cannot be run. ${hint}` : `${command} failed. ${hint}`);
}
