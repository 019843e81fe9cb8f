import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { buildShard } from '../../../../server/models/workspace/build-shard.ts';
import { Delivery } from '../../../../server/models/workspace/learning/delivery.ts';
import type { ShardData } from '../../../../server/models/workspace/shard-data.ts';

/** Learns three batches, and carries out the steps: a batch is built, or the model takes one. Compares what has begun by then. */
async function check(steps: readonly ('built' | 'taken')[], expected: readonly string[]): Promise<void> {
  const begun: string[] = [];
  const building: (() => void)[] = [];
  const taking: (() => void)[] = [];
  const delivery = new Delivery(
    {
      build([document]) {
        begun.push(`build ${document?.uri}`);
        return new Promise<ShardData>((resolve) =>
          building.push(() => resolve(buildShard(document ? [document] : []))),
        );
      },
      onShard({ documents }) {
        begun.push(`hand on ${documents.join(' ')}`);
        return new Promise<void>((resolve) => taking.push(resolve));
      },
      onForget() {},
      onWarning() {},
    },
    undefined,
    new AbortController().signal,
  );
  const learning = (async () => {
    for (const uri of ['1', '2', '3']) await delivery.learn([{ uri, text: 'x', size: 1, modified: 1 }], true);
    await delivery.settled();
  })();
  const queues = { built: building, taken: taking };
  const carriedOut = async (step: keyof typeof queues): Promise<void> => {
    await setImmediate();
    queues[step].shift()?.();
    await setImmediate();
  };
  for (const step of steps) await carriedOut(step);
  assert.deepEqual(begun, expected);
  for (const step of ['built', 'taken', 'built', 'taken', 'built', 'taken'] as const) await carriedOut(step);
  await learning;
  assert.equal(begun.length, 6, 'each is built and handed on');
}

test('one is built while the one before is handed on', () =>
  check(['built'], ['build 1', 'hand on 1', 'build 2']));

test('they are handed on one at a time', () =>
  check(['built', 'built'], ['build 1', 'hand on 1', 'build 2']));

test('and no further one is built until then', () =>
  check(['built', 'built', 'taken'], ['build 1', 'hand on 1', 'build 2', 'hand on 2', 'build 3']));
