import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Counted } from './counts.ts';
import { goalLine, qualityTable, type Row } from './quality.ts';

/** A project in which so many of a hundred suggestions are right, each sparing a key of two hundred. */
function row(name: string, right: number): Row {
  const suggestions = Array.from({ length: 100 }, (_, index) => ({
    characters: 2,
    visible: 2,
    keysSaved: index < right ? 1 : 0,
    confidence: 0.97,
    isRight: index < right,
    atKey: index,
  }));
  const file: Counted = {
    file: 'a',
    characters: 200,
    visible: 200,
    keysByHand: 200,
    keys: 200 - right,
    suggestions,
  };
  return { name, language: 'Go', files: [file] };
}

function check(said: string, ...parts: readonly RegExp[]): void {
  for (const part of parts) assert.match(said, part);
}

describe('what is wanted', () => {
  it('is met by whole files where enough is right', () =>
    check(
      goalLine('whole', [row('p', 98), row('q', 97)]),
      /right 97\.5 % \(at least 97\.0 %: met\); worst project 97\.0 % \(at least 96\.0 %: met\); coverage 97\.5 %/,
    ));
  it('is missed where one project lags behind', () =>
    check(
      goalLine('whole', [row('p', 99), row('q', 95)]),
      /worst project 95\.0 % \(at least 96\.0 %: missed\)/,
    ));
  it('is less of missing runs', () =>
    check(goalLine('runs', [row('p', 99), row('q', 95)]), /worst project 95\.0 % \(at least 95\.0 %: met\)/));
  it('is at most so much of what is bad', () =>
    check(goalLine('whole', [row('p', 98)]), /wrong\/1,000 19\.6 \(at most 3\.0: missed\)/));
});

describe('the table', () => {
  const said = qualityTable('Title', [row('p', 98), row('q', 96)], false);
  it('has a row a project, and one for all', () => check(said, /^p +Go/m, /^q +Go/m, /^all /m));
  it('tells what was claimed, and how far files differ', () =>
    check(said, /^claimed 97\.0 %; 95 % of draws of other such files: right 96\.0 % to 98\.0 %/m));
  it('has nothing to say of long suggestions where there are none', () => check(said, /^p .* 98\.0 % +- /m));
});
