import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decide } from '../../server/gate/gate.ts';
import { tokens } from '../support/tokens.ts';

/** A reply, what was typed since, the cutoff, and what is decided: `"text" .97`, or the reason for silence with the best text. */
function check(reply: string, typed: string, cutoff: number, expected: string): void {
  const verdict = decide(tokens(reply), typed, cutoff);
  const best = verdict.kind === 'pass' ? verdict : verdict.best;
  const told = best && `${JSON.stringify(best.text)} ${best.confidence.estimate.toFixed(3)}`;
  const reason = verdict.kind === 'refusal' ? verdict.reason : undefined;
  assert.equal([reason, told].filter(Boolean).join(' '), expected);
}

type Row = readonly [reply: string, typed: string, cutoff: number, expected: string];

function table(title: string, rows: readonly Row[]): void {
  describe(title, () => {
    for (const row of rows) {
      const [reply, typed, cutoff, expected] = row;
      it(`${reply || 'no steps'} after ${JSON.stringify(typed)} at ${cutoff}: ${expected}`, () =>
        check(...row));
    }
  });
}

const news = 'Breaking .45 | The .2 | A .1 → ·news .97 | ·bad .02 → ! .6 | . .3';
const getters = 'get .6 | getUser .3 | set .08';

table('with nothing typed it is the joint probability of the leading tokens', [
  ['foo .97', '', 0.95, '"foo" 0.970'],
  ['foo .97', '', 0.98, 'below-cutoff "foo" 0.970'],
  ['foo .97 → bar .99', '', 0.95, '"foobar" 0.960'],
  ['foo .97 → bar .97', '', 0.95, '"foo" 0.970'],
  ['foo .99 → bar .5 → baz .999', '', 0.95, '"foo" 0.990'],
  ['foo .99 → bar .5 → baz .999', '', 0.5, '"foo" 0.990'],
  ['foo .99 → bar .51 → baz .999', '', 0.5, '"foobarbaz" 0.504'],
  ['', '', 0.95, 'nothing-known'],
]);

table('the cutoff is reached, not exceeded', [
  ['foo .5', '', 0.5, '"foo" 0.500'],
  ['foo .9999', '', 0.9999, '"foo" 1.000'],
]);

table('alternatives that spell the same beginning add up', [
  [getters, '', 0.89, '"get" 0.900'],
  [getters, '', 0.95, 'below-cutoff "get" 0.900'],
  ['ab .5 | a .3 → c .9', '', 0.75, '"a" 0.800'],
  ['foo .5 | fool .2 | foot .2', '', 0.85, '"foo" 0.900'],
]);

table('what is typed rules out what contradicts it', [
  [news, '', 0.95, 'below-cutoff "Breaking" 0.450'],
  [news, 'B', 0.91, '"reaking news" 0.919'],
  [news, 'B', 0.95, 'below-cutoff "reaking" 0.947'],
  [news, 'Br', 0.95, '"eaking news" 0.954'],
  [news, 'Br', 0.97, '"eaking" 0.984'],
  [news, 'Breaking', 0.95, '" news" 0.959'],
  [news, 'T', 0.75, '"he" 0.889'],
  [news, 'X', 0.5, 'ruled-out'],
  [news, 'Breaking X', 0.5, 'ruled-out'],
  [news, 'Breaking news', 0.5, '"!" 0.593'],
]);

table('only a share of what the reply does not list agrees with typed letters, but all of it with blanks', [
  ['·foo .6', ' ', 0.5, '"foo" 0.600'],
  ['·foo .6', ' f', 0.5, '"oo" 0.938'],
  ['·foo .6', ' fo', 0.5, '"o" 0.980'],
  ['·foox .6', ' foo', 0.5, '"x" 0.987'],
  ['·fooxy .6', ' foox', 0.5, '"y" 0.987'],
]);

table('the end of the reply equals no character', [
  ['END .97', '', 0.5, 'nothing-known'],
  ['foo .97 → END .9', '', 0.9, '"foo" 0.970'],
  ['foo .97 → END .9', 'foo', 0.5, 'nothing-known'],
  ['END .6 | foo .4', 'f', 0.95, '"oo" 1.000'],
  ['END .6 | foo .4', 'g', 0.5, 'ruled-out'],
  ['foo .9 → END .6 | bar .4', 'foo', 0.5, 'below-cutoff "bar" 0.399'],
  ['foo .9 → END .6 | bar .4', 'foob', 0.95, '"ar" 0.994'],
]);

table('the likeliest way is walked even where it is not the chosen one', [
  ['foo .1 | bar .8', '', 0.75, '"bar" 0.800'],
  ['foo .3 | bar .6 → d .9', 'f', 0.8, '"ood" 0.871'],
]);

table('it ends where a token ends, never inside a character', [
  ['foo .5 | g .5 → bar .5 | baz .5', 'f', 0.95, '"oo" 1.000'],
  ['foobar .6 | foozle .39', '', 0.95, 'below-cutoff "foobar" 0.600'],
  ['a😀 .5 | a😁 .48', '', 0.95, 'below-cutoff "a😀" 0.500'],
  ['\ud83d .99 → \ude00 .99', '', 0.95, '"😀" 0.980'],
  ['a .99 → \ud83d .99', '', 0.95, '"a" 0.990'],
  ['\ud83d .99', '', 0.95, 'nothing-known'],
]);

table('the known run ends where a probability, or the text itself, is not known', [
  ['foo ?', '', 0.5, 'unknown-probability'],
  ['foo .99 → bar ?', '', 0.95, '"foo" 0.990'],
  ['foo .99 → bar ?', 'foo', 0.95, 'unknown-probability'],
  ['foo .99 → bar ? → baz .99', 'foobar', 0.95, 'unknown-probability'],
  ['foo .98 → \ufffd .99 → bar .99', '', 0.95, '"foo" 0.980'],
  ['e .6 | \ufffd .4', 'é', 0.95, 'ruled-out'],
]);

table('typed past the end of the reply, it has nothing more to say', [
  ['foo .97', 'foo', 0.95, 'nothing-known'],
  ['foo .97', 'foobar', 0.95, 'nothing-known'],
]);
