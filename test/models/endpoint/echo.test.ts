import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Step } from '../../../server/completion/continuation.ts';
import { withoutEcho } from '../../../server/models/endpoint/echo.ts';
import { tokens, written } from '../../support/tokens.ts';

/** What is handed on of a reply to a prefix, in the notation of `tokens`. */
async function check(prefix: string, reply: string, expected: string): Promise<void> {
  const steps: Step[] = [];
  for await (const step of withoutEcho(prefix, streamed(tokens(reply)))) steps.push(step);
  assert.equal(written(steps), expected);
}

async function* streamed(steps: readonly Step[]): AsyncGenerator<Step> {
  for (const step of steps) yield await Promise.resolve(step);
}

describe('an echo ends as unknown', () => {
  for (const [name, prefix, reply, expected] of [
    ['the whole prefix', 'My', 'My 1', 'My ?'],
    ['the line from its start on, begun', 'My least favorite TV', 'My .99 → ·least .99', 'My·least ?'],
    [
      'the line from its start on, gone on with',
      'My least',
      'My .99 → ·least .99 → ·favorite .99',
      'My·least·favorite ?',
    ],
    ['with its indentation', '  return total', '··return .9 → ·total .9 → ; .9', '··return·total; ?'],
    ['the last words', 'const total = items.map', 'items .9 → .map .9 → ( .9', 'items.map( ?'],
    ['a word, completed', 'const foo', 'foo .9 → bar .9', 'foobar ?'],
    ['the line before', 'import os\n', 'import .9 → ·os .9 → ⏎ .9', 'import·os⏎ ?'],
    ['after a quote', 'x(items', '" .9 → items .9', '" ?'],
    ['in quotes', 'x = items + (', '" .9 → items .9 → ·+ .9 → ·( .9 → ( .9', '"items·+·(( ?'],
    ['a fence', 'a = [', '``` .9 → python .9', '``` ?'],
    ['a fence in two tokens', 'a = [', '`` .9 → `py .9', '```py ?'],
    ['a fence on a line of its own', 'a = [', '⏎ .9 → ``` .9', '⏎``` ?'],
  ] as const) {
    it(name, () => check(prefix, reply, expected));
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
    ['a string where one can begin', 'print(', '" 0.9 → hello 0.9'],
    ['a template', 'x =', '·` 0.9 → $ 0.9'],
    ['an end', 'done', 'END 0.9 | x 0.1'],
    ['nothing', 'done', ''],
  ] as const) {
    it(name, () => check(prefix, reply, written(tokens(reply))));
  }
});
