import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { placeOf, PrefixCache } from '../../server/cache/prefix-cache.ts';
import type { Continuation, ModelSource } from '../../server/completion/continuation.ts';
import { tokens } from '../support/tokens.ts';

/** What the cache must answer, by looking at every reply ever asked for. No editor closes brackets here. */
class NaiveCache {
  readonly asked: { uri: string; text: string; offset: number; continuation: Continuation }[] = [];

  find(uri: string, text: string, offset: number): string[] {
    const found: string[] = [];
    for (let anchor = offset; anchor >= Math.max(0, offset - 24); anchor--) {
      for (const source of ['workspace', 'endpoint']) {
        const newest = this.asked.findLast(
          (one) =>
            one.uri === uri &&
            one.continuation.source === source &&
            lastOf(one.text.slice(0, one.offset)) === lastOf(text.slice(0, anchor)),
        );
        if (newest === undefined || newest.text.slice(0, newest.offset) !== text.slice(0, anchor)) continue;
        if (newest.text.slice(newest.offset) === text.slice(offset)) {
          found.push(`${source} ${text.slice(anchor, offset)}`);
        }
      }
    }
    return found;
  }
}

/** Of places that look the same for this long, only the newest is remembered. */
function lastOf(prefix: string): string {
  return prefix.slice(-32);
}

const place = fc
  .record({
    uri: fc.constantFrom('file:///a', 'file:///b'),
    same: fc.nat({ max: 60 }),
    before: letters(2),
    after: letters(1),
  })
  .map(({ uri, same, before, after }) => ({
    uri,
    text: 'a'.repeat(same) + before + after,
    offset: same + before.length,
  }));
const action = fc.record({
  place,
  source: fc.constantFrom<ModelSource>('workspace', 'endpoint'),
  seek: fc.boolean(),
});

/** Mostly one letter, so that places resemble each other. */
function letters(maxLength: number): fc.Arbitrary<string> {
  return fc.string({ unit: fc.constantFrom('a', 'a', 'a', 'b'), maxLength });
}

it('finds what a search through all replies finds, nearest first', () => {
  let hits = 0;
  const agrees = fc.property(fc.array(action, { minLength: 10, maxLength: 40 }), (actions) => {
    const cache = new PrefixCache(1_000_000);
    const naive = new NaiveCache();
    for (const {
      place: { uri, text, offset },
      source,
      seek,
    } of actions) {
      if (seek) {
        const found = cache
          .find(uri, text, offset)
          .map(({ continuation, typed }) => `${continuation.source} ${typed}`);
        assert.deepEqual(found, naive.find(uri, text, offset));
        hits += found.length;
      } else {
        const continuation = { uri, source, ...placeOf(text, offset, offset), steps: [] };
        cache.add(continuation);
        naive.asked.push({ uri, text, offset, continuation });
      }
    }
  });
  fc.assert(agrees, { numRuns: 1000, seed: 20_260_101 });
  assert.ok(hits > 200, `only ${hits} replies were found`);
});

it('never grows beyond its bound, whatever is added, grows, or is found', () => {
  const additions = fc.array(fc.record({ place, steps: fc.nat({ max: 12 }), grows: fc.boolean() }), {
    maxLength: 60,
  });
  const bounded = fc.property(additions, fc.integer({ min: 300, max: 20_000 }), (all, most) => {
    const cache = new PrefixCache(most);
    for (const {
      place: { uri, text, offset },
      steps: count,
      grows,
    } of all) {
      const steps = tokens(Array.from({ length: count }, () => 'foo .9 | bar .05').join(' → '));
      const continuation = { uri, source: 'endpoint' as const, ...placeOf(text, offset, offset), steps };
      cache.add(continuation);
      if (grows) steps.push(...tokens('foo .9 → bar .9'));
      cache.weigh(continuation);
      cache.find(uri, text, offset);
      assert.ok(cache.bytes <= most, `${cache.bytes} of ${most}`);
    }
  });
  fc.assert(bounded, { numRuns: 300, seed: 20_260_101 });
});
