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
import { folderOnDisk } from '../models/workspace/learning/folder-on-disk.ts';

const WORKER = new URL('../../server/models/workspace/learning/worker.ts', import.meta.url);

/** How a project writes, and nobody else does. */
const line = (at: number): string => `if (open(${at % 7})) close(${at % 7}, true, false);\n`;

test('a workspace is taught in threads of their own, and the network says then what is usual there', async (context) => {
  const folder = folderOnDisk(context, {
    'a.js': Array.from({ length: 1200 }, (_, at) => line(at)).join(''),
  });
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  const learner = new Learner({
    startWorker: () => new Worker(WORKER),
    *onShard() {},
    turn: () => setImmediate(),
    onNetwork: resolve,
    onForget() {},
    onReset() {},
    onProgress() {},
    log: { info() {}, warn: (message) => reject(new Error(message)) },
  });
  context.after(() => learner.dispose());
  learner.open({ folders: [folder.root], exclude: [], holdOut: [], fineTuning: true });
  const taught = new Network(parseWeights(await promise));
  const general = shareOf(sharedNetwork());
  const own = shareOf(taught);
  assert.ok(own > 0.1 && own > 4 * general, `${own}, where it was ${general}`);
});

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
