import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Step } from '../../../server/completion/continuation.ts';
import { buildShard } from '../../../server/models/workspace/build-shard.ts';
import { boundsFor, chain } from '../../../server/models/workspace/chain.ts';
import { shippedExperience } from '../../../server/models/workspace/experience.ts';
import { Outlook } from '../../../server/models/workspace/network/outlook.ts';
import { sharedNetwork } from '../../../server/models/workspace/network/shipped.ts';
import { OpenDocument } from '../../../server/models/workspace/open-document.ts';
import { Predictor } from '../../../server/models/workspace/predictor.ts';
import { Shard } from '../../../server/models/workspace/shard.ts';
import { Vocabulary } from '../../../server/models/workspace/vocabulary.ts';
import { marked } from '../../support/marked.ts';
import { toldBy } from './counted.ts';
import { sourceText } from './source-text.ts';

const LEARNT = 'if (ready) {\n  start(engine);\n}\nif (ready) {\n  stop(engine);\n}\n'.repeat(4);
const MOST = 12;

/** A predictor that has learnt a text, and a document with the cursor at a place in it. */
function standing(learnt: string, { prefix, suffix }: { readonly prefix: string; readonly suffix: string }) {
  const vocabulary = new Vocabulary();
  const shards = [new Shard(buildShard([{ uri: 'file:///learnt', text: learnt }]), vocabulary)];
  const document = new OpenDocument('file:///open', vocabulary);
  document.moveTo(prefix, suffix, () => {});
  const outlook = new Outlook(sharedNetwork(), vocabulary);
  return { predictor: new Predictor(vocabulary, shards, shippedExperience(), outlook), document };
}

function stepsAt(learnt: string, source: string, maxTokens = MOST): Step[] {
  const { predictor, document } = standing(learnt, marked(source));
  return [...chain(predictor, document, maxTokens)];
}

/** A place, and the text of the steps from there on, parted by `|`. */
function check(source: string, expected: string): void {
  const texts = stepsAt(LEARNT, source).map(({ text }) => text);
  const told = texts.join('|').replaceAll('\n', '⏎').replaceAll('\r', '␍').replaceAll('\t', '⇥');
  assert.ok(told.startsWith(expected), told);
}

describe('token after token, from the cursor on', () => {
  const rows: readonly (readonly [title: string, source: string, expected: string])[] = [
    ['the first finishes a half-typed word', 'if (re█', 'ady|)| {'],
    ['or follows a whole one', 'if (ready█', ')| {'],
    ['also where a blank is typed', 'if █', '(|'],
    ['line breaks come with their indentation', 'if (ready) {█', '⏎  |st'.slice(0, 4)],
    ['in the unit of the file', 'a {\n\tb;\n}\nif (ready) {█', '⏎⇥'],
    ['and its line ending', 'a {\r\n    b;\r\n}\r\nif (ready) {█', '␍⏎    '],
    ['from a line break half typed', 'a {\n    b;\n}\nif (ready) {\n█', '    |st'.slice(0, 5)],
    ['deeper where the line is', 'a {\n    if (ready) {█', '⏎        '],
    ['nothing is said where nothing is known', 'xyz█', ''],
  ];
  for (const [title, ...row] of rows) it(title, () => check(...row));

  it('no more than was asked for', () => assert.equal(stepsAt(LEARNT, 'if (re█', 2).length, 2));
});

describe('what is typed is followed where it may be a whole word', () => {
  const rows: readonly (readonly [title: string, learnt: string, isFollowed: boolean])[] = [
    ['as often as not', LEARNT + 'if (re) {\n'.repeat(8), true],
    ['hardly ever', LEARNT.repeat(8) + 're)\n', false],
  ];
  for (const [title, learnt, isFollowed] of rows) {
    it(title, () => {
      const [step] = stepsAt(learnt, 'if (re█');
      const texts = [step, ...(step?.alternatives ?? [])].map((each) => each?.text);
      assert.ok(texts.includes('ady'), texts.join('|'));
      assert.equal(texts.includes(')'), isFollowed, texts.join('|'));
    });
  }
});

