import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { ListedToken, ReplyPart } from '../../../server/models/endpoint/dialect.ts';
import { type Expected, StepReader } from '../../../server/models/endpoint/read-steps.ts';
import { written } from '../../support/tokens.ts';

/** The steps read from parts of a reply; each is written `shown text: token logprob | alternative logprob, token ...`. */
function check(parts: readonly ReplyPart[], expected: string, known?: Expected): void {
  const reader = new StepReader(known);
  const steps = parts.flatMap((part) => reader.push(part));
  if (!reader.isOver) steps.push(...reader.finish());
  assert.equal(written(steps), expected);
}

/** A token with the alternative `~` at 1 %, so that even certainty has been weighed against something. */
function listed(text: string, p: number | undefined, bytes?: readonly number[]): ListedToken {
  const logprob = p === undefined ? undefined : Math.log(p);
  return { text, logprob, bytes, alternatives: [{ text: '~', logprob: Math.log(0.01) }] };
}

function part(text: string, ...tokens: readonly ListedToken[]): ReplyPart {
  return { text, tokens };
}

const withLogprob = (logprob: number | undefined): ListedToken => ({ ...listed('a', 0.9), logprob });
const alone = (logprob: number): ListedToken => ({ text: 'a', logprob, alternatives: [] });

describe('tokens that spell the shown text are steps', () => {
  for (const [name, parts, expected] of [
    [
      'one by one',
      [part('a', listed('a', 0.9)), part(' b', listed(' b', 0.8))],
      'a 0.9 | ~ 0.01 → ·b 0.8 | ~ 0.01',
    ],
    [
      'several at a time',
      [part('a b', listed('a', 0.9), listed(' b', 0.8))],
      'a 0.9 | ~ 0.01 → ·b 0.8 | ~ 0.01',
    ],
    ['listed before they are shown', [part('', listed('a', 0.9)), part('a')], 'a 0.9 | ~ 0.01'],
    ['shown piece by piece', [part('f', listed('foo', 0.9)), part('o'), part('o')], 'foo 0.9 | ~ 0.01'],
    [
      'by their bytes, however they are written',
      [part('é', listed('\\xc3\\xa9', 0.9, [0xc3, 0xa9]))],
      'é 0.9 | ~ 0.01',
    ],
    [
      'together where only together they are a character',
      [
        part('', listed('\\xf0\\x9f\\x92', 0.9, [0xf0, 0x9f, 0x92])),
        part('💙 -', listed('\\x99', 0.5, [0x99]), listed(' -', 0.9)),
      ],
      '💙 0.45 | ~ 0.01 → ·- 0.9 | ~ 0.01',
    ],
    [
      'with an empty one belonging to the next',
      [part('a', listed('a', 0.9)), part(' b', listed('', 0.5), listed(' b', 0.8))],
      'a 0.9 | ~ 0.01 → ·b 0.4 | ~ 0.01',
    ],
  ] as const) {
    it(name, () => check(parts, expected));
  }
});

describe('what cannot be believed is unknown, and the last that is read', () => {
  for (const [name, parts, expected] of [
    ['no tokens', [part('a'), part('b', listed('b', 0.9))], 'a ?'],
    ['text after the last token', [part('ab', listed('a', 0.9))], 'a 0.9 | ~ 0.01 → b ?'],
    ['tokens of another text', [part('Hello', listed('Thinking', 0.9), listed('Hello', 0.9))], 'Hello ?'],
    ['a stripped first blank', [part('show', listed(' show', 0.9))], 'show ?'],
    ['a token that is never shown whole', [part('fo', listed('foo', 0.9))], 'fo ?'],
    ['half a character', [part('💙', listed('', 0.9, [0xf0, 0x9f]))], '💙 ?'],
    ['bytes that are no text', [part('a', listed('a', 0.9, [0x99]))], 'a ?'],
    ['a replacement character', [part('\ufffd', listed('\ufffd', 0.9))], '\ufffd ?'],
    ['no probability', [part('ab', withLogprob(undefined), listed('b', 0.9))], 'a ? | ~ 0.01'],
    ['NaN', [part('a', withLogprob(Number.NaN))], 'a ? | ~ 0.01'],
    ['a positive logprob', [part('a', withLogprob(0.0001))], 'a ? | ~ 0.01'],
    ['a placeholder for a low one', [part('a', withLogprob(-9999))], 'a ? | ~ 0.01'],
    ['the lowest number there is', [part('a', withLogprob(-3.4028234663852886e38))], 'a ? | ~ 0.01'],
    ['certainty without alternatives', [part('a', alone(0))], 'a ?'],
    ['certainty beside itself', [part('a', { ...alone(0), alternatives: [alone(0)] })], 'a ?'],
    [
      'certainty beside placeholders',
      [part('a', { ...alone(0), alternatives: [{ text: 'b', logprob: -9999 }] })],
      'a ? | b ?',
    ],
    [
      'one unknown token of a character',
      [part('é', listed('', 0.9, [0xc3]), { ...listed('', 0.9, [0xa9]), logprob: undefined })],
      'é ? | ~ 0.01',
    ],
  ] as const) {
    it(name, () => check(parts, expected));
  }

  it('but certainty beside an alternative, and near-certainty alone, are probabilities', () => {
    check([part('a', withLogprob(0))], 'a 1 | ~ 0.01');
    check([part('a', alone(Math.log(0.99)))], 'a 0.99');
  });
});

