import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { buildShard } from '../../../server/models/workspace/build-shard.ts';
import type { Candidate } from '../../../server/models/workspace/candidates.ts';
import { shippedExperience } from '../../../server/models/workspace/experience.ts';
import { History } from '../../../server/models/workspace/history.ts';
import { tokenize } from '../../../server/models/workspace/lexer.ts';
import { Outlook } from '../../../server/models/workspace/network/outlook.ts';
import { sharedNetwork } from '../../../server/models/workspace/network/shipped.ts';
import { Predictor } from '../../../server/models/workspace/predictor.ts';
import { Shard } from '../../../server/models/workspace/shard.ts';
import { Vocabulary } from '../../../server/models/workspace/vocabulary.ts';
import { sourceText } from './source-text.ts';

const LEARNT = 'const name = open(file);\nconst nation = open(map);\nclose(name);\n'.repeat(3);

/** A predictor that has learnt a text, and stands after the tokens of another. */
function standing(learnt: string, before: string) {
  const vocabulary = new Vocabulary();
  const shards = [new Shard(buildShard([{ uri: 'file:///learnt', text: learnt }]), vocabulary)];
  const outlook = new Outlook(sharedNetwork(), vocabulary);
  const predictor = new Predictor(vocabulary, shards, shippedExperience(), outlook);
  const history = new History(vocabulary);
  tokenize(before, 0, { unit: '  ', lineBreak: '\n' }, (word) => history.push(vocabulary.intern(word)));
  predictor.attend(history);
  const predict = (typed: string): readonly Candidate[] =>
    predictor.predict({ history, typed, isInfill: false, render: (id) => vocabulary.word(id) });
  return { predictor, vocabulary, predict };
}

/** After some tokens, with the start of the next typed, this is the likeliest. */
function check(before: string, typed: string, expected: string | undefined): void {
  assert.equal(standing(LEARNT, before).predict(typed)[0]?.text, expected);
}

describe('the likeliest token', () => {
  const rows: readonly (readonly [before: string, typed: string, expected: string | undefined])[] = [
    ['const name = open', '', '('],
    ['const name =', ' o', ' open'],
    ['const', ' nat', ' nation'],
    ['close(', 'n', 'name'],
    ['x', 'zzz', undefined],
  ];
  for (const [before, typed, expected] of rows) {
    it(`after ${JSON.stringify(before)} and ${JSON.stringify(typed)}: ${JSON.stringify(expected)}`, () =>
      check(before, typed, expected));
  }
});

it('probabilities fall along the list and leave something for "something else"', () => {
  const leave = fc.property(
    sourceText,
    sourceText,
    fc.constantFrom('', ' ', 'n', 'f', '\n'),
    (learnt, before, typed) => {
      const probabilities = standing(learnt, before)
        .predict(typed)
        .map(({ probability }) => probability);
      for (const [index, probability] of probabilities.entries()) {
        assert.ok(probability >= 0 && probability <= (probabilities[index - 1] ?? 1));
      }
      assert.ok(probabilities.reduce((sum, each) => sum + each, 0) <= 1 + 1e-9);
    },
  );
  fc.assert(leave);
});

it('learns from what came: it becomes likelier, also against what was guessed wrongly', () => {
  const { predictor, vocabulary, predict } = standing(`${LEARNT}close(nation);\n`, 'close(');
  const probabilityOf = (text: string): number =>
    predict('na').find((each) => each.text === text)?.probability ?? 0;
  const before = { name: probabilityOf('name'), nation: probabilityOf('nation') };
  for (let time = 0; time < 20; time++) {
    predict('na');
    predictor.learn(vocabulary.intern('nation'));
  }
  assert.ok(probabilityOf('nation') > before.nation);
  assert.ok(probabilityOf('name') / probabilityOf('nation') < before.name / before.nation);
});

it('what nobody knew may come, too: the guess becomes less sure', () => {
  const { predictor, vocabulary, predict } = standing(LEARNT, 'close(');
  const sureness = (): number => predict('na')[0]?.probability ?? 0;
  const before = sureness();
  predictor.learn(vocabulary.intern('narrow'));
  assert.ok(sureness() < before);
});

it('has nothing to learn where it knew nothing', () => {
  const { predictor, predict } = standing('', '');
  assert.deepEqual(predict('§'), []);
  predictor.learn(7);
  assert.deepEqual(predict('§'), []);
});
