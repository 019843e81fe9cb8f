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
const DAY = 24 * 60 * 60 * 1000;
const KEPT = Uint8Array.of(1, 2, 3);
const TAUGHT = Uint8Array.of(4, 5, 6);

/** A tutor that has nothing to think about. */
class FakeTutor extends Tutor {
  taught = 0;
  onTaught: () => void = () => {};

  constructor() {
    super(() => assert.fail('no thread is wanted'));
  }

  override async teach() {
    this.taught++;
    this.onTaught();
    return new Uint8Array(TAUGHT);
  }
}

interface Situation {
  /** Days since a network was kept; none was where left out. */
  readonly days?: number;
  readonly lines?: number;
  /** Nothing can be written. */
  readonly isFull?: boolean;
  /** Happens while the network is taught. */
  readonly meanwhile?: (abort: AbortController) => void;
}

/** What is used in turn once the workspace has been learnt, how often the network was taught, and what is kept then. */
async function check(
  { days, lines = 9000, isFull = false, meanwhile = () => {} }: Situation,
  expected: {
    readonly used: readonly Uint8Array[];
    readonly taught: number;
    readonly kept: Uint8Array | undefined;
    readonly warnings?: readonly string[];
  },
) {
  const memory = diskInMemory(1);
  const shelf = new Shelf({ disk: memory.disk, folder: '/cache/w', nameFor });
  if (days !== undefined) await shelf.saveNetwork(shipped, KEPT);
  if (isFull) memory.fill();
  const abort = new AbortController();
  const tutor = new FakeTutor();
  tutor.onTaught = () => meanwhile(abort);
  const used: Uint8Array[] = [];
  const warnings: string[] = [];
  const tuning = new FineTuning({
    tutor,
    shipped,
    shelf,
    now: () => (days ?? 0) * DAY,
    onNetwork: (file) => used.push(file),
    onWarning: (message) => warnings.push(message),
    signal: abort.signal,
  });
  await tuning.recall();
  tuning.learnt(buildShard([{ uri: 'file:///a.ts', text: 'b\n'.repeat(lines) }]));
  await tuning.begin();
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
