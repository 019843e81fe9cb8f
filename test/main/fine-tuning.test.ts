import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { Learner } from '../../server/models/workspace/learning/learner.ts';
import { detectIndentStyle } from '../../server/models/workspace/indentation.ts';
import { tokenize } from '../../server/models/workspace/lexer.ts';
import { Classes } from '../../server/models/workspace/network/classes.ts';
import { headerOf } from '../../server/models/workspace/network/header.ts';
import { Network } from '../../server/models/workspace/network/network.ts';
import { sharedNetwork } from '../../server/models/workspace/network/shipped.ts';
import { START } from '../../server/models/workspace/network/states.ts';
import { parseWeights } from '../../server/models/workspace/network/weights.ts';
import { uriOf } from '../../server/base/uri.ts';
import { folderOnDisk } from '../models/workspace/learning/folder-on-disk.ts';

const WORKER = new URL('../../server/models/workspace/learning/worker.ts', import.meta.url);

/** How a project writes, and nobody else does. */
const line = (at: number): string => `if (open(${at % 7})) close(${at % 7}, true, false);\n`;

test(
  'a workspace is taught in threads of their own, and the network says then what is usual there, until that is excluded',
  { timeout: 300_000 },
  async (context) => {
    const folder = folderOnDisk(context, {
      'a.js': Array.from({ length: 1100 }, (_, at) => line(at)).join(''),
    });
    let next = Promise.withResolvers<Uint8Array | undefined>();
    const learner = new Learner({
      startWorker: () => new Worker(WORKER),
      *onShard() {},
      turn: () => setImmediate(),
      onNetwork: (file) => next.resolve(file),
      onForget() {},
      onReset() {},
      onProgress() {},
      log: { info() {}, warn: (message) => next.reject(new Error(message)) },
    });
    context.after(() => learner.dispose());
    learner.open({ folders: [folder.root], exclude: [], holdOut: [], fineTuning: true });
    const file = await next.promise;
    assert.ok(file);
    const taught = new Network(parseWeights(file));
    const general = shareOf(sharedNetwork());
    const own = shareOf(taught);
    assert.ok(own > 0.1 && own > 4 * general, `${own}, where it was ${general}`);

    next = Promise.withResolvers();
    folder.write('.gitignore', 'a.js');
    learner.changed([uriOf(folder.at('.gitignore'))]);
    assert.equal(await next.promise, undefined);
  },
);

/** How likely such a line goes on as there, to the network alone. */
function shareOf(network: Network): number {
  const classes = new Classes(network.words);
  let state = START;
  for (const each of headerOf('file:///w/b.js', classes)) state = network.read(state, each);
  tokenize('if (open(3)) close(3', 0, detectIndentStyle(''), (word) => {
    state = network.read(state, classes.of(word));
  });
  const { weights, sum } = network.tell(state);
  return (weights[classes.of(',')] ?? 0) / sum;
}
