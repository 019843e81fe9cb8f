import assert from 'node:assert/strict';
import { it } from 'node:test';
import { takeEarlier } from './previous.ts';

it('where there is no earlier version, one sentence says why', () => {
  const earlier = takeEarlier('no-such-commit');
  assert.match('reason' in earlier ? earlier.reason : '', /^[A-Z].*\.$/);
});
