import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Script } from '../../server/cli/replay.ts';
import { buildShard } from '../../server/models/workspace/build-shard.ts';
import type { Contender, Learnt } from './contender.ts';
import { typeCold, typeSession, typeSwitching } from './sessions.ts';
import { everyKey } from './typist.ts';

/** What a contender is told, in order: `new`, `move NAME`, `ask NAME`, `learn NAME`; questions about one file in a row as one. */
type Log = string[];

const signal = new AbortController().signal;
const script = (name: string): Script => ({ name, path: `/bench/${name}`, text: `${name}\n` });
const project = (name: string): Learnt => ({ shards: [buildShard([{ uri: name, text: '' }])] });
const nameOf = (uri: string): string => uri.slice(uri.lastIndexOf('/') + 1);

async function check(
  run: (sitting: Parameters<typeof typeCold>[3]) => Promise<readonly { readonly file: string }[]>,
  log: Log,
  files: readonly string[],
): Promise<void> {
  const told: Log = [];
  const tell = (line: string): void => {
    if (told.at(-1) !== line) told.push(line);
  };
  const create = (): Contender => {
    tell('new');
    return {
      model: {
        source: 'workspace',
        immediate: true,
        complete: ({ uri }) => {
          tell(`ask ${nameOf(uri)}`);
          return [];
        },
      },
      pause: () => {},
      learn: ({ uri }) => tell(`learn ${nameOf(uri)}`),
      move: ({ shards }) => tell(`move ${shards[0]?.documents[0] ?? ''}`),
    };
  };
  const counted = await run({ create, typist: everyKey, signal });
  assert.deepEqual(told, log);
  assert.deepEqual(
    counted.map(({ file }) => file),
    files,
  );
}

describe('files are typed', () => {
  it('cold: into a fresh model each, which learns none of them', () =>
    check(
      (sitting) => typeCold([script('a.go'), script('b.go')], 'whole', project('p'), sitting),
      ['new', 'move p', 'ask a.go', 'new', 'move p', 'ask b.go'],
      ['a.go', 'b.go'],
    ));

  it('in a session: into one model, which learns each once it is finished', () =>
    check(
      (sitting) => typeSession([script('a.go'), script('b.go')], 'whole', project('p'), sitting),
      ['new', 'move p', 'ask a.go', 'learn a.go', 'ask b.go', 'learn b.go'],
      ['a.go', 'b.go'],
    ));

  it('going from project to project: into one model, that knows of each what was typed there before', () =>
    check(
      (sitting) =>
        typeSwitching(
          [
            { project: project('p'), scripts: [script('a.go'), script('b.go')] },
            { project: project('q'), scripts: [script('c.js')] },
          ],
          3,
          sitting,
        ),
      ['new', 'move p', 'ask a.go', 'move q', 'ask c.js', 'move p', 'learn a.go', 'ask b.go'],
      ['a.go', 'c.js', 'b.go'],
    ));
});
