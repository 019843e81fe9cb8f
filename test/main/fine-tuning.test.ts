import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { Learner } from '../../server/models/workspace/learning/learner.ts';
import { Network } from '../../server/models/workspace/network/network.ts';
import { sharedNetwork } from '../../server/models/workspace/network/shipped.ts';
import { parseWeights } from '../../server/models/workspace/network/weights.ts';
import { WorkspaceModel } from '../../server/models/workspace/workspace-model.ts';
import { folderOnDisk } from '../models/workspace/learning/folder-on-disk.ts';

const WORKER = new URL('../../server/models/workspace/learning/worker.ts', import.meta.url);

/** How a project writes, and nobody else does. */
const line = (at: number): string => `if (open(${at % 7})) close(${at % 7}, true, false);\n`;

test('a workspace is taught in threads of their own, and the network says then what is usual there', async (context) => {
  const folder = folderOnDisk(context, {
    'a.js': Array.from({ length: 900 }, (_, at) => line(at)).join(''),
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
  // Neither model has learnt the file: only the network knows.
  const general = shareOf(sharedNetwork());
  const own = shareOf(taught);
  assert.ok(own > 0.6 && own > 2 * general, `${own}, where it was ${general}`);
});

/** How likely the rest of such a line is in an empty workspace, with this network. */
function shareOf(network: Network): number {
  const model = new WorkspaceModel(undefined, network);
  const prompt = {
    uri: 'file:///w/b.js',
    languageId: 'javascript',
    prefix: 'if (open(3)) close(3',
    suffix: '',
    maxTokens: 2,
    topLogprobs: 5,
  };
  const steps = [...model.complete(prompt)];
  const [first] = steps;
  return first?.text.startsWith(',') ? Math.exp(first.logprob ?? -Infinity) : 0;
}
