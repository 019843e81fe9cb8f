import assert from 'node:assert/strict';
import { it } from 'node:test';
import { failureSentence } from '../../../server/models/endpoint/failure.ts';

/** The sentence for an error of the operating system or of TLS, nested as `fetch` and `openai` nest it. */
function check(code: string, sentence: string): void {
  const system = Object.assign(new Error('sk-secret'), { code });
  const error = new Error('Connection error.', { cause: new TypeError('fetch failed', { cause: system }) });
  const where = { origin: 'https://host', model: 'm', hasBegun: false };
  assert.equal(failureSentence(error, where), `https://host ${sentence}`);
}

for (const [code, sentence] of [
  ['ECONNREFUSED', 'refuses the connection: start the server, or correct sureline.endpoint.url.'],
  ['ENOTFOUND', 'was not found: check the host in sureline.endpoint.url, and the network.'],
  ['EAI_AGAIN', 'was not found: check the host in sureline.endpoint.url, and the network.'],
  ['ENETUNREACH', 'cannot be reached: check the network.'],
  ['ETIMEDOUT', 'does not answer: check sureline.endpoint.url, and the network.'],
  ['UND_ERR_CONNECT_TIMEOUT', 'does not answer: check sureline.endpoint.url, and the network.'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'has a certificate that is not trusted: add it to NODE_EXTRA_CA_CERTS.'],
  ['CERT_HAS_EXPIRED', 'has a certificate that is not trusted: add it to NODE_EXTRA_CA_CERTS.'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'does not speak TLS: set sureline.endpoint.url to begin with http://.'],
  ['ECONNRESET', 'broke off the connection (ECONNRESET): see the log of that server.'],
] as const) {
  it(`${code} is told in words`, () => check(code, sentence));
}

it('errors that contain each other come to an end', () => {
  const ring = new Error('ring');
  ring.cause = ring;
  const where = { origin: 'https://host', model: 'm', hasBegun: false };
  assert.match(failureSentence(ring, where), /^https:\/\/host reported an error instead of an answer/);
});
