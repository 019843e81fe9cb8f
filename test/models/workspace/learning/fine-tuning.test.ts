import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildShard } from '../../../../server/models/workspace/build-shard.ts';
import { FineTuning } from '../../../../server/models/workspace/learning/fine-tuning.ts';
import { Tutor } from '../../../../server/models/workspace/learning/tutor.ts';
import { FILE_MARK, NAME_MARK } from '../../../../server/models/workspace/network/classes.ts';
import { shapeOf, writeWeights } from '../../../../server/models/workspace/network/weights.ts';
import { Shelf } from '../../../../server/models/workspace/storage/shelf.ts';
import { smallWeights } from '../../../support/small-network.ts';
import { diskInMemory, nameFor } from '../storage/disk-in-memory.ts';

const weights = smallWeights([FILE_MARK, NAME_MARK, 'b']);
const shipped = writeWeights(shapeOf(weights), weights);
const A = 'file:///a.ts';
const DAY = 24 * 60 * 60 * 1000;
const KEPT = Uint8Array.of(1, 2, 3);
const TAUGHT = Uint8Array.of(4, 5, 6);

/** A tutor that has nothing to think about. */
class FakeTutor extends Tutor {
  taught = 0;
  onTaught: () => void | Promise<void> = () => {};

  constructor() {
    super(() => assert.fail('no thread is wanted'));
  }

  override async teach() {
    this.taught++;
    await this.onTaught();
    return new Uint8Array(TAUGHT);
  }
}

interface Situation {
  /** Days since a network was kept; none was where left out. */
  readonly days?: number;
  /** What the kept one was taught. */
  readonly documents?: readonly string[];
  readonly lines?: number;
  /** Nothing can be written. */
  readonly isFull?: boolean;
  /** Happens while the network is taught. */
  readonly meanwhile?: (abort: AbortController, tuning: FineTuning) => void | Promise<void>;
  /** Happens once it has been taught. */
  readonly afterwards?: (tuning: FineTuning) => Promise<void>;
}

/** What is used in turn once the workspace has been learnt (none: the shipped one), how often the network was taught, and what is kept then. */
async function check(
  {
    days,
    documents = [A],
    lines = 9000,
    isFull = false,
    meanwhile = () => {},
    afterwards = async () => {},
  }: Situation,
  expected: {
    readonly used: readonly (Uint8Array | undefined)[];
    readonly taught: number;
    readonly kept: Uint8Array | undefined;
    readonly warnings?: readonly string[];
  },
) {
  const memory = diskInMemory(1);
  const shelf = new Shelf({ disk: memory.disk, folder: '/cache/w', nameFor });
  if (days !== undefined) await shelf.saveNetwork(shipped, { file: KEPT, documents });
  if (isFull) memory.fill();
  const abort = new AbortController();
  const tutor = new FakeTutor();
  const used: (Uint8Array | undefined)[] = [];
  const warnings: string[] = [];
  const tuning = new FineTuning({
    tutor,
    shipped,
    shelf,
    files: {
      stat: async (path) => (path === '/gone.ts' ? undefined : { kind: 'file', size: 9, modified: 1 }),
    },
    now: () => (days ?? 0) * DAY,
    onNetwork: (file) => used.push(file),
    onWarning: (message) => warnings.push(message),
    signal: abort.signal,
  });
  tutor.onTaught = () => meanwhile(abort, tuning);
  await tuning.recall();
  await tuning.allowed(new Set([A]));
  tuning.learnt(buildShard([{ uri: A, text: 'b\n'.repeat(lines) }]));
  await tuning.begin();
  await afterwards(tuning);
  const kept = (await shelf.network(shipped))?.file;
  assert.deepEqual(
    { used, taught: tutor.taught, kept, warnings },
    { ...expected, warnings: expected.warnings ?? [] },
  );
}

test('a workspace is taught once it has been learnt', () =>
  check({}, { used: [TAUGHT], taught: 1, kept: TAUGHT }));
test('what was kept is used at the next start', () =>
  check({ days: 6 }, { used: [KEPT], taught: 0, kept: KEPT }));
test('what is old is used until it has been taught again', () =>
  check({ days: 8 }, { used: [KEPT, TAUGHT], taught: 1, kept: TAUGHT }));
test('so is what was taught a file that is gone, a day later', async () => {
  const documents = [A, 'file:///gone.ts'];
  await check({ days: 0.5, documents }, { used: [KEPT], taught: 0, kept: KEPT });
  await check({ days: 2, documents }, { used: [KEPT, TAUGHT], taught: 1, kept: TAUGHT });
});
test('what was taught a file that is excluded now is not used, but taught again', () =>
  check({ days: 0.5, documents: [A, 'file:///excluded.ts'] }, { used: [TAUGHT], taught: 1, kept: TAUGHT }));
test('nor is it where the file is excluded while the network is used', async () => {
  const afterwards = (tuning: FineTuning) => tuning.allowed(new Set());
  await check({ afterwards }, { used: [TAUGHT, undefined], taught: 1, kept: undefined });
  await check({ days: 1, afterwards }, { used: [KEPT, undefined], taught: 0, kept: undefined });
});
test('nor where it is excluded while the network is taught', async () => {
  const meanwhile = (_: AbortController, tuning: FineTuning) => tuning.allowed(new Set());
  await check({ meanwhile }, { used: [], taught: 1, kept: undefined });
  await check({ days: 8, meanwhile }, { used: [KEPT, undefined], taught: 1, kept: undefined });
});
test('a small workspace is not taught', () =>
  check({ lines: 100 }, { used: [], taught: 0, kept: undefined }));
test('where another folder is opened meanwhile, nothing comes of it', () =>
  check({ meanwhile: (abort) => abort.abort() }, { used: [], taught: 1, kept: undefined }));
test('what fails is said once, and all goes on without', () =>
  check(
    {
      meanwhile: () => {
        throw new Error('no memory');
      },
    },
    {
      used: [],
      taught: 1,
      kept: undefined,
      warnings: ['The network was not taught this workspace: no memory'],
    },
  ));
test('what cannot be kept is used all the same', () =>
  check(
    { isFull: true },
    {
      used: [TAUGHT],
      taught: 1,
      kept: undefined,
      warnings: ['The network that was taught this workspace is not kept: no space left on device'],
    },
  ));
