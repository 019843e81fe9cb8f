import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Ask, Route } from '../../../server/models/endpoint/dialect.ts';
import { dialects } from '../../../server/models/endpoint/dialects/all.ts';
import { noLimits } from '../../../server/models/endpoint/limits.ts';
import { askFor, windowAfter, windowBefore } from '../../../server/models/endpoint/prompt.ts';

const line = `${'x'.repeat(39)}\n`;
const lines = (count: number): string => line.repeat(count);

/** How a text is cut on either side of the cursor, by lengths, where 3000 and 1000 characters are wanted; what is left must be its end, and its start. */
function check(text: string, before: number, after: number): void {
  const [windowed, followed] = [windowBefore(text, 3000), windowAfter(text, 1000)];
  assert.ok(text.endsWith(windowed) && text.startsWith(followed));
  assert.deepEqual([windowed.length, followed.length], [before, after]);
}

describe('the window', () => {
  for (const [name, text, before, after] of [
    ['is the whole of a short text', 'short', 5, 5],
    ['is empty where there is nothing', '', 0, 0],
    ['is cut at line starts', lines(100), 3000, 1000],
    ['is cut inside a line that is too long', 'x'.repeat(4000), 3000, 1000],
    ['is never cut inside a character', `x${'🧡'.repeat(2000)}`, 2000, 999],
  ] as const) {
    it(name, () => check(text, before, after));
  }

  it('moves its start once in a thousand keys, so that servers can reuse what they computed', () => {
    const starts = new Set<number>();
    let text = lines(210);
    for (let key = 0; key < 1000; key++) {
      text += 'x';
      starts.add(text.length - windowBefore(text, 3000).length);
    }
    assert.equal(starts.size, 2);
  });

  it('is always an end, or a start, of whole characters, and bounded', () => {
    const text = fc.array(fc.constantFrom('a', '\n', '🧡', 'é', '\r\n', 'word '.repeat(60)), {
      maxLength: 400,
    });
    fc.assert(
      fc.property(text, (pieces) => {
        const whole = pieces.join('');
        const [before, after] = [windowBefore(whole, 3000), windowAfter(whole, 1000)];
        assert.ok(whole.endsWith(before) && before.isWellFormed() && before.length <= 3000);
        assert.ok(whole.startsWith(after) && after.isWellFormed() && after.length <= 1000);
        assert.ok(before.length >= Math.min(whole.length, 1700), 'what is left is worth sending');
      }),
    );
  });
});

/** What is sent of a document, by any route. */
function asked(prefix: string, suffix: string, uri = 'file:///a.py', limits = noLimits): Ask {
  const prompt = { uri, languageId: 'python', prefix, suffix, maxTokens: 12, topLogprobs: 20 };
  return askFor(prompt, 'qwen2.5-coder', { maxTopLogprobs: 20 }, limits);
}

describe('what is sent', () => {
  it('is some 1200 tokens of text at most, three quarters of them before the cursor', () => {
    const { before, after } = asked(lines(1000), lines(1000));
    assert.ok(before.length > 2000 && before.length <= 3150, String(before.length));
    assert.ok(after.length > 900 && after.length <= 1050, String(after.length));
  });

  it('is less where the endpoint takes less', () => {
    const { before, after } = asked(lines(1000), lines(1000), '', { ...noLimits, windowTokens: 120 });
    assert.ok(before.length + after.length <= 420);
  });

  for (const [name, prefix, suffix, before, after] of [
    ['a cursor inside a character', 'x = "\ud83d', '\udde1"', 'x = "', '"'],
    ['half characters elsewhere', 'a\ud83d b', 'c\udde1', 'a\ufffd b', 'c\ufffd'],
    ['whole characters', 'x = "🧡', '🧡"', 'x = "🧡', '🧡"'],
    ['names of special tokens', 'a <|im_end|> b', '</s>[INST]', 'a < |im_end|> b', '< /s>[ INST]'],
    ['others', '<｜fim▁hole｜><fim_middle>', '<PRE>', '< ｜fim▁hole｜>< fim_middle>', '< PRE>'],
    ['signs that only look like them', 'x <| y |> z', '<a> [x] <s.t>', 'x <| y |> z', '<a> [x] <s.t>'],
  ] as const) {
    it(`${name}: never half a character, never a command`, () => {
      const sent = asked(prefix, suffix);
      assert.deepEqual([sent.before, sent.after], [before, after]);
    });
  }

  for (const [uri, name] of [
    ['file:///folder/a%20b.py', 'a b.py'],
    ['untitled:Untitled-1', 'untitled:Untitled-1'],
    ['file:///50%.py', '50%.py'],
  ] as const) {
    it(`of ${uri} only the name: ${name}`, () => assert.equal(asked('', '', uri).fileName, name));
  }
});

describe('while a line is typed, the prompt of every route stays the same up to what is new', () => {
  const routes = ['qwen2.5-coder', 'codestral', 'codellama:7b', 'unknown'].flatMap((model) =>
    dialects.flatMap((dialect) =>
      dialect
        .routes(model)
        .map((route) => [`${dialect.name}, ${route.name}, ${model}`, model, route] as const),
    ),
  );
  const typed = fc.string({ unit: fc.constantFrom('a', ' ', '(', 'é', '🧡'), minLength: 1, maxLength: 20 });
  const text = fc.array(fc.constantFrom('foo', ' ', '\n', '(bar)\n', lines(30)), { maxLength: 40 });
  for (const [name, model, route] of routes) {
    it(name, () =>
      fc.assert(
        fc.property(text, text, typed, (before, after, line) => {
          // Word by word, as the engine asks; within one jump of the window.
          const [one, other] = ['x', `x${line}y`].map((head) =>
            promptOf(route, { ...asked(`${before.join('')}\n${head}`, after.join('')), model }),
          );
          fc.pre(before.join('').length < 3000);
          // One template has to have the text after the cursor last.
          const last = /codellama/.test(model) ? `${asked('', after.join('')).after} <SUF> <MID>`.length : 0;
          assert.ok(commonStart(one ?? '', other ?? '') >= (one ?? '').length - last);
        }),
        { numRuns: 20 },
      ),
    );
  }
});

/** What of a request the model reads, in the order in which it does. A `suffix` goes where the server likes, and does not change. */
function promptOf(route: Route, ask: Ask): string {
  const { messages, input_prefix, input_suffix, prompt, inputs } = route.request(ask);
  if (messages) return (messages as { content: string }[]).map(({ content }) => content).join('\n');
  return [input_prefix, input_suffix, prompt ?? inputs].join('');
}

function commonStart(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length++;
  return length;
}