describe('the end of a reply', () => {
  const shown = part('a', listed('a', 0.9));
  for (const [name, parts, expected] of [
    [
      'is a step where its token is listed',
      [shown, part('', listed('<|im_end|>', 0.7))],
      'a 0.9 | ~ 0.01 → END 0.7 | ~ 0.01',
    ],
    [
      'is a step where its token is listed as nothing',
      [shown, part('', listed('', 0.7))],
      'a 0.9 | ~ 0.01 → END 0.7 | ~ 0.01',
    ],
    [
      'is none with a made-up probability',
      [shown, part('', { text: '', logprob: 0, bytes: [], alternatives: [] })],
      'a 0.9 | ~ 0.01',
    ],
    [
      'is none where a word is listed that was not shown',
      [shown, part('', listed('b', 0.7))],
      'a 0.9 | ~ 0.01',
    ],
    ['is none where it is not listed', [shown, part('')], 'a 0.9 | ~ 0.01'],
  ] as const) {
    it(name, () => check(parts, expected));
  }
});

describe('alternatives', () => {
  for (const [name, alternative, expected] of [
    ['are as listed', { text: 'b', logprob: Math.log(0.05) }, 'a 0.9 | b 0.05'],
    ['leave out the chosen token', { text: 'a', logprob: Math.log(0.9) }, 'a 0.9'],
    ['know control tokens for ends', { text: '<|end|>', logprob: Math.log(0.05) }, 'a 0.9 | END 0.05'],
    ['keep tags, which are text', { text: '<b>', logprob: Math.log(0.05) }, 'a 0.9 | <b> 0.05'],
    [
      'keep what is whole of a broken one',
      { text: '?', bytes: [0x62, 0xf0, 0x9f], logprob: Math.log(0.05) },
      'a 0.9 | b 0.05',
    ],
    ['leave open what is no text', { text: '?', bytes: [0x9f], logprob: Math.log(0.05) }, 'a 0.9 |  0.05'],
    ['may be unknown', { text: 'b', logprob: 1 }, 'a 0.9 | b ?'],
  ] as const) {
    it(name, () =>
      check([part('a', { text: 'a', logprob: Math.log(0.9), alternatives: [alternative] })], expected),
    );
  }
});

it('however a reply is cut into tokens and parts, the steps spell its text', () => {
  const cuts = fc.array(fc.nat(40), { maxLength: 12 });
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }), cuts, (text, at) => {
      fc.pre(!text.includes('\ufffd') && !/^<([|｜]).*\1>$/u.test(text));
      const bytes = [...Buffer.from(text)];
      const ends = [
        ...new Set([...at.filter((one) => one < bytes.length && one > 0), bytes.length]),
      ].toSorted((a, b) => a - b);
      const reader = new StepReader();
      const tokens = ends.map((end, index) => listed('', 0.9, bytes.slice(ends[index - 1] ?? 0, end)));
      const steps = [...tokens.flatMap((token) => reader.push(part('', token))), ...reader.push(part(text))];
      assert.equal(steps.map((step) => step.text).join(''), text);
      const sum = steps.reduce((total, step) => total + (step.logprob ?? Number.NaN), 0);
      assert.ok(Math.abs(sum - tokens.length * Math.log(0.9)) < 1e-9, 'every token counts');
    }),
  );
});

describe('tokens as a vocabulary file writes them', () => {
  for (const [name, parts, expected] of [
    ['a blank', [part(' a', listed('Ġa', 0.9))], '·a 0.9 | ~ 0.01'],
    ['a line break', [part('a\n', listed('a', 0.9), listed('Ċ', 0.8))], 'a 0.9 | ~ 0.01 → ⏎ 0.8 | ~ 0.01'],
    ['a character', [part('是', listed('æĺ¯', 0.9, [...Buffer.from('æĺ¯')]))], '是 0.9 | ~ 0.01'],
    [
      'a character in two tokens',
      [part('', listed('æĺ', 0.9)), part('是', listed('¯', 0.5))],
      '是 0.45 | ~ 0.01',
    ],
    ['a blank of a piece', [part(' a', listed('▁a', 0.9))], '·a 0.9 | ~ 0.01'],
    ['the character itself', [part('Ġa', listed('Ġa', 0.9))], 'Ġa 0.9 | ~ 0.01'],
    ['another text', [part(' b', listed('Ġa', 0.9))], '·b ?'],
  ] as const) {
    it(name, () => check(parts, expected));
  }
});

