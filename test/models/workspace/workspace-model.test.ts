import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Step } from '../../../server/completion/continuation.ts';
import { buildShard } from '../../../server/models/workspace/build-shard.ts';
import { WorkspaceModel } from '../../../server/models/workspace/workspace-model.ts';
import { marked } from '../../support/marked.ts';
import { anyText, isPlace, sourceText } from './source-text.ts';

const OPEN = 'file:///open.ts';
const LESSON = 'export function frobnicate(widget) {\n  return widget.quux;\n}\n'.repeat(2);

/** Files by name and their text. */
type Files = Readonly<Record<string, string>>;

/** One shard of files. */
function shardOf(files: Files) {
  return buildShard(
    Object.entries(files).map(([name, text]) => ({ uri: `file:///${encodeURI(name)}`, text })),
  );
}

function knowing(...shards: readonly Files[]): WorkspaceModel {
  const model = new WorkspaceModel();
  for (const files of shards) model.add(shardOf(files));
  return model;
}

function asked(model: WorkspaceModel, prefix: string, suffix = '', uri = OPEN): Step[] {
  return [
    ...model.complete({ uri, languageId: 'typescript', prefix, suffix, maxTokens: 12, topLogprobs: 20 }),
  ];
}

/** Types a text character by character; returns the answers. */
function typed(model: WorkspaceModel, text: string, suffix = '', uri = OPEN): Step[][] {
  const lengths = Array.from({ length: text.length + 1 }, (_, length) => length);
  return lengths
    .filter((length) => isPlace(text, length))
    .map((length) => asked(model, text.slice(0, length), suffix, uri));
}

/** What the model says at a place; `expected` is how its likeliest text begins, '' for no step at all. */
function check(model: WorkspaceModel, source: string, expected: string): void {
  const { prefix, suffix } = marked(source);
  const said = asked(model, prefix, suffix)
    .map(({ text }) => text)
    .join('');
  if (expected === '') assert.equal(said, '');
  else assert.ok(said.startsWith(expected), JSON.stringify(said));
}

/** Every text named at a place, chosen or not. */
function named(steps: readonly Step[]): string[] {
  return steps.flatMap(({ text, alternatives }) => [text, ...alternatives.map((each) => each.text)]);
}

describe('what stands in the workspace is learnt', () => {
  it('a word, from its start', () => check(knowing({ 'a.ts': LESSON }), 'call frob█', 'nicate'));
  it('what follows it', () => check(knowing({ 'a.ts': LESSON }), 'call frobnicate█', '('));
  it('what was typed in the document itself', () =>
    check(knowing(), `${LESSON}export function frob█`, 'nicate'));
  it('what stands below the cursor’s line', () => check(knowing(), `call frob█\n${LESSON}`, 'nicate'));
  it('how deep a line goes, in a document that shows no unit yet', () => {
    const tabs = LESSON.replaceAll('  ', '\t');
    check(knowing({ 'a.ts': tabs }), 'export function frobnicate(widget) {█', '\n\treturn');
  });
  it('nothing of it is known without it', () => check(knowing(), 'call frob█', ''));
});

describe('a file that is learnt again is learnt anew', () => {
  it('what it no longer holds is forgotten', () =>
    check(knowing({ 'a.ts': LESSON }, { 'a.ts': 'let x;' }), 'call frob█', ''));
  it('what it holds now is known', () =>
    check(knowing({ 'a.ts': 'let x;' }, { 'a.ts': LESSON }), 'call frob█', 'nicate'));
  it('others of its shard stay', () =>
    check(knowing({ 'a.ts': 'let x;', 'b.ts': LESSON }, { 'a.ts': 'let y;' }), 'call frob█', 'nicate'));
});

describe('forgetting', () => {
  it('a file: nothing of it is named', () => {
    const model = knowing({ 'a.ts': LESSON, 'b.ts': 'let x;' });
    model.forget(['file:///a.ts']);
    check(model, 'call frob█', '');
  });

  it('others stay', () => {
    const model = knowing({ 'a.ts': 'let x;', 'b.ts': LESSON });
    model.forget(['file:///a.ts', 'file:///never-seen.ts']);
    check(model, 'call frob█', 'nicate');
  });

  it('everything', () => {
    const model = knowing({ 'a.ts': LESSON }, { 'b.ts': LESSON });
    model.clear();
    check(model, 'call frob█', '');
    model.add(shardOf({ 'a.ts': LESSON }));
    check(model, 'call frob█', 'nicate');
  });
});

describe('what stands of the open document on disk is not heard', () => {
  it('when it was learnt before', () => check(knowing({ 'open.ts': LESSON }), 'call frob█', ''));

  it('when it is learnt meanwhile', () => {
    const model = knowing();
    asked(model, 'f');
    model.add(shardOf({ 'open.ts': LESSON }));
    check(model, 'call frob█', '');
  });

  it('when the editor spells its address otherwise', () => {
    const model = knowing({ 'a b.ts': LESSON });
    for (const uri of ['file:///a%20b.ts', 'file:///a b.ts'])
      assert.deepEqual(asked(model, 'call frob', '', uri), []);
  });

  it('but is again when another is open', () => {
    const model = knowing({ 'other.ts': LESSON });
    assert.deepEqual(asked(model, 'call frob', '', 'file:///other.ts'), []);
    check(model, 'call frob█', 'nicate');
  });
});

