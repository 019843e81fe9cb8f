import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Step } from '../../../server/completion/continuation.ts';
import { withoutEcho, withoutOwed } from '../../../server/models/endpoint/echo.ts';
import { tokens, written } from '../../support/tokens.ts';

/** What is handed on of a reply to a prefix, in the notation of `tokens`. */
async function check(
  prefix: string,
  reply: string,
  expected: string,
  languageId = 'typescript',
): Promise<void> {
  const place = { prefix, suffix: '', languageId };
  const steps: Step[] = [];
  for await (const step of withoutEcho(place, streamed(tokens(reply)))) steps.push(step);
  assert.equal(written(steps), expected);
}

async function* streamed(steps: readonly Step[]): AsyncGenerator<Step> {
  for (const step of steps) yield await Promise.resolve(step);
}

describe('an echo that is all there is, or may be a continuation, ends as unknown', () => {
  for (const [name, prefix, reply, expected] of [
    ['the whole prefix', 'My', 'My 1', 'My ?'],
    ['the line from its start on, begun', 'My least favorite TV', 'My .99 → ·least .99', 'My·least ?'],
    ['the line and no more', 'My least', 'My .99 → ·least .99 → END .99', 'My·least ?'],
    ['the last words', 'const total = items.map', 'items .9 → .map .9 → ( .9', 'items.map( ?'],
    ['a word, completed', 'foo', 'foo .9 → bar .9', 'foobar ?'],
    ['after a blank', 'My least', '·My .9 → ·least .9 → ·one .9', '·My·least·one ?'],
    ['the line before', 'import os\n', 'import .9 → ·os .9 → ⏎ .9', 'import·os⏎ ?'],
    ['after a quote', 'x(items', '" .9 → items .9 → " .9', '"items" ?'],
    ['only a quote', 'x(items', '" .9 → because .9', '"because ?'],
    ['a fence and no more', 'a = [', '``` .9 → python .9', '```python ?'],
    ['a fence inside a line', 'a = [', '``` .9 → 1] .9 → ``` .9', '```1] ?'],
    ['a sentence', 'a = [', 'Here .9 → ·is .9 → ·the .9 → ·code .9', 'Here·is·the·code ?'],
    ['a sentence by its beginning', 'a = [', 'Sure .9 → , .9 → ·the .9', 'Sure,·the ?'],
    ['a step without a probability', 'My least', 'My .9 → ·least ? → ·one .9', 'My·least ?'],
  ] as const) {
    it(name, () => check(prefix, reply, expected));
  }
});

describe('what goes on after an echo is handed on, with the probability of the whole', () => {
  for (const [name, prefix, reply, expected] of [
    ['the line', 'My least', 'My .9 → ·least .9 → ·favorite .9 → ·TV .8', '·favorite 0.729 → ·TV 0.8'],
    [
      'what else could have come at the start goes on from there, and what could have come on the way is left open',
      'My least',
      'My .9 | ·one .1 → ·least .9 | ·most .1 → ·favorite .5 | ·liked .4',
      '·favorite 0.405 | ·one 0.1 |  0.09 | ·liked 0.324',
    ],
    ['the line in one token with what follows', 'const x', 'const .9 → ·x= .5 | ·x( .4', '= 0.45 | ( 0.36'],
    ['with its indentation', '  return total', 'return .9 → ·total .9 → ; .9', '; 0.729'],
    ['with the blank after it', 'return total ', 'return .9 → ·total .9 → ·+ .9', '+ 0.729'],
    ['several lines', 'a = 1\nb =', 'a .9 → ·= .9 → ·1⏎b·= .9 → ·2 .9', '·2 0.656'],
    [
      'in quotes, up to the closing one',
      'My least',
      '" .9 → My .9 → ·least .9 → ·one .9 → " .9',
      '·one 0.656',
    ],
    ['in a fence', 'a = [', '```py⏎ .9 → 1 .9 → ] .9 → ⏎ .9 → ``` .9', '1 0.81 → ] 0.9 → ⏎ 0.9'],
    ['in a fence, the line once more', 'a = [', '```⏎ .9 → a .9 → ·= .9 → ·[ .9 → 1 .9', '1 0.59'],
    [
      'in a fence after a sentence',
      'a = [',
      'Here .9 → ·is .9 → ·it: .9 → ⏎ .9 → ```py⏎ .9 → 1 .9',
      '1 0.531',
    ],
  ] as const) {
    it(name, () => check(prefix, reply, expected));
  }
});

