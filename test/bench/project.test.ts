import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import { type Project, projectsFor } from './project.ts';

const reported = projectsFor('report');
const fitted = projectsFor('fit');
const words = projectsFor('words');
const taught = JSON.parse(
  readFileSync(new URL('network/corpus.json', import.meta.url), 'utf8'),
) as readonly Project[];

/** Names of packages, without their versions. */
function packages(projects: readonly Project[]): readonly string[] {
  return projects.map(({ npm = '', debian = '' }) => (npm || debian).replace(/(?<=.)[@=].*/, ''));
}

/** None of these is among those. */
function check(these: readonly Project[], those: readonly Project[]): void {
  assert.deepEqual(
    packages(these).filter((each) => packages(those).includes(each)),
    [],
  );
}

it('at least ten projects in six languages are reported', () => {
  assert.ok(reported.length >= 10);
  assert.ok(new Set(reported.map(({ language }) => language)).size >= 6);
});

it('no project is fitted on and reported', () => check(reported, [...fitted, ...words]));

it('no project is taught to the network and reported, or fitted on', () =>
  check([...reported, ...fitted], [...taught, ...words]));

it('every project is pinned to a version and to its bytes', () => {
  for (const { name, npm, debian, sha256 } of [...reported, ...fitted, ...words, ...taught]) {
    assert.match(npm ?? debian ?? '', /.[@=]\d/, name);
    assert.match(sha256, /^[0-9a-f]{64}$/, name);
  }
});
