import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createExclusions } from '../../server/context/exclusions.ts';
import { uriOf } from '../../server/base/uri.ts';

interface Scene {
  /** Ignore files by path. */
  readonly files?: Readonly<Record<string, string>>;
  readonly exclude?: readonly string[];
  readonly folders?: readonly string[];
}

/** What is expected of each path: left alone, only not learnt from, or excluded altogether. */
function check(scene: Scene, expected: Readonly<Record<string, 'open' | 'not learnt' | 'excluded'>>): void {
  const exclusions = createExclusions({
    folders: scene.folders ?? ['/p'],
    exclude: scene.exclude ?? [],
    readTextFile: (path) => scene.files?.[path],
  });
  const found = Object.keys(expected).map((path) => {
    const isExcluded = exclusions.covers(uriOf(path));
    const isLearnt = !exclusions.coversFile(path);
    assert.ok(!(isExcluded && isLearnt), `${path} is excluded and learnt from`);
    return [path, isLearnt ? 'open' : isExcluded ? 'excluded' : 'not learnt'];
  });
  assert.deepEqual(Object.fromEntries(found), expected);
}

function all(state: 'open' | 'not learnt' | 'excluded', paths: readonly string[]) {
  return Object.fromEntries(paths.map((path) => [`/p/${path}`, state]));
}

test('source, configuration and prose are left alone', () => {
  const paths = [
    'a.ts',
    'src/deep/er/b.py',
    'package.json',
    'README.md',
    '.github/workflows/ci.yml',
    'Makefile',
  ];
  const near = [
    'src/env.ts',
    'vite-env.d.ts',
    'secret.ts',
    'keys.ts',
    'credentials.ts',
    'lock.go',
    'minify.js',
  ];
  const folders = ['building/a.ts', 'targets/a.ts', 'src/dist.ts', 'a.b/c.ts', '.vscode/settings.json'];
  check({}, all('open', [...paths, ...near, ...folders]));
});

test('what holds secrets is excluded', () => {
  const environment = ['.env', '.env.local', '.env.example', '.envrc', 'prod.env', 'deep/.ENV'];
  const keys = [
    'a.pem',
    'tls/server.key',
    'id_rsa',
    'id_rsa.pub',
    'id_ed25519',
    'a.p12',
    'a.pfx',
    'x.keystore',
    'v.kdbx',
  ];
  const logins = [
    'credentials',
    'credentials.json',
    '.netrc',
    '.npmrc',
    '.pypirc',
    '.git-credentials',
    '.htpasswd',
  ];
  const secrets = [
    'secrets.yaml',
    'secrets.ts',
    'secret.json',
    'db-secrets.yml',
    'client_secret_1.json',
    'prod.tfvars',
  ];
  const inFolders = [
    '.ssh/config',
    'home/.aws/config',
    '.git/config',
    '.docker/config.json',
    '.bash_history',
  ];
  check({}, all('excluded', [...environment, ...keys, ...logins, ...secrets, ...inFolders]));
});

test('what nobody wrote by hand is not learnt from, but may be edited', () => {
  const locks = [
    'package-lock.json',
    'yarn.lock',
    'pnpm-lock.yaml',
    'Cargo.lock',
    'go.sum',
    'bun.lockb',
    'uv.lock',
  ];
  const generated = [
    'a.min.js',
    'a.bundle.js',
    'a.js.map',
    'a_pb2.py',
    'a.pb.go',
    'a.generated.ts',
    'zz_generated.deepcopy.go',
  ];
  const binary = [
    'logo.PNG',
    'a.zip',
    'a.wasm',
    'lib.so',
    'font.woff2',
    'a.pdf',
    'data.csv',
    'a.pyc',
    'm.gguf',
  ];
  const folders = [
    'node_modules',
    'dist',
    'build',
    'target',
    'out',
    'vendor',
    '__pycache__',
    '.venv',
    'coverage',
    '.next',
  ];
  const below = folders.flatMap((folder) => [`${folder}/a.ts`, `src/${folder}/deep/a.ts`]);
  check({}, all('not learnt', [...locks, ...generated, ...binary, ...below, '.git/COMMIT_EDITMSG']));
});