describe('a blank is repaired', () => {
  const known = 'I favor it. My favor';
  for (const [name, prefix, reply, expected] of [
    ['doubled between words', 'return ', '·a .9 | b .05', 'a 0.9 | b 0.05'],
    ['an indentation given once more', 'if x:\n    ', '····return .9 | ····x .05', 'return 0.9 | x 0.05'],
    ['an indentation in tokens', 'if x:\n    ', '··· .9 → ·x .8', 'x 0.72'],
    [
      'lost, after a word known to be whole',
      known,
      'TV .9 | ·it .05 | s .02',
      '·TV 0.9 | ·it 0.05 | ·s 0.02',
    ],
  ] as const) {
    it(name, () => check(prefix, reply, expected));
  }

  for (const [name, prefix, reply] of [
    ['a deeper indentation', 'if x:\n  ', '· 0.9 → return 0.9'],
    ['after a word that may go on', 'My favor', 'ite 0.9'],
    ['after a word that goes on elsewhere', 'my favorite, I favor it. I favor', 'ite 0.9'],
    ['between signs', 'f(', '·x 0.9'],
  ] as const) {
    it(`but not: ${name}`, () => check(prefix, reply, reply));
  }
});

describe('blanks that were not sent', () => {
  for (const [name, owed, reply, expected] of [
    [
      'are left out of the reply',
      '\n',
      '⏎····x .9 | ⏎ .05 | ·y .02 → ; .9',
      '····x 0.9 |  0.05 |  0.02 → ; 0.9',
    ],
    ['in tokens of their own', '\n', '⏎ .9 | ·y .1 → x .8 | z .1', 'x 0.72 |  0.1 | z 0.09'],
    ['make what begins otherwise no continuation', '\n', 'x .9 → ; .9', 'x ?'],
    ['alone are no continuation', '\n', '⏎ .9', '⏎ ?'],
  ] as const) {
    it(name, async () => {
      const steps: Step[] = [];
      for await (const step of withoutOwed(owed, streamed(tokens(reply)))) steps.push(step);
      assert.equal(written(steps), expected);
    });
  }
});

describe('a continuation is handed on', () => {
  for (const [name, prefix, reply] of [
    ['at once', 'My least favorite TV', '·show 0.999 | ·My 0.001 → ·is 0.75'],
    ['with words of the line in another order', 'self.x =', '·self 0.9 → .x 0.9 → ·+ 0.9'],
    ['with a word that begins like the last', 'There is', '·is 0.9 → land 0.9'],
    ['like the line before, up to where it differs', 'import os\n', 'import 0.9 → ·sys 0.9'],
    ['closing brackets', 'foo(bar(baz)', ') 0.9 → ) 0.9'],
    ['closing blocks', '  }\n}\n', '} 0.9 → ⏎ 0.9'],
    ['words that begin like a sentence about it', 'x =', '·Here 0.9 → .y 0.9'],
    ['a string where one can begin', 'print(', '" 0.9 → hello 0.9'],
    ['a template', 'x =', '·` 0.9 → $ 0.9'],
    ['an end', 'done', 'END 0.9 | x 0.1'],
    ['nothing', 'done', ''],
  ] as const) {
    it(name, () => check(prefix, reply, written(tokens(reply))));
  }
});
