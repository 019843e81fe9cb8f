import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { buildShard } from '../../../server/models/workspace/build-shard.ts';
import { Evidence, MAX_ORDER, WORKSPACE } from '../../../server/models/workspace/evidence.ts';
import { Shard } from '../../../server/models/workspace/shard.ts';
import { BOUNDARY, Vocabulary } from '../../../server/models/workspace/vocabulary.ts';
import { counted } from './counted.ts';

/** Documents are written as words, each one token: `a b c`. */
function learnt(documents: readonly string[], vocabulary = new Vocabulary()) {
  const shard = new Shard(
    buildShard(documents.map((text, index) => ({ uri: `file:///${index}`, text: tokensIn(text).join('') }))),
    vocabulary,
  );
  return { shard, vocabulary };
}

/** A blank before each word but the first, so that every word is a token. */
function tokensIn(text: string): string[] {
  return text.split(' ').map((word, index) => (index === 0 ? word : ` ${word}`));
}

function lookedUp(shard: Shard, context: readonly number[]): Evidence {
  const evidence = new Evidence();
  shard.lookUp(context, evidence);
  evidence.accumulate();
  return evidence;
}

/** What the heard documents say came after the context, by comparing it with every place. */
function naive(
  documents: readonly string[],
  isMuted: (document: number) => boolean,
  context: readonly number[],
  vocabulary: Vocabulary,
): Evidence {
  const evidence = new Evidence();
  for (const [index, text] of documents.entries()) {
    if (isMuted(index)) continue;
    const ids = [BOUNDARY, ...tokensIn(text).map((word) => vocabulary.numberOf(word))];
    for (let at = 1; at < ids.length; at++) {
      let agreed = 0;
      while (agreed < MAX_ORDER && agreed < at && ids[at - 1 - agreed] === context[agreed]) agreed++;
      if (agreed > 0) evidence.add(WORKSPACE, ids[at] ?? -1, agreed, 1);
    }
  }
  evidence.accumulate();
  return evidence;
}

const word = fc.constantFrom('a', 'b', 'c');
/** Short enough that no place stands for its neighbours. */
const document = fc.array(word, { minLength: 1, maxLength: 15 }).map((words) => words.join(' '));
const situations = fc.record({
  documents: fc.array(document, { minLength: 1, maxLength: 4 }),
  muted: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
  typed: fc.array(word, { maxLength: 8 }).map((words) => words.join(' ')),
  isWholeDocument: fc.boolean(),
});

/** Looks a context up with some documents muted, and compares with counting by hand. */
function check({
  documents,
  muted,
  typed,
  isWholeDocument,
}: typeof situations extends fc.Arbitrary<infer T> ? T : never): void {
  const { shard, vocabulary } = learnt(documents);
  const isMuted = (index: number): boolean => muted[index] ?? false;
  for (const index of documents.keys()) if (isMuted(index)) shard.mute(index, true);
  const ids = tokensIn(typed).map((each) => vocabulary.intern(each));
  const context = [...(isWholeDocument ? [BOUNDARY] : []), ...ids].toReversed().slice(0, MAX_ORDER);
  assert.deepEqual(
    counted(lookedUp(shard, context)),
    counted(naive(documents, isMuted, context, vocabulary)),
  );
}

it('counts what followed each context as counting by hand does', () =>
  fc.assert(fc.property(situations, check)));

it('of places without number, some stand for all', () => {
  const { shard, vocabulary } = learnt([Array.from({ length: 3000 }, () => 'a b').join(' ')]);
  const evidence = lookedUp(shard, [vocabulary.intern(' a')]);
  const slot = Array.from(evidence.ids.subarray(0, evidence.size)).indexOf(vocabulary.intern(' b'));
  assert.ok(Math.abs(evidence.count(WORKSPACE, slot, 1) - 2999) < 50);
});

describe('of many shards', () => {
  const SHARDS = 32;
  /** Asked as much as the first, all together would look at 2048 places. */
  const MOST_ADDED = 400;
  class Counting extends Evidence {
    added = 0;
    override add(...what: Parameters<Evidence['add']>): void {
      this.added++;
      super.add(...what);
    }
  }
  const vocabulary = new Vocabulary();
  const text = Array.from({ length: 1000 }, (_, index) => `a ${['b', 'd', 'e'][index % 3]} c`).join(' ');
  const shards = Array.from({ length: SHARDS }, () => learnt([text], vocabulary).shard);
  const evidence = new Counting();
  const context = [' b', ' a'].map((each) => vocabulary.intern(each));
  for (const shard of shards) shard.lookUp(context, evidence);
  const { added } = evidence;
  evidence.accumulate();

  it('the later ones are asked less', () => assert.ok(added < MOST_ADDED, `${added} places were looked at`));

  it('and yet all places are counted', () =>
    assert.equal(Math.round(evidence.total(WORKSPACE, 1)), SHARDS * 334));
});

describe('a muted document is as if it were not there', () => {
  const documents = ['a b c a b', 'b c a', 'c c c'];
  /** All that a shard and its vocabulary tell. */
  const told = ({ shard, vocabulary }: ReturnType<typeof learnt>): unknown => {
    const ids = ['a', ' a', 'b', ' b', 'c', ' c'].map((each) => vocabulary.intern(each));
    return {
      contexts: ids.flatMap((one) => ids.map((other) => counted(lookedUp(shard, [one, other])))),
      counts: ids.map((id) => vocabulary.count(id)),
      total: vocabulary.total,
      novelShare: vocabulary.novelShare,
    };
  };

  it('in the counts of words', () => {
    const one = learnt(documents);
    one.shard.mute(0, true);
    const other = learnt(documents.slice(1));
    for (const each of ['a', ' a', 'b', ' b', 'c', ' c'])
      assert.equal(
        one.vocabulary.count(one.vocabulary.intern(each)),
        other.vocabulary.count(other.vocabulary.intern(each)),
      );
    assert.equal(one.vocabulary.novelShare, other.vocabulary.novelShare);
  });

  it('and comes back whole', () => {
    const restored = fc.property(fc.array(fc.tuple(fc.nat({ max: 2 }), fc.boolean())), (mutings) => {
      const one = learnt(documents);
      const before = told(one);
      for (const [index, muted] of mutings) one.shard.mute(index, muted);
      for (const index of documents.keys()) one.shard.mute(index, false);
      assert.deepEqual(told(one), before);
    });
    fc.assert(restored);
  });

  it('muted twice, it is heard again at the first word', () => {
    const one = learnt(documents);
    const before = told(one);
    one.shard.mute(1, true);
    one.shard.mute(1, true);
    one.shard.mute(1, false);
    assert.deepEqual(told(one), before);
  });
});

it('shards that share a vocabulary know words by the same numbers', () => {
  const vocabulary = new Vocabulary();
  const { shard: first } = learnt(['x a b'], vocabulary);
  const { shard: second } = learnt(['b y', 'y x a c'], vocabulary);
  const evidence = new Evidence();
  const context = [' a', 'x'].map((each) => vocabulary.intern(each));
  for (const shard of [first, second]) shard.lookUp(context, evidence);
  evidence.accumulate();
  assert.deepEqual(
    Array.from(evidence.ids.subarray(0, evidence.size), (id) => vocabulary.word(id)),
    [' b', ' c'],
  );
});