describe('tokens of reasoning do not count', () => {
  const thought: ReplyPart = { text: '', tokens: [listed('Hm', 0.9), listed('\n', 0.9)], isHiding: true };
  for (const [name, parts, expected] of [
    [
      'before the text',
      [thought, part('a', listed('a', 0.9)), part(' b', listed(' b', 0.8))],
      'a 0.9 | ~ 0.01 → ·b 0.8 | ~ 0.01',
    ],
    [
      'in one list with it and its end',
      [
        {
          text: 'a b',
          tokens: [...thought.tokens, listed('a', 0.9), listed(' b', 0.8), listed('<|im_end|>', 0.9)],
          isHiding: true,
        },
      ],
      'a 0.9 | ~ 0.01 → ·b 0.8 | ~ 0.01 → END 0.9 | ~ 0.01',
    ],
    ['without text', [thought], ''],
    ['and make another text no better', [thought, part('b', listed('a', 0.9))], 'b ?'],
    ['unless nothing says that they are', [part('a', listed('Hm', 0.9), listed('a', 0.9))], 'a ?'],
  ] as const) {
    it(name, () => check(parts, expected));
  }
});

describe('a list that leaves out tokens that end inside a character', () => {
  const made = (count: number, part: ReplyPart): ReplyPart => ({ ...part, made: count });
  const first = part('a', listed('a', 0.9));
  const orange = part('🧡', listed('🧡', 0.9));
  for (const [name, parts, expected] of [
    ['is believed in ASCII', [first, part(' b', listed(' b', 0.8))], 'a 0.9 | ~ 0.01 → ·b 0.8 | ~ 0.01'],
    ['ends before other characters', [first, orange], 'a 0.9 | ~ 0.01 → 🧡 ? | ~ 0.01'],
    [
      'unless as many tokens were made as listed',
      [made(1, first), made(2, orange)],
      'a 0.9 | ~ 0.01 → 🧡 0.9 | ~ 0.01',
    ],
    [
      'whatever they are, where more were made',
      [made(1, first), made(3, part(' b', listed(' b', 0.8)))],
      'a 0.9 | ~ 0.01 → ·b ? | ~ 0.01',
    ],
    ['and not where more were', [made(1, first), made(4, orange)], 'a 0.9 | ~ 0.01 → 🧡 ? | ~ 0.01'],
    [
      'with text held back for a while',
      [made(1, first), made(2, part('', listed('', 0.5))), made(3, part(' <b', listed(' <b', 0.8)))],
      'a 0.9 | ~ 0.01 → ·<b 0.4 | ~ 0.01',
    ],
  ] as const) {
    it(name, () => check(parts, expected, { hidesTokens: true }));
  }
});

it('the chosen token does not count twice where it is listed under its own text and shown under another', () => {
  const other = { text: ' (', logprob: Math.log(0.4) };
  const held = { ...listed('', 0.5), alternatives: [{ text: ' <', logprob: Math.log(0.5) }, other] };
  check([part('', held), part(' <b', listed(' <b', 0.8))], '·<b 0.4 | ·( 0.4');
});

it('the probability of a step is that of the chosen token, likeliest or not', () => {
  const alternatives = [
    { text: 'b', logprob: Math.log(0.6) },
    { text: 'a', logprob: Math.log(0.3) },
  ];
  check([part('a', { text: 'a', logprob: Math.log(0.3), alternatives })], 'a 0.3 | b 0.6');
});

describe('text that is shown once more without being listed', () => {
  for (const [name, parts, expected] of [
    ['is passed over', [part('x ='), part(' 1', listed(' 1', 0.9))], '·1 0.9 | ~ 0.01'],
    ['in pieces', [part('x'), part(' = 1', listed(' 1', 0.9))], '·1 0.9 | ~ 0.01'],
    ['is not missed', [part(' 1', listed(' 1', 0.9))], '·1 0.9 | ~ 0.01'],
    ['has to be that text', [part('y ='), part(' 1', listed(' 1', 0.9))], 'y·= ?'],
  ] as const) {
    it(name, () => check(parts, expected, { repeats: 'x =' }));
  }
});

it('a control token that is shown ends the reply, and is not text', () => {
  check(
    [part('a', listed('a', 0.9)), part('<|endoftext|>', listed('<|endoftext|>', 0.7))],
    'a 0.9 | ~ 0.01 → END 0.7 | ~ 0.01',
  );
});
