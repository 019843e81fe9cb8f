import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodeNetwork, encodeNetwork } from '../../../../server/models/workspace/storage/network-file.ts';

const SHIPPED = Uint8Array.of(1, 2, 3, 4, 5);

/** The bytes of a file, changed, are read as the same again or as nothing. */
function check(file: Uint8Array, isRead: boolean, change = (bytes: Uint8Array<ArrayBuffer>) => bytes) {
  const read = decodeNetwork(SHIPPED, change(encodeNetwork(SHIPPED, file)));
  assert.deepEqual(read && [...read], isRead ? [...file] : undefined);
}

test('what is written is read again', () =>
  fc.assert(fc.property(fc.uint8Array({ maxLength: 50 }), (file) => check(file, true))));
test('any changed byte is noticed', () => {
  const { length } = encodeNetwork(SHIPPED, Uint8Array.of(7, 8, 9));
  const flip = fc.record({ at: fc.nat({ max: length - 1 }), by: fc.integer({ min: 1, max: 255 }) });
  fc.assert(
    fc.property(flip, ({ at, by }) =>
      check(Uint8Array.of(7, 8, 9), false, (bytes) => {
        bytes[at] = (bytes[at] ?? 0) ^ by;
        return bytes;
      }),
    ),
  );
});
test('what is cut short is noticed', () =>
  check(Uint8Array.of(7, 8, 9, 10, 11), false, (bytes) => bytes.slice(0, -4)));
test('as is what is hardly there', () => check(Uint8Array.of(7), false, (bytes) => bytes.slice(0, 4)));
test('what comes from another network is not read', () => {
  const bytes = encodeNetwork(Uint8Array.of(1, 2, 3, 4, 6), Uint8Array.of(7));
  assert.equal(decodeNetwork(SHIPPED, bytes), undefined);
});
