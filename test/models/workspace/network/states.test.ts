import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { START, States } from '../../../../server/models/workspace/network/states.ts';

const SLOTS = 6;
const CLASSES = 3;

/** Follows a way, taking a slot for each state that is not kept. @returns its states, and how many were new */
function follow(
  states: States,
  way: readonly number[],
): { readonly slots: number[]; readonly taken: number } {
  const slots: number[] = [];
  let taken = 0;
  for (const token of way) {
    const before = slots.at(-1) ?? START;
    const known = states.find(before, token);
    if (known === undefined) {
      states.trace(before, new Int32Array(SLOTS));
      taken++;
    }
    slots.push(known ?? states.take(before, token));
  }
  return { slots, taken };
}

describe('states along a way', () => {
  it('are found again', () => {
    const states = new States(SLOTS, CLASSES);
    const first = follow(states, [0, 1, 2]);
    assert.deepEqual([first.taken, follow(states, [0, 1, 2])], [3, { slots: first.slots, taken: 0 }]);
  });

  it('are shared as far as two ways agree', () => {
    const states = new States(SLOTS, CLASSES);
    const one = follow(states, [0, 1, 2]).slots;
    const other = follow(states, [0, 1, 1]).slots;
    assert.deepEqual(one.slice(0, 2), other.slice(0, 2));
    assert.notEqual(one[2], other[2]);
  });

  it('are traced back from the nearest to the farthest, as far as there is room', () => {
    const states = new States(SLOTS, CLASSES);
    const { slots } = follow(states, [0, 1, 2]);
    const trace = (room: number): number[] => {
      const way = new Int32Array(room);
      return [...way.subarray(0, states.trace(slots[2] ?? START, way))];
    };
    assert.deepEqual([trace(2), trace(5)], [slots.toReversed().slice(0, 2), slots.toReversed()]);
  });

  it('give way to others when they were not asked for longest, and nothing leads to what came after them', () => {
    const states = new States(SLOTS, CLASSES);
    follow(states, [0]);
    follow(states, [1, 1, 1, 1, 1]);
    // The seventh takes the slot of the first.
    follow(states, [2]);
    assert.equal(states.find(START, 0), undefined);
    assert.equal(follow(states, [1, 1, 1, 1, 1]).taken, 0);
  });

  it('never lead astray: a slot that is found was taken for just that way', () => {
    const ways = fc.array(fc.array(fc.nat({ max: CLASSES - 1 }), { minLength: 1, maxLength: 5 }), {
      minLength: 1,
      maxLength: 30,
    });
    fc.assert(
      fc.property(ways, (all) => {
        const states = new States(SLOTS, CLASSES);
        const wayOf = new Map<number, string>();
        for (const way of all) {
          let before = START;
          for (const [at, token] of way.entries()) {
            const path = way.slice(0, at + 1).join();
            const known = states.find(before, token);
            if (known !== undefined) assert.equal(wayOf.get(known), path);
            else states.trace(before, new Int32Array(SLOTS));
            before = known ?? states.take(before, token);
            wayOf.set(before, path);
          }
        }
      }),
    );
  });
});