describe('no peeking', () => {
  it('what is still to be typed stands in no answer, though it is on disk', () => {
    const answers = typed(knowing({ 'open.ts': LESSON, 'other.ts': 'let x = 1;\n' }), LESSON.slice(0, 60));
    const early = answers.slice(0, 'export function fro'.length).flatMap(named);
    assert.ok(early.every((text) => !/frob|nicate|widget|quux/.test(text)));
  });

  it('an answer tells nothing to the next: asked once or three times at a key, it is the same', () => {
    const same = fc.property(sourceText, sourceText, (lesson, text) => {
      const [often, once] = [knowing({ 'a.ts': lesson }), knowing({ 'a.ts': lesson })];
      const short = text.slice(0, 40).toWellFormed();
      for (let offset = 0; offset <= short.length; offset++) {
        assert.deepEqual(asked(often, short.slice(0, offset)), asked(once, short.slice(0, offset)));
        for (let times = 0; times < 2; times++) asked(often, short.slice(0, offset));
      }
    });
    fc.assert(same, { numRuns: 60 });
  });

  it('typed texts that part later have the same answers until then', () => {
    const [one, other] = [knowing({ 'a.ts': LESSON }), knowing({ 'a.ts': LESSON })];
    const common = 'export function f';
    assert.deepEqual(
      typed(one, `${common}rob`).slice(0, common.length + 1),
      typed(other, `${common}oo(`).slice(0, common.length + 1),
    );
  });
});

it('the same text typed twice has the same answers twice', () => {
  const text = LESSON.slice(0, 50);
  assert.deepEqual(typed(knowing({ 'a.ts': LESSON }), text), typed(knowing({ 'a.ts': LESSON }), text));
});

it('what can wait is done between keys or with the next one, and the answers are the same', () => {
  const same = fc.property(
    sourceText,
    sourceText,
    fc.infiniteStream(fc.nat({ max: 4 })),
    (lesson, text, turns) => {
      const [busy, rested] = [knowing({ 'a.ts': lesson }), knowing({ 'a.ts': lesson })];
      const short = text.slice(0, 40).toWellFormed();
      for (let offset = 0; offset <= short.length; offset++) {
        assert.deepEqual(asked(rested, short.slice(0, offset)), asked(busy, short.slice(0, offset)));
        for (let turn = turns.next().value; turn > 0; turn--) rested.catchUp();
      }
    },
  );
  fc.assert(same, { numRuns: 60 });
});

it('there is an end to what can wait', () => {
  const model = knowing({ 'a.ts': LESSON.repeat(100), 'b.ts': LESSON });
  asked(model, LESSON);
  let turns = 0;
  while (model.catchUp()) assert.ok(++turns < 1000);
  assert.ok(turns > 5, `${turns} turns`);
  assert.equal(model.catchUp(), false);
});

it('of a long document, what is far from the cursor is known a little later', () => {
  const model = knowing();
  const far = `function frobnicateAll() {}\n${'a = b;\n'.repeat(4000)}call frob`;
  const isKnown = (): boolean => named(asked(model, far)).some((text) => text.startsWith('nicate'));
  assert.equal(isKnown(), false);
  while (model.catchUp());
  assert.equal(isKnown(), true);
});

it('another document puts an end to reading the one before', () => {
  const model = knowing();
  const long = 'a = b;\n'.repeat(4000);
  asked(model, long);
  model.catchUp();
  const far = `function frobnicateAll() {}\n${long}call frob`;
  asked(model, far, '', 'file:///other.ts');
  while (model.catchUp());
  const texts = named(asked(model, far, '', 'file:///other.ts'));
  assert.ok(texts.some((text) => text.startsWith('nicate')));
});

it('what comes again and again becomes surer', () => {
  const model = knowing();
  const line = 'registry.enroll(item);\n';
  const probability = (steps: readonly Step[]): number =>
    Math.exp(steps[0]?.text.startsWith('.') ? (steps[0].logprob ?? -9) : -9);
  const answers = typed(model, line.repeat(8));
  const after = (times: number): number =>
    probability(answers[times * line.length + 'registry'.length] ?? []);
  assert.ok(after(2) > after(0));
  assert.ok(after(7) > after(2));
});

it('survives any text and any cursor', () => {
  const move = fc.record({
    text: anyText,
    at: fc.nat(),
    uri: fc.constantFrom(OPEN, 'untitled:Untitled-1', 'file:///other.ts', 'not a uri', ''),
  });
  const survives = fc.property(anyText, fc.array(move, { maxLength: 6 }), (lesson, moves) => {
    const model = knowing({ 'a.ts': lesson, 'other.ts': lesson });
    for (const { text, at, uri } of moves) {
      const offset = at % (text.length + 1);
      for (const { text: said, logprob, alternatives } of asked(
        model,
        text.slice(0, offset),
        text.slice(offset),
        uri,
      )) {
        for (const each of [{ text: said, logprob }, ...alternatives]) {
          assert.notEqual(each.text, '');
          assert.ok(each.logprob !== undefined && each.logprob <= 0);
        }
      }
    }
  });
  fc.assert(survives, { numRuns: 300 });
});

describe('a shard that is taken in a little at a time', () => {
  const WORDS = 5000;
  const MOST_WORDS_A_STEP = 1000;
  const names = Array.from({ length: WORDS }, (_, index) =>
    Array.from(`${index}`, (digit) => 'abcdefghij'[Number(digit)]).join(''),
  );
  const large = { 'large.ts': `${LESSON}${names.join('\n')}` };

  it('leaves room for keys, and is in use after the last step', () => {
    const model = new WorkspaceModel();
    let steps = 1;
    for (const _ of model.addGradually(shardOf(large))) {
      steps++;
      check(model, 'export function frob█', '');
    }
    assert.ok(steps >= WORDS / MOST_WORDS_A_STEP, `${steps} steps`);
    check(model, 'export function frob█', 'nicate');
  });

  it('is learnt like one that comes at once', () => {
    const model = new WorkspaceModel();
    for (const _ of model.addGradually(shardOf(large)));
    assert.deepEqual(typed(model, LESSON), typed(knowing(large), LESSON));
  });
});
