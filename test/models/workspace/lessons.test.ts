import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { buildShard } from '../../../server/models/workspace/build-shard.ts';
import { shippedExperience } from '../../../server/models/workspace/experience.ts';
import { Lessons } from '../../../server/models/workspace/lessons.ts';
import { Outlook } from '../../../server/models/workspace/network/outlook.ts';
import { sharedNetwork } from '../../../server/models/workspace/network/shipped.ts';
import { OpenDocument } from '../../../server/models/workspace/open-document.ts';
import { Predictor } from '../../../server/models/workspace/predictor.ts';
import { Shard } from '../../../server/models/workspace/shard.ts';
import { Vocabulary } from '../../../server/models/workspace/vocabulary.ts';
import { sourceText } from './source-text.ts';

/** Notes what it is taught, in its order: a text, and the token that it came to be. */
class Pupil extends Predictor {
  readonly taught: string[] = [];
  readonly #vocabulary: Vocabulary;
  #state = '';

  constructor(vocabulary: Vocabulary, shards: readonly Shard[]) {
    super(vocabulary, shards, shippedExperience(), new Outlook(sharedNetwork(), vocabulary));
    this.#vocabulary = vocabulary;
  }

  override predict(...asked: Parameters<Predictor['predict']>): ReturnType<Predictor['predict']> {
    const [{ history, typed }] = asked;
    const before = history.context(history.length).toReversed();
    this.#state = `${before.map((id) => this.#vocabulary.word(id)).join('')}|${typed}`;
    return super.predict(...asked);
  }

  override learn(id: number): void {
    this.taught.push(`${this.#state} -> ${this.#vocabulary.word(id)}`);
    super.learn(id);
  }
}

/** Types a text, and learns after so many keys each time. What is taught does not depend on when. */
function taught(text: string, keys: number): readonly string[] {
  const vocabulary = new Vocabulary();
  const shards = [new Shard(buildShard([{ uri: 'file:///learnt', text }]), vocabulary)];
  const pupil = new Pupil(vocabulary, shards);
  const lessons = new Lessons(pupil);
  const document = new OpenDocument('file:///open', vocabulary);
  for (let offset = 0; offset <= text.length; offset++) {
    document.moveTo(text.slice(0, offset), '', (id, typed) => lessons.note(document, id, typed));
    if (offset % keys === 0) {
      const before = document.history.context(document.history.length);
      lessons.learnAll();
      assert.deepEqual(document.history.context(document.history.length), before);
    }
  }
  lessons.learnAll();
  return pupil.taught;
}

it('each token is learnt where it was typed, one after the other, however long it waited', () => {
  const same = fc.property(sourceText, fc.integer({ min: 2, max: 30 }), (text, keys) => {
    const short = text.slice(0, 60).toWellFormed();
    assert.deepEqual(taught(short, keys), taught(short, 1));
  });
  fc.assert(same, { numRuns: 100 });
});

it('a lesson that fails is not tried again, and the history is as it was', () => {
  const vocabulary = new Vocabulary();
  const pupil = new Pupil(vocabulary, []);
  pupil.attend = () => {
    throw new TypeError('broken');
  };
  const lessons = new Lessons(pupil);
  const document = new OpenDocument('file:///open', vocabulary);
  for (const typed of ['', 'one(two);'])
    document.moveTo(typed, '', (id, text) => lessons.note(document, id, text));
  const before = document.history.context(document.history.length);
  for (const _ of ['one', '(', 'two', ')']) assert.throws(() => lessons.learnOne(), TypeError);
  assert.equal(lessons.learnOne(), false);
  assert.deepEqual(document.history.context(document.history.length), before);
});

it('nothing waits: nothing is learnt', () => {
  const vocabulary = new Vocabulary();
  const pupil = new Pupil(vocabulary, []);
  assert.equal(new Lessons(pupil).learnOne(), false);
  assert.deepEqual(pupil.taught, []);
});