describe('what begins a word at the cursor is doubted twice as much as the predictor does', () => {
  const rows: readonly (readonly [title: string, line: string, cursor: string, factor: number])[] = [
    ['of which only the blank is typed', 'return value;', 'return █', 2],
    ['not one that is begun', 'return value;', 'return v█', 1],
    ['also after a sign', 'f(value);', 'f(█', 2],
    ['not what is no word', 'f(value);', 'f(value█', 1],
  ];
  for (const [title, line, cursor, factor] of rows) {
    it(title, () => {
      const { predictor, document } = standing('', marked(`${line}\n`.repeat(8) + cursor));
      const { history, tail, indent, isInfill } = document;
      const render = (id: number): string | undefined => document.render(id, indent);
      const likeliest = (
        typed: string,
      ): { readonly whole: number; readonly next: number; readonly id: number } => {
        predictor.attend(history);
        const ranked = predictor.predict({ history, typed, isInfill, render });
        const own = ranked.find(({ text }) => text === typed);
        const next = ranked.find(({ text }) => text !== typed);
        return { whole: own?.probability ?? 0, next: next?.probability ?? 0, id: own?.id ?? 0 };
      };
      const { whole, next, id } = likeliest(tail);
      let expected = 1 - factor * (1 - next);
      // What is typed is a whole token here: what follows it is said.
      if (whole > next) {
        history.push(id);
        expected = whole * (1 - factor * (1 - likeliest('').next));
        history.pop();
      }
      const [step] = chain(predictor, document, 1);
      const told = Math.exp(step?.logprob ?? 0);
      assert.ok(Math.abs(told - expected) < 1e-9, `${told} instead of ${expected}`);
    });
  }
});

const places = fc.record({ learnt: sourceText, prefix: sourceText, suffix: sourceText });

it('every step says something, and its ways to go on are no more than all there are', () => {
  const noMore = fc.property(places, ({ learnt, prefix, suffix }) => {
    const { predictor, document } = standing(learnt.repeat(3) + prefix, { prefix, suffix });
    for (const { text, logprob = Number.NaN, alternatives } of chain(predictor, document, MOST)) {
      assert.ok(text !== '' && logprob <= 0);
      const listed = [logprob, ...alternatives.map((each) => each.logprob ?? Number.NaN)];
      assert.ok(listed.reduce((sum, each) => sum + Math.exp(each), 0) <= 1 + 1e-9);
      assert.ok(alternatives.every((each) => each.text !== ''));
      assert.ok(
        alternatives.every((each) => (each.logprob ?? 0) <= logprob),
        'the chosen one is the likeliest',
      );
    }
  });
  fc.assert(noMore, { numRuns: 500 });
});

it('two line breaks never read alike', () => {
  // From three columns to five, and from no level to one: two blanks more, and typed already.
  const odd = 'if (b)\n  c\n   if (b)\n     c\n';
  const steps = stepsAt(odd.repeat(4), 'x\n  c\nif (b)\n  █');
  assert.deepEqual(steps[0]?.text, 'c');
  for (const { text, alternatives } of steps) {
    const texts = [text, ...alternatives.map((each) => each.text)];
    assert.deepEqual(texts, [...new Set(texts)]);
    assert.ok(!texts.includes(''));
  }
});

it('what a step says does not change how the text before it is cut', () => {
  const same = fc.property(places, ({ learnt, prefix, suffix }) => {
    const { predictor, document } = standing(learnt.repeat(3) + prefix, { prefix, suffix });
    const start = prefix.length - document.tail.length;
    const [step] = chain(predictor, document, 1);
    if (!step) return;
    const after = new OpenDocument('file:///open', new Vocabulary());
    after.moveTo(prefix, suffix, () => {});
    let cutAt = start;
    after.moveTo(prefix + step.text, suffix, (_id, text) => (cutAt += text.length));
    assert.ok([start, prefix.length].includes(cutAt), JSON.stringify(step.text));
  });
  fc.assert(same, { numRuns: 300 });
});

it('with a cutoff it tells the same, as far as that may pass', () => {
  const asFar = fc.property(places, fc.constantFrom(0.5, 0.8, 0.95), ({ learnt, prefix, suffix }, cutoff) => {
    const { predictor, document } = standing(learnt.repeat(3) + prefix, { prefix, suffix });
    const all = [...chain(predictor, document, MOST)];
    const told = [...chain(predictor, document, MOST, boundsFor(cutoff))];
    assert.deepEqual(told, all.slice(0, told.length));
    const mass = told.reduce((product, { logprob = Number.NaN }) => product * Math.exp(logprob), 1);
    assert.ok(told.length === all.length || mass < cutoff);
  });
  fc.assert(asFar);
});

it('with a higher cutoff it tells less', () => {
  const { predictor, document } = standing(LEARNT, marked('if █'));
  const [low = 0, high = 0] = [0.5, 0.95].map(
    (cutoff) => [...chain(predictor, document, MOST, boundsFor(cutoff))].length,
  );
  assert.ok(high < low, `${high} of ${low} steps`);
});

it('leaves the history as it was, also when it is not read to the end', () => {
  const asItWas = fc.property(places, fc.nat({ max: 4 }), ({ learnt, prefix, suffix }, read) => {
    const { predictor, document } = standing(learnt.repeat(3) + prefix, { prefix, suffix });
    const before = toldBy(document.history);
    let steps = 0;
    for (const _ of chain(predictor, document, MOST)) if (++steps > read) break;
    assert.deepEqual(toldBy(document.history), before);
  });
  fc.assert(asItWas);
});
