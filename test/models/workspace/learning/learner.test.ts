import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { uriOf } from '../../../../server/base/uri.ts';
import { Learner } from '../../../../server/models/workspace/learning/learner.ts';
import type { Curriculum } from '../../../../server/models/workspace/learning/messages.ts';
import { folderOnDisk } from './folder-on-disk.ts';

const workerFile = new URL('../../../../server/models/workspace/learning/worker.ts', import.meta.url);

/** @param folders absolute paths */
function curriculum(folders: readonly string[], more: Partial<Curriculum> = {}): Curriculum {
  return { folders, exclude: [], holdOut: [], ...more };
}

/** A learner with a real worker, and what a model would know from it. */
function learnerIn(
  context: TestContext,
  files: Readonly<Record<string, string>>,
  startWorker?: () => Worker,
) {
  const folder = folderOnDisk(context, files);
  const known = new Set<string>();
  const log: string[] = [];
  const networks: number[][] = [];
  let resets = 0;
  let settled = Promise.withResolvers<void>();
  const named = (uri: string): string => uri.slice(uriOf(folder.root).length + 1);
  const learner = new Learner({
    startWorker: startWorker ?? (() => new Worker(workerFile)),
    *onShard({ documents, starts, tokens, order }) {
      yield;
      assert.equal(starts.length, documents.length + 1);
      assert.equal(starts.at(-1), tokens.length);
      assert.ok(order.length > 0);
      for (const uri of documents) known.add(named(uri));
    },
    turn: () => setImmediate(),
    onNetwork: (file) => networks.push([...(file ?? [])]),
    onForget(uris) {
      for (const uri of uris) known.delete(named(uri));
    },
    onReset() {
      resets++;
      known.clear();
    },
    onProgress: ({ done }) => done && settled.resolve(),
    log: {
      info() {},
      warn(message) {
        log.push(message);
        settled.resolve();
      },
    },
  });
  context.after(() => learner.dispose());
  /** Does something and waits until the worker has no more to learn, or has something to say. */
  const until = async (act: () => void): Promise<string[]> => {
    settled = Promise.withResolvers<void>();
    act();
    await settled.promise;
    return [...known].sort();
  };
  const uris = (...paths: string[]): string[] => paths.map((path) => uriOf(folder.at(path)));
  return { ...folder, learner, until, uris, log, networks, known, resets: () => resets };
}

test('files are learnt, changed, renamed and removed through a worker', async (context) => {
  const at = learnerIn(context, {
    'a.ts': 'let a;',
    'b/c.ts': 'let c;',
    'held.ts': 'let held;',
    'x.sql': 'x',
  });
  const opened = await at.until(() =>
    at.learner.open(curriculum([at.root], { exclude: ['*.sql'], holdOut: [at.at('held.ts')] })),
  );
  assert.deepEqual(opened, ['a.ts', 'b/c.ts']);

  at.write('d.ts', 'let d;');
  assert.deepEqual(await at.until(() => at.learner.changed(at.uris('d.ts'))), ['a.ts', 'b/c.ts', 'd.ts']);

  at.remove('d.ts');
  at.write('e.ts', 'let d;');
  await at.until(() => at.learner.removed(at.uris('d.ts')));
  assert.deepEqual(await at.until(() => at.learner.changed(at.uris('e.ts'))), ['a.ts', 'b/c.ts', 'e.ts']);

  at.remove('b');
  const removed = await at.until(() => at.learner.removed(at.uris('b')));
  assert.deepEqual(removed, ['a.ts', 'e.ts']);
  assert.equal(at.resets(), 0);
});

test('shards come one after the other, in any number', async (context) => {
  const names = ['a.ts', 'b.ts', 'c.ts', 'd.ts'];
  const at = learnerIn(
    context,
    Object.fromEntries(names.map((name) => [name, 'let it = be;\n'.repeat(30_000)])),
  );
  at.learner.approach(uriOf(at.at('d.ts')));
  assert.deepEqual(await at.until(() => at.learner.open(curriculum([at.root]))), names);
});

test('what is removed is forgotten at once', async (context) => {
  const at = learnerIn(context, { 'a.ts': 'a', 'b.ts': 'b' });
  await at.until(() => at.learner.open(curriculum([at.root])));
  at.remove('a.ts');
  at.learner.removed(at.uris('a.ts'));
  assert.deepEqual([...at.known], ['b.ts']);
});

test('opening anew forgets what was learnt before, and what of it still arrives', async (context) => {
  const at = learnerIn(context, { 'p/a.ts': 'a', 'q/b.ts': 'b' });
  const opened = await at.until(() => {
    at.learner.open(curriculum([at.at('p')]));
    at.learner.open(curriculum([at.at('q')]));
  });
  assert.deepEqual(opened, ['q/b.ts']);
  assert.equal(at.resets(), 1);
});

test('with no folders open nothing is started', (context) => {
  const at = learnerIn(context, {}, () => assert.fail('a worker was started'));
  at.learner.open(curriculum([]));
  at.learner.changed(at.uris('a.ts'));
  at.learner.removed(['untitled:Untitled-1']);
  assert.deepEqual(at.log, []);
});

test('a folder that does not exist is one warning', async (context) => {
  const at = learnerIn(context, { 'a.ts': 'a' });
  await at.until(() => at.learner.open(curriculum([at.at('nowhere')])));
  await at.until(() => at.learner.changed(at.uris('a.ts')));
  assert.equal(at.log.length, 1);
  assert.match(at.log[0] ?? '', /nowhere cannot be read/);
});

test('a worker that dies is one line in the log, and the next open starts another', async (context) => {
  const failing =
    "data:text/javascript,import { parentPort } from 'node:worker_threads';parentPort.once('message', () => { throw new Error('broken'); });";
  const starts = [() => new Worker(new URL(failing)), () => new Worker(workerFile)];
  const at = learnerIn(context, { 'a.ts': 'a' }, () => (starts.shift() ?? assert.fail('a third worker'))());
  await at.until(() => at.learner.open(curriculum([at.root])));
  at.learner.changed(at.uris('a.ts'));
  assert.match(at.log.join('\n'), /^Learning from files has stopped.*Error: broken/s);
  assert.deepEqual(await at.until(() => at.learner.open(curriculum([at.root]))), ['a.ts']);
  assert.equal(at.log.length, 1);
});

test('a network comes from the folders that are open, not from those before', async (context) => {
  // Says of which opening it is, of the first one once more when the second comes.
  const teaching =
    "data:text/javascript,import { parentPort } from 'node:worker_threads';let all = [];parentPort.on('message', ({ generation }) => { all.push(generation); for (const each of all) parentPort.postMessage({ kind: 'network', generation: each, file: Uint8Array.of(each) }); parentPort.postMessage({ kind: 'progress', generation, progress: { done: true } }); });";
  const at = learnerIn(context, { 'a.ts': 'a' }, () => new Worker(new URL(teaching)));
  await at.until(() => at.learner.open(curriculum([at.root])));
  await at.until(() => at.learner.open(curriculum([at.root, at.root])));
  assert.deepEqual(at.networks, [[1], [2]]);
});

test('nothing arrives after dispose', async (context) => {
  const at = learnerIn(context, { 'a.ts': 'a' });
  await at.until(() => at.learner.open(curriculum([at.root])));
  at.learner.dispose();
  at.learner.changed(at.uris('a.ts'));
  assert.deepEqual(at.log, []);
});
