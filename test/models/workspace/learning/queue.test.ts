import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Queue } from '../../../../server/models/workspace/learning/queue.ts';

/** What waits comes in the expected order when these are edited, the last one last. */
function check(waiting: string, edited: string, expected: string): void {
  const uri = (path: string): string => `file:///p/${path}`;
  const queue = new Queue();
  queue.add(waiting.split(' ').map(uri));
  for (const path of edited.split(' ').filter((each) => each !== '')) queue.approach(uri(path));
  const taken = [];
  while (queue.size > 0) taken.push(...queue.take(1));
  assert.equal(taken.map((each) => each.slice(uri('').length)).join(' '), expected);
}

test('with nothing edited the order stays', () => check('c b/x a', '', 'c b/x a'));
test('the folder of the edited file comes first', () => check('a b/x c/y', 'c/z', 'c/y a b/x'));
test('then what is few steps away', () =>
  check('x/1 a/b/2 a/b/c/d/3 a/4', 'a/b/c/z', 'a/b/2 a/b/c/d/3 a/4 x/1'));
test('several places count alike', () => check('x/1 a/2 b/3', 'a/z b/z', 'a/2 b/3 x/1'));
test('a file that is edited comes where its folder does', () => check('a/1 b/2 b/3', 'b/3', 'b/2 b/3 a/1'));

test('what becomes near while it is worked on comes next', () => {
  const queue = new Queue();
  queue.add(['file:///a/1', 'file:///a/2', 'file:///b/3', 'file:///b/4']);
  assert.deepEqual(queue.take(1), ['file:///a/1']);
  queue.approach('file:///b/x');
  assert.deepEqual(queue.take(2), ['file:///b/3', 'file:///b/4']);
  queue.clear();
  assert.equal(queue.size, 0);
});
