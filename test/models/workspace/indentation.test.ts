import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  detectIndentStyle,
  type IndentStyle,
  renderLineBreak,
  spellLineBreak,
} from '../../../server/models/workspace/indentation.ts';

const UNSHOWN = '   ';

/** A text and what it is indented by. */
function check(text: string, unit: string, lineBreak: IndentStyle['lineBreak'] = '\n'): void {
  assert.deepEqual(detectIndentStyle(text, UNSHOWN), { unit, lineBreak });
}

describe('the unit is the commonest step between neighbouring lines', () => {
  const rows: readonly (readonly [text: string, unit: string])[] = [
    ['a\n\tb\n\t\tc\nd', '\t'],
    ['a\n  b\n    c\nd', '  '],
    ['a\n    b\n        c\nd', '    '],
    ['a\n  b\n    c\n        continued\n  d\n    e', '  '],
    ['a\n\n\n  b\n\n    c\n', '  '],
    ['a\n  b\n      \n    c\n', '  '],
    ['/**\n * odd\n */\na {\n    b\n}', '    '],
    ['a\n  b', '  '],
    ['a\n\tb\n\t  c', '\t'],
  ];
  for (const [text, unit] of rows) it(JSON.stringify(text), () => check(text, unit));

  it('is another where nothing is indented', () => check('a\nb\n', UNSHOWN));

  it('a line ends with a line feed alone where none has ended', () => check('a', UNSHOWN));
});

it('carriage returns make no difference but that of the line break', () => {
  const line = fc.record({
    indent: fc.constantFrom('', '  ', '    ', '\t', '\t\t'),
    content: fc.constantFrom('', 'a'),
  });
  const noDifference = fc.property(fc.array(line, { minLength: 2, maxLength: 12 }), (lines) => {
    const text = lines.map(({ indent, content }) => indent + content);
    check(text.join('\r\n'), detectIndentStyle(text.join('\n'), UNSHOWN).unit, '\r\n');
  });
  fc.assert(noDifference);
});

describe('a line break is spelt by levels, the same in every unit', () => {
  const rows: readonly (readonly [from: string, to: string, unit: string, spelt: string])[] = [
    ['', '\t', '\t', '1'],
    ['', '    ', '    ', '1'],
    ['    ', '', '  ', '-2'],
    ['  ', '  ', '  ', '0'],
    ['', ' ', '  ', '~1'],
    [' ', '', '  ', '~-1'],
    ['\t', '\t  ', '\t', '~2'],
  ];
  for (const [from, to, unit, spelt] of rows) {
    it(`${JSON.stringify(from)} to ${JSON.stringify(to)} in ${JSON.stringify(unit)}: ${spelt}`, () =>
      assert.equal(spellLineBreak(1, from, to, { unit, lineBreak: '\n' }), `\n${spelt}`));
  }
});

describe('what would go left of the margin, or is spelt otherwise here, cannot stand', () => {
  const rows: readonly (readonly [word: string, from: string])[] = [
    ['\n-1', ''],
    ['\n-3', '    '],
    ['\n~-2', ' '],
    ['\n1', '   '],
    ['\n0', ' '],
    ['\n~0', '  '],
  ];
  for (const [word, from] of rows) {
    it(`${JSON.stringify(word)} after ${JSON.stringify(from)}`, () =>
      assert.equal(renderLineBreak(word, from, { unit: '  ', lineBreak: '\n' }), undefined));
  }
});

it('what was spelt is rendered as it was', () => {
  const styles = fc.record({
    unit: fc.constantFrom('\t', '  ', '    ', '        '),
    lineBreak: fc.constantFrom<IndentStyle['lineBreak']>('\n', '\r\n'),
  });
  const steps = fc.record({
    breaks: fc.integer({ min: 1, max: 3 }),
    level: fc.nat({ max: 6 }),
    odd: fc.nat({ max: 9 }),
  });
  const asItWas = fc.property(
    styles,
    steps,
    fc.nat({ max: 6 }),
    (style, { breaks, level, odd }, nextLevel) => {
      const rendered = (from: string, to: string): void =>
        assert.equal(
          renderLineBreak(spellLineBreak(breaks, from, to, style), from, style),
          style.lineBreak.repeat(breaks) + to,
        );
      const whole = style.unit.repeat(level);
      rendered(whole, style.unit.repeat(nextLevel));
      rendered(whole, whole + ' '.repeat(odd));
      rendered(whole + ' '.repeat(odd), whole);
    },
  );
  fc.assert(asItWas);
});

it('no two spellings read alike', () => {
  const step = fc.record({
    breaks: fc.integer({ min: 1, max: 3 }),
    odd: fc.constantFrom('', '~'),
    by: fc.integer({ min: -9, max: 9 }),
  });
  const apart = fc.property(
    fc.array(step),
    fc.nat({ max: 9 }),
    fc.constantFrom('\t', '  ', '    '),
    (steps, from, unit) => {
      const words = new Set(steps.map(({ breaks, odd, by }) => `${'\n'.repeat(breaks)}${odd}${by}`));
      const rendered = Array.from(words, (word) =>
        renderLineBreak(word, ' '.repeat(from), { unit, lineBreak: '\n' }),
      ).filter((text) => text !== undefined);
      assert.equal(new Set(rendered).size, rendered.length);
    },
  );
  fc.assert(apart);
});
