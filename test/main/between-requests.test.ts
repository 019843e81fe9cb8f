import assert from 'node:assert/strict';
import { it } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { silentLog } from '../../server/base/log.ts';
import { betweenRequests } from '../../server/main/between-requests.ts';

/** Work of so many turns, counted. */
function workOf(turns: number): { readonly done: () => number; readonly begin: () => void } {
  let done = 0;
  return { done: () => done, begin: betweenRequests(() => ++done % turns !== 0, silentLog) };
}

async function settled(): Promise<void> {
  for (let turns = 0; turns < 20; turns++) await turn();
}

it('nothing is done before the answer is out', async () => {
  const work = workOf(1);
  work.begin();
  assert.equal(work.done(), 0);
  await turn();
  assert.equal(work.done(), 0);
  await settled();
  assert.equal(work.done(), 1);
});

it('a little at a turn, until nothing is left', async () => {
  const work = workOf(3);
  work.begin();
  await settled();
  assert.equal(work.done(), 3);
});

it('answers in between start it no second time, later ones do', async () => {
  const work = workOf(5);
  for (let answers = 0; answers < 3; answers++) {
    work.begin();
    await turn();
  }
  await settled();
  assert.equal(work.done(), 5);
  work.begin();
  await settled();
  assert.equal(work.done(), 10);
});

it('what fails is said in the log, and the next answer begins anew', async () => {
  const said: string[] = [];
  let turns = 0;
  const begin = betweenRequests(
    () => {
      turns++;
      throw new TypeError('secret text');
    },
    { info: () => {}, warn: (message) => said.push(message) },
  );
  begin();
  await settled();
  begin();
  await settled();
  assert.equal(turns, 2);
  assert.equal(said.length, 2);
  assert.match(said[0] ?? '', /^Learning from what was typed failed: TypeError/);
  assert.doesNotMatch(said.join(), /secret text/);
});