test('an open folder is not judged by the names above it', () => {
  check(
    { folders: ['/build/dist/p'] },
    {
      '/build/dist/p/a.ts': 'open',
      '/build/dist/p/dist/a.ts': 'not learnt',
      '/build/dist/q/a.ts': 'not learnt',
    },
  );
  check({ folders: ['/home/.ssh'] }, { '/home/.ssh/a.ts': 'excluded' });
  check(
    { folders: ['/p', '/p/node_modules/x'] },
    { '/p/node_modules/x/a.ts': 'open', '/p/node_modules/y/a.ts': 'not learnt' },
  );
});

test('outside the open folders, secrets and globs are excluded, and nothing is learnt', () => {
  check(
    { exclude: ['*.sql', '**/private/**'], files: { '/q/.gitignore': '*' } },
    {
      '/q/a.ts': 'not learnt',
      '/q/.env': 'excluded',
      '/q/.ssh/known': 'excluded',
      '/q/a.sql': 'excluded',
      '/q/private/deep/a.ts': 'excluded',
      '/p2/a.ts': 'not learnt',
    },
  );
});

const globs: [glob: string, excluded: string[], open: string[]][] = [
  ['*.sql', ['a.sql', 'deep/er/a.sql', '.x.sql'], ['a.sqlx']],
  ['private', ['private', 'private/a.ts', 'deep/private/er/a.ts'], ['privates/a.ts']],
  ['private/', ['private/a.ts'], ['x.ts']],
  ['src/private', ['src/private/a.ts', 'src/private/deep/a.ts'], ['private/a.ts', 'lib/src/private/a.ts']],
  ['./src/private/**', ['src/private/a.ts'], ['src/a.ts']],
  ['**/gen/*.ts', ['gen/a.ts', 'deep/gen/a.ts'], ['gen/deep/a.ts', 'gen/a.js']],
  ['/src/*.ts', ['src/a.ts'], ['deep/src/a.ts']],
  ['/p/lib/**', ['lib/a.ts', 'lib/deep/a.ts'], ['a.ts']],
  ['*.{sql,dat1}', ['a.sql', 'b/a.dat1'], ['a.ts']],
  ['!a.ts', ['!a.ts'], ['a.ts', 'b.ts']],
  ['', [], ['a.ts']],
  ['[', [], ['a.ts']],
];

for (const [glob, excluded, open] of globs) {
  test(`glob ${JSON.stringify(glob)}`, () => {
    check({ exclude: [glob] }, { ...all('excluded', excluded), ...all('open', open) });
  });
}

test('documents that are no files are never excluded', () => {
  const exclusions = createExclusions({ folders: ['/p'], exclude: ['**'] });
  assert.equal(exclusions.covers('untitled:.env'), false);
  assert.equal(exclusions.covers('vscode-notebook-cell:/p/a.ipynb#1'), false);
  assert.equal(exclusions.covers('file:///p/a.ts'), true);
});

test('paths may be spelled as on Windows', () => {
  const scene = {
    folders: ['C:\\Work\\p'],
    exclude: ['src/Private/**', '*.SQL'],
    files: { 'c:/Work/p/.gitignore': '/tmp\n*.log1' },
  };
  const exclusions = createExclusions({ ...scene, readTextFile: (path) => scene.files[path as never] });
  const excluded = [
    'c:\\Work\\p\\tmp\\a.ts',
    'C:\\Work\\p\\src\\private\\a.ts',
    'C:/Work/p/x/A.LOG1',
    'C:\\Work\\p\\a.sql',
  ];
  for (const path of [...excluded, 'C:\\Work\\p\\dist\\a.ts'])
    assert.equal(exclusions.coversFile(path), true, path);
  for (const path of ['C:\\Work\\p\\src\\a.ts', 'c:/Work/p/a.ts'])
    assert.equal(exclusions.coversFile(path), false, path);
  assert.equal(exclusions.coversFolder('C:\\Work\\p\\node_modules'), true);
  assert.equal(exclusions.covers('file:///c%3A/Work/p/tmp/a.ts'), true);
  assert.equal(exclusions.covers('file:///c%3A/Work/p/src/a.ts'), false);
});

test('folders are judged as a whole', () => {
  const files = { '/p/.gitignore': 'tmp/' };
  const exclusions = createExclusions({
    folders: ['/p'],
    exclude: ['private/**'],
    readTextFile: (path) => files[path as never],
  });
  for (const path of ['/p/tmp', '/p/private', '/p/dist', '/p/dist/deep', '/p/.ssh', '/q']) {
    assert.equal(exclusions.coversFolder(path), true, path);
  }
  for (const path of ['/p', '/p/', '/p/src', '/p/src/deep'])
    assert.equal(exclusions.coversFolder(path), false, path);
});
