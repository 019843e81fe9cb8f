import assert from 'node:assert/strict';
import { it } from 'node:test';
import { failureSentence } from '../../../server/models/endpoint/failure.ts';
import { Unanswered } from '../../../server/models/endpoint/send.ts';

/** The sentence for an error of the operating system or of TLS, wrapped up as `openai` hands it on. */
function check(code: string, sentence: string): void {
  const system = Object.assign(new Error('sk-secret'), { code });
  const error = new Error('Connection error.', { cause: new Unanswered(system) });
  const where = { origin: 'https://host', model: 'm', hasBegun: false };
  assert.equal(failureSentence(error, where), `https://host ${sentence}`);
}

for (const [code, sentence] of [
  ['ECONNREFUSED', 'refuses the connection: start the server, or correct sureline.endpoint.url.'],
  ['ENOTFOUND', 'was not found: check the host in sureline.endpoint.url, and the network.'],
  ['EAI_AGAIN', 'was not found: check the host in sureline.endpoint.url, and the network.'],
  ['ENETUNREACH', 'cannot be reached: check the network.'],
  ['ETIMEDOUT', 'does not answer: check sureline.endpoint.url, and the network.'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'has a certificate that is not trusted: add it to NODE_EXTRA_CA_CERTS.'],
  ['CERT_HAS_EXPIRED', 'has a certificate that is out of date: renew it.'],
  [
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'has a certificate for another host: correct the host in sureline.endpoint.url.',
  ],
  [
    'HPE_INVALID_CONSTANT',
    'does not speak HTTP: correct sureline.endpoint.url; it may have to begin with https://.',
  ],
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
