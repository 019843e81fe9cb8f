import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Step } from '../../server/completion/continuation.ts';
import { Calibrator } from '../../server/models/workspace/calibrator.ts';
import { CalibratorUnits } from '../../server/models/workspace/calibrator-units.ts';
import { Evidence } from '../../server/models/workspace/evidence.ts';
import { History } from '../../server/models/workspace/history.ts';
import { buildShard } from '../../server/models/workspace/build-shard.ts';
import { Mixer } from '../../server/models/workspace/mixer.ts';
import { Neighbours } from '../../server/models/workspace/neighbours.ts';
import { Outlook } from '../../server/models/workspace/network/outlook.ts';
import { Network } from '../../server/models/workspace/network/network.ts';
import { shippedWeights } from '../../server/models/workspace/network/shipped.ts';
import { Novelty } from '../../server/models/workspace/novelty.ts';
import { Shard } from '../../server/models/workspace/shard.ts';
import { type Contender, present, workspaceModel } from './contender.ts';
import { leaveOut, type PartName, partNames } from './parts.ts';

const learnt = 'const total = sum(items);\nconst other = sum(others);\nreturn total + other;\n'.repeat(3);
const before = 'import x\nconst total = sum(items);\nfor (const item of items) print(item);\nconst to';
const after = `\n${'return sum(total);\n'.repeat(4)}`;

/** Not what the shipped network says. */
const shipped = shippedWeights();
const taught = new Network({ ...shipped, outputBias: shipped.outputBias.map((bias, at) => bias + (at % 7)) });

/** What a model says at a place after it has been typed there, as text and probabilities. */
async function reply(wrap: (contender: Contender) => Contender): Promise<string> {
  const contender = wrap(workspaceModel(present).create());
  contender.move({ shards: [buildShard([{ uri: 'file:///a', text: learnt }])], network: taught });
  let said: Step[] = [];
  for (let length = 0; length <= before.length; length++) {
    const prompt = {
      uri: 'file:///x',
      languageId: '',
      prefix: before.slice(0, length),
      suffix: after,
      maxTokens: 4,
      topLogprobs: 5,
    };
    said = [];
    for await (const step of contender.model.complete(prompt, new AbortController().signal)) said.push(step);
  }
  return JSON.stringify(said);
}

/** All methods that a part may replace. */
const methods = (): readonly unknown[] =>
  [Calibrator, CalibratorUnits, Evidence, History, Mixer, Neighbours, Novelty, Outlook, Shard].flatMap(
    ({ prototype }) =>
      Object.getOwnPropertyNames(prototype)
        .filter((name) => Object.getOwnPropertyDescriptor(prototype, name)?.get === undefined)
        .map((name) => Reflect.get(prototype, name)),
  );

/** What the model says without a part differs, and does not any more once the part is back. */
async function check(name: PartName): Promise<void> {
  const found = methods();
  const whole = await reply((contender) => contender);
  const part = leaveOut(name);
  const without = await reply((contender) => part.wrap(contender));
  part.putBack();
  assert.notEqual(without, whole);
  assert.deepEqual(methods(), found);
}

describe('a part of the workspace model can be left out and put back:', () => {
  // The text to the right, for all but the model, is the engine's.
  for (const name of partNames.filter((each) => each !== 'right')) it(name, () => check(name));
});
