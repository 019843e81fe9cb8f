import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  decodeNetwork,
  encodeNetwork,
  type TaughtNetwork,
} from '../../../../server/models/workspace/storage/network-file.ts';

const SHIPPED = Uint8Array.of(1, 2, 3, 4, 5);

/** The bytes of a file, changed, are read as the same again or as nothing. */
function check(taught: TaughtNetwork, isRead: boolean, change = (bytes: Uint8Array<ArrayBuffer>) => bytes) {
  const read = decodeNetwork(SHIPPED, change(encodeNetwork(SHIPPED, taught)));
  assert.deepEqual(read, isRead ? taught : undefined);
}

const networkOf = (...file: readonly number[]): TaughtNetwork => ({
  file: Uint8Array.from(file),
  documents: ['file:///ä.ts', 'file:///b.ts'],
});

test('what is written is read again', () => {
  const file = fc.uint8Array({ maxLength: 50 }).map((bytes) => new Uint8Array(bytes));
  const documents = fc.array(fc.string({ unit: 'binary' }));
  const taught = fc.record({ file, documents }, { noNullPrototype: true });
  fc.assert(fc.property(taught, (network) => check(network, true)));
});
test('any changed byte is noticed', () => {
  const { length } = encodeNetwork(SHIPPED, networkOf(7, 8, 9));
  const flip = fc.record({ at: fc.nat({ max: length - 1 }), by: fc.integer({ min: 1, max: 255 }) });
  fc.assert(
    fc.property(flip, ({ at, by }) =>
      check(networkOf(7, 8, 9), false, (bytes) => {
        bytes[at] = (bytes[at] ?? 0) ^ by;
        return bytes;
      }),
    ),
  );
});
test('what is cut short is noticed', () =>
  check(networkOf(7, 8, 9, 10, 11), false, (bytes) => bytes.slice(0, -4)));
test('as is what is hardly there', () => check(networkOf(7), false, (bytes) => bytes.slice(0, 4)));
test('what comes from another network is not read', () => {
  const bytes = encodeNetwork(Uint8Array.of(1, 2, 3, 4, 6), networkOf(7));
  assert.equal(decodeNetwork(SHIPPED, bytes), undefined);
});
