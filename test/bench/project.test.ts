import assert from 'node:assert/strict';
import { it } from 'node:test';
import { projectsFor } from './project.ts';

const reported = projectsFor('report');
const fitted = [...projectsFor('fit'), ...projectsFor('words')];

it('at least ten projects in six languages are reported', () => {
  assert.ok(reported.length >= 10);
  assert.ok(new Set(reported.map(({ language }) => language)).size >= 6);
});

it('no project is fitted on and reported', () => {
  const packages = (projects: typeof reported) => projects.map(({ npm, debian }) => npm ?? debian);
  assert.deepEqual(
    packages(reported).filter((each) => packages(fitted).includes(each)),
    [],
  );
});

it('every project is pinned to a version and to its bytes', () => {
  for (const { name, npm, debian, sha256 } of [...reported, ...fitted]) {
    assert.match(npm ?? debian ?? '', /.[@=]\d/, name);
    assert.match(sha256, /^[0-9a-f]{64}$/, name);
  }
});
