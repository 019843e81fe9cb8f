import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { onceEach, originOf } from '../../server/base/log.ts';

/** What reaches the log. */
function check(say: (log: ReturnType<typeof onceEach>) => void, expected: readonly string[]): void {
  const lines: string[] = [];
  say(onceEach({ info: (line) => lines.push(`info ${line}`), warn: (line) => lines.push(`warn ${line}`) }));
  assert.deepEqual(lines, expected);
}

describe('a log that says each thing once', () => {
  it('passes different things on', () =>
    check(
      (log) => {
        log.info('a');
        log.warn('b');
      },
      ['info a', 'warn b'],
    ));

  it('but the same thing only the first time', () =>
    check(
      (log) => {
        log.warn('a');
        log.warn('a');
        log.info('a');
      },
      ['warn a'],
    ));
});

describe('where an unexpected error came from', () => {
  const quoting = new SyntaxError('Unexpected token in "the text of the document"');
  it('names its class and its frames', () =>
    assert.match(originOf(quoting), /^SyntaxError\n +at .*log\.test\.ts/));
  it('never its message', () => assert.doesNotMatch(originOf(quoting), /document/));
  it('without a stack, its class', () => {
    const error = new RangeError('text');
    delete error.stack;
    assert.equal(originOf(error), 'RangeError');
  });
  it('for what is no error, only its type', () =>
    assert.deepEqual(['text', null, undefined, {}].map(originOf), [
      'string was thrown, which is no error',
      'null was thrown, which is no error',
      'undefined was thrown, which is no error',
      'object was thrown, which is no error',
    ]));
});
