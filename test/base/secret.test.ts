import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { looksSecret, withoutSecrets } from '../../server/base/secret.ts';

/** The text that is inserted at the bar looks secret, or does not. */
function check(marked: string, expected: boolean): void {
  const [prefix = '', text = ''] = marked.split('█');
  assert.equal(looksSecret(prefix, text), expected, marked);
}

/** Keys as their issuers make them, none of which was ever valid. In halves, so that no scanner stumbles over this file. */
const keys: Record<string, string | readonly string[]> = {
  'AWS access key id': ['AKIA', 'IOSFODNN7EXAMPLE'],
  'AWS secret access key': ['wJalrXUtnFEMI/K7MDENG/bPxRfi', 'CYEXAMPLEKEY'],
  'GitHub token': ['ghp_', '16C7e42F292c6912E7710c838347Ae178B4a'],
  'GitHub fine-grained token': ['github_pat_', '11ABCDEFG0aBcDeFgHiJkL_mNoPqRsTuVwXyZ0123456789abcdef'],
  'JSON web token': [
    'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.',
    'dozjgNryP4J3jVmNHl0w5N_XgL0n3I9',
  ],
  'OpenAI key': ['sk-', 'proj-T3BlbkFJq8Zr2VxYw9LmKs4D'],
  'Stripe key': ['sk_live_', '4eC39HqLyjWDarjtT1zdp7dc'],
  'Slack token': ['xoxb-', '263594206564-FGqddMF8t08v8N7Oq4i57vs1'],
  'Google key': ['AIza', 'SyDaGmWKa4JsXZ-HjGw7ISLn_3namBGewQe'],
  'npm token': ['npm_', 'aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5'],
  'MD5 digest': 'd41d8cd98f00b204e9800998ecf8427e',
  'SHA-1 digest': 'da39a3ee5e6b4b0d3255bfef95601890afd80709',
  'digest in capitals': 'DA39A3EE5E6B4B0D3255BFEF95601890AFD80709',
  'hexadecimal private key': '0x4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318',
  'base64 with padding': 'MTIzNDU2Nzg5MGFiY2RlZmdoaWprbG1ub3A=',
  'base64 with signs': 'k2v657xBsOVe1PQRwOsHsw3b/GT2VzIq+5K59sNQws8=',
  'base64 in pieces': 'Zk9q/x3Vt+B7mQ/Lp0w+Yd5R/2nJc',
  'base32 seed': 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
};

for (const [name, pieces] of Object.entries(keys)) {
  const key = [pieces].flat().join('');
  test(`secret: ${name}`, () => {
    check(`const key = "█${key}";`, true);
    check(`KEY=█${key}`, true);
    check(`fetch("https://host/names/for/a/path/█${key}/more")`, true);
    check(`const key = "${key.slice(0, 8)}█${key.slice(8)}";`, true);
    check(`const key = "${key}█";`, false);
  });
}

const namedSecrets: [marked: string, expected: boolean][] = [
  ['password = "█hunter2"', true],
  ['password = "hun█ter2"', true],
  ['password: "█hunter2', true],
  ['"db_password": "█s3cr3t!"', true],
  ["API_KEY = '█abc-123-def'", true],
  ['url = "█postgres://admin:hunter2@db.local/main"', true],
  ['url = "postgres://admin:█hunter2@db.local/main"', true],
  ['password = "█";', false],
  ['password = "█${PASSWORD1}"', false],
  ['token: "█identifier"', false],
  ['token_type = "█Bearer"', false],
  ['password = █input1.value', false],
  ['const passwords = █["a"]', false],
  ['url = "█https://host:8080/a@b"', false],
  ['secret: "x"\nname = "█hunter2"', false],
];

for (const [marked, expected] of namedSecrets) {
  test(`${expected ? 'secret' : 'not secret'}: ${marked.replaceAll('\n', '⏎')}`, () =>
    check(marked, expected));
}

/** Long, with digits, and written by people. */
const names = [
  'getElementsByTagNameNS2',
  'CamelCaseNames123AndSomeMore456',
  'HTTP2ServerResponseOptions',
  'Int32ArrayFromFloat64Values',
  'useState2WithLocalStorageV3',
  'test_should_return_404_when_user_not_found',
  'MAX_RETRIES_PER_REQUEST_30_SECONDS',
  'convert_utf8_to_utf16_with_bom',
  'mat4x4_multiply_vec3_transposed',
  'x1_y1_x2_y2_x3_y3_x4_y4_x5_y5',
  'arm64-v8a-linux-gnueabihf-gcc12',
  'src/components/Button2/index-v2/styles',
  'node_modules/typescript/lib/es2024',
  '2024-01-02-release-notes-v1-2-3',
  '123e4567-e89b-12d3-a456-426614174000',
  'users/123e4567-e89b-12d3-a456-426614174000/edit',
  '123e4567-e89b-12d3-a456-4266',
  '1_000_000_000_000_000_000_000',
  '18446744069414584320n',
  '0xcbf29ce484222325ULL',
  'linear-gradient(#ff00aa, #00ff7f80, #1a2b3c)',
  'https://example.com/docs/v2/guides/getting-started-2024?page=2',
  'data-testid=submit-button-primary-large-2',
  'grid-cols-2-md-grid-cols-4-lg-grid-cols-8',
  'Geschwindigkeitsbegrenzung2024Ueberschreitung',
  '========================================',
  '----------------------------------------',
  'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
  '0000000000000000000000000000000000000001',
];

for (const name of names) {
  test(`not secret: ${name}`, () => {
    check(`const x = "█${name}";`, false);
    check(`const x = "${name.slice(0, 9)}█${name.slice(9)}";`, false);
  });
}

test('a line with a secret is emptied, and all others stay', () => {
  const digest = 'd41d8cd98f00b204e9800998ecf8427e';
  const text = `first\r\nconst a = "${digest}", b = "${digest}";\nlast`;
  assert.equal(withoutSecrets(text), 'first\r\n\nlast');
  assert.equal(withoutSecrets(`${digest}\n`), '\n');
  assert.equal(withoutSecrets('nothing\nhere'), 'nothing\nhere');
});

test('no line with a random key survives, whatever surrounds it', () => {
  const line = fc.string({ unit: fc.constantFrom('a', 'B', '1', '/', '=', '"', ' ', '_') });
  fc.assert(
    fc.property(line, line, fc.integer(), (before, after, seed) => {
      const key = createHash('sha256').update(String(seed)).digest('hex');
      const kept = withoutSecrets(`one\n${before}"${key}"${after}\ntwo`);
      assert.equal(kept, 'one\n\ntwo');
    }),
  );
});

test('the number of lines never changes', () => {
  const unit = fc.constantFrom(
    '\n',
    'password="',
    'a1',
    'token: ',
    '://',
    ':',
    '@',
    'd41d8cd98f00b204e98',
    '"',
    ' ',
  );
  fc.assert(
    fc.property(fc.string({ unit }), (text) => {
      assert.equal(withoutSecrets(text).split('\n').length, text.split('\n').length);
    }),
  );
});
