import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseSubject, type SourceFile, withCopies } from '../../../server/cli/demo/subject.ts';

/** Code of about `length` characters in which every line tells which file it is from. */
function code(name: string, length: number): string {
  let text = '';
  for (let line = 0; text.length < length; line++) text += `const ${name}_${line} = ${name}(${line});\n`;
  return text;
}

const file = (path: string, text: string): SourceFile => ({ path, text });

const cases: readonly (readonly [string, readonly SourceFile[], string | undefined])[] = [
  ['nothing to choose from', [], undefined],
  ['no source', [file('/a.md', code('a', 5000)), file('/b.json', code('b', 5000))], undefined],
  ['only an empty file', [file('/a.ts', ' \n')], undefined],
  [
    'a mid-sized file',
    [file('/short.ts', code('s', 300)), file('/mid.ts', code('m', 4800)), file('/long.ts', code('l', 9000))],
    '/mid.ts',
  ],
  [
    'the commonest language',
    [file('/a.py', code('a', 5000)), file('/b.go', code('b', 500)), file('/c.go', code('c', 900))],
    '/c.go',
  ],
  [
    'one without a copy',
    [file('/a.ts', code('a', 5000)), file('/copy.ts', code('a', 5000)), file('/b.ts', code('b', 1000))],
    '/b.ts',
  ],
  [
    'no test, if there is another',
    [
      file('/a.test.ts', code('a', 5000)),
      file('/test/b.ts', code('b', 5000)),
      file('/contest.ts', code('c', 900)),
    ],
    '/contest.ts',
  ],
  ['a test, if there is nothing else', [file('/a.test.ts', code('a', 900))], '/a.test.ts'],
  ['the first by path of equals', [file('/b.ts', code('b', 5000)), file('/a.ts', code('a', 5000))], '/a.ts'],
];

for (const [name, files, expected] of cases) {
  test(`subject: ${name}`, () => {
    assert.equal(chooseSubject(files)?.path, expected);
  });
}

test('subject: copies are named, the file itself is not', () => {
  const own = file('/a.ts', code('a', 3000));
  const others = [file('/b.ts', code('b', 3000)), file('/old/a.ts', `${code('a', 2500)}// changed\n`)];
  assert.deepEqual(withCopies(own, [own, ...others]).copies, ['/old/a.ts']);
});
