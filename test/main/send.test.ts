import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { noProxy } from '../../server/lsp/proxy.ts';
import { createSend } from '../../server/main/send.ts';
import type { Outgoing, Send } from '../../server/models/endpoint/send.ts';
import { certificate, http, RawEndpoint, type Scheme } from '../support/raw-endpoint.ts';

const trusting = (): readonly string[] => [certificate];

interface Case {
  readonly send?: Send;
  readonly scheme?: Scheme;
  /** One answer a request; the last one again and again. */
  readonly answers: readonly ((socket: Socket) => void)[];
  /** One body a request. */
  readonly bodies?: readonly string[];
}

/** Sends requests one after the other; tells what came of each, and how many connections and requests it took. */
async function check({ send = plain, scheme = 'http', answers, bodies = ['{}'] }: Case, expected: object) {
  const left = [...answers];
  await using endpoint = await RawEndpoint.start(scheme, (socket) =>
    (left.length > 1 ? left.shift() : left[0])?.(socket),
  );
  const told = [];
  for (const body of bodies) {
    told.push(await answerTo(send, `${endpoint.origin}/v1`, { body }));
    // The socket goes back to the agent in the turn after the end of the answer.
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { connections, requests } = endpoint;
  assert.deepEqual({ told, connections, requests: requests.length }, expected);
}

async function answerTo(send: Send, url: string, outgoing: Partial<Outgoing> = {}): Promise<string> {
  try {
    const response = await send(url, {
      method: 'POST',
      headers: new Headers(),
      signal: new AbortController().signal,
      ...outgoing,
    });
    return `${response.status} ${await response.text()}`;
  } catch (error) {
    const { name, code } = error as Error & { code?: string };
    return code ?? name;
  }
}

const plain = createSend({ environment: {}, proxy: noProxy });
const ok = (socket: Socket): void => void socket.write(http('yes'));

describe('a request', () => {
  it('gets its answer over HTTP, and one socket serves the next one', () =>
    check(
      { answers: [ok], bodies: ['1', '2', '3'] },
      { told: ['200 yes', '200 yes', '200 yes'], connections: 1, requests: 3 },
    ));

  it('gets its answer over TLS from a server that this machine trusts', () =>
    check(
      {
        scheme: 'https',
        send: createSend({ environment: {}, proxy: noProxy, systemCertificates: trusting }),
        answers: [ok],
        bodies: ['1', '2'],
      },
      // The first handshake fails, and tells that more certificates are needed.
      { told: ['200 yes', '200 yes'], connections: 2, requests: 2 },
    ));

  it('is not sent to a server that nobody trusts', () =>
    check(
      {
        scheme: 'https',
        send: createSend({ environment: {}, proxy: noProxy, systemCertificates: () => [] }),
        answers: [ok],
      },
      { told: ['DEPTH_ZERO_SELF_SIGNED_CERT'], connections: 2, requests: 0 },
    ));

  it('follows no redirect', () =>
    check(
      {
        answers: [
          (socket) => socket.write(http('', { status: '307 Moved', Location: 'http://127.0.0.1:9/' })),
        ],
      },
      { told: ['307 '], connections: 1, requests: 1 },
    ));

  it('whose answer has no body', () =>
    check(
      { answers: [(socket) => socket.write('HTTP/1.1 204 No Content\r\n\r\n')] },
      { told: ['204 '], connections: 1, requests: 1 },
    ));

  it('is made once more, at once, when the socket was closed in the moment of its reuse', () =>
    check(
      { answers: [ok, (socket) => socket.resetAndDestroy(), ok], bodies: ['1', '2'] },
      { told: ['200 yes', '200 yes'], connections: 2, requests: 3 },
    ));

  it('is not made again when a new socket is closed', () =>
    check(
      { answers: [(socket) => socket.resetAndDestroy()] },
      { told: ['ECONNRESET'], connections: 1, requests: 1 },
    ));

  it('is not made a third time', () =>
    check(
      { answers: [ok, (socket) => socket.resetAndDestroy()], bodies: ['1', '2'] },
      { told: ['200 yes', 'ECONNRESET'], connections: 2, requests: 3 },
    ));

  it('whose answer never ends is given up at some length', async () => {
    const pour = (socket: Socket): void => {
      socket.write(http('', { 'Content-Length': '100000000' }));
      const piece = Buffer.alloc(1_000_000, 'a');
      const more = (): unknown => socket.writable && socket.write(piece, more);
      more();
    };
    await check({ answers: [pour] }, { told: ['NothingReadable'], connections: 1, requests: 1 });
  });
});

describe('a pause that an endpoint asks for is told in seconds', () => {
  const date = 'Fri, 20 Nov 2026 12:00:00 GMT';
  for (const [wish, seconds] of [
    ['7', '7'],
    ['1.5', '1.5'],
    ['Fri, 20 Nov 2026 12:00:30 GMT', '30'],
    ['Fri, 20 Nov 2026 11:00:00 GMT', '-3600'],
    ['soon', 'NaN'],
  ] as const) {
    it(wish, async () => {
      await using endpoint = await RawEndpoint.start('http', (socket) =>
        socket.write(http('', { 'Retry-After': wish, Date: date })),
      );
      const { signal } = new AbortController();
      const response = await plain(endpoint.origin, { method: 'GET', headers: new Headers(), signal });
      assert.equal(response.headers.get('retry-after'), seconds);
    });
  }
});

describe('a proxy', () => {
  /** A proxy that answers plain requests itself and leads tunnels to the endpoint; tells what it was asked. */
  async function throughProxy(
    scheme: Scheme,
    settings: (proxy: string) => Parameters<typeof createSend>[0],
    url = `${scheme}://model.test/v1`,
  ): Promise<{ readonly told: string; readonly heard: readonly string[] }> {
    await using endpoint = await RawEndpoint.start('https', ok);
    await using proxy = await RawEndpoint.start('http', (socket, request) => {
      if (!request.startsWith('CONNECT')) return socket.write(http('from the proxy'));
      socket.removeAllListeners('data');
      const tunnel = connect(endpoint.port, '127.0.0.1');
      tunnel.on('error', () => undefined);
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      socket.pipe(tunnel).pipe(socket);
      return undefined;
    });
    const send = createSend({ systemCertificates: trusting, ...settings(proxy.origin) });
    const headers = new Headers({ authorization: 'Bearer sk-secret' });
    const told = await answerTo(send, url, { headers });
    return { told, heard: proxy.requests.map((request) => request.split('\r\n')[0] ?? '') };
  }
  const plainly = ['POST http://model.test/v1 HTTP/1.1'];
  const tunnelled = ['CONNECT model.test:443 HTTP/1.1'];

  for (const [name, scheme, settings, expected] of [
    ['of the environment', 'http', (proxy: string) => ({ HTTP_PROXY: proxy }), plainly],
    [
      'in lower case',
      'http',
      (proxy: string) => ({ HTTP_PROXY: 'http://127.0.0.1:9', http_proxy: proxy }),
      plainly,
    ],
    // Twice: the first handshake tells that more certificates are needed.
    [
      'that tunnels to a server with TLS',
      'https',
      (proxy: string) => ({ HTTPS_PROXY: proxy }),
      [...tunnelled, ...tunnelled],
    ],
  ] as const) {
    it(name, async () => {
      const { heard } = await throughProxy(scheme, (proxy) => ({
        environment: settings(proxy),
        proxy: noProxy,
      }));
      assert.deepEqual(heard, expected);
    });
  }

  it('of the editor goes before that of the environment, with or without its scheme', async () => {
    for (const spelled of [(proxy: string) => proxy, (proxy: string) => proxy.replace('http://', '')]) {
      const { told, heard } = await throughProxy('http', (proxy) => ({
        environment: { HTTP_PROXY: 'http://127.0.0.1:9' },
        proxy: { proxy: spelled(proxy), noProxy: [] },
      }));
      assert.deepEqual([told, heard], ['200 from the proxy', plainly]);
    }
  });

  it('hears nothing of a host that it is not for, nor of this machine', async () => {
    for (const [environment, hosts, url] of [
      [{ NO_PROXY: 'model.test' }, [], undefined],
      [{}, ['model.test'], undefined],
      [{}, [], 'http://127.0.0.1:1/v1'],
      [{}, [], 'http://[::1]:1/v1'],
      [{}, [], 'http://localhost:1/v1'],
    ] as const) {
      const { told, heard } = await throughProxy(
        'http',
        (proxy) => ({
          environment: { HTTP_PROXY: proxy, ...environment },
          proxy: { proxy: '', noProxy: hosts },
        }),
        url,
      );
      assert.deepEqual(heard, []);
      assert.match(told, /^E/);
    }
  });

  it('does not see the key of a request that it tunnels', async () => {
    await using proxy = await RawEndpoint.start('http', (socket) =>
      socket.end(http('', { status: '407 Who' })),
    );
    const send = createSend({ environment: { HTTPS_PROXY: proxy.origin }, proxy: noProxy });
    const headers = new Headers({ authorization: 'Bearer sk-secret' });
    assert.equal(await answerTo(send, 'https://model.test/v1', { headers }), 'ProxyFailure');
    assert.ok(!proxy.requests.join('').includes('sk-secret'));
  });

  for (const [name, address] of [
    ['that is not there', 'http://127.0.0.1:1'],
    ['of a kind that Node.js does not speak', 'socks5://127.0.0.1:1080'],
    ['that is no address', 'http://'],
  ] as const) {
    it(`${name} is never passed by`, async () => {
      const send = createSend({ environment: { HTTP_PROXY: address }, proxy: noProxy });
      assert.equal(await answerTo(send, 'http://model.test/v1'), 'ProxyFailure');
    });
  }
});

describe('the program as a process', () => {
  const program = fileURLToPath(new URL('../../server/main/sureline.ts', import.meta.url));
  const file = fileURLToPath(new URL('../fixtures/loopback-certificate.pem', import.meta.url));
  for (const [name, environment, told] of [
    [
      'trusts what NODE_EXTRA_CA_CERTS names',
      { NODE_EXTRA_CA_CERTS: file },
      /does not accept the API key \(401\)/,
    ],
    ['trusts nobody else', {}, /has a certificate that is not trusted: add it to NODE_EXTRA_CA_CERTS/],
  ] as const) {
    it(name, async () => {
      await using endpoint = await RawEndpoint.start('https', (socket) =>
        socket.write(http('{}', { status: '401 Unauthorized' })),
      );
      const args = [program, 'probe', endpoint.origin, 'm', '--dialect', 'openai-completions'];
      const { promise: out, resolve } = Promise.withResolvers<string>();
      execFile(process.execPath, args, { env: { ...environment } }, (_, stdout) => resolve(stdout));
      assert.match(await out, told);
    });
  }
});

it('an answer that is left early has a second to end, and then loses its socket', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  await using endpoint = await RawEndpoint.start('http', (socket) =>
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\none'),
  );
  const { signal } = new AbortController();
  const response = await plain(endpoint.origin, { method: 'GET', headers: new Headers(), signal });
  await response.body?.cancel();
  const [socket] = endpoint.sockets;
  assert.ok(socket);
  t.mock.timers.tick(999);
  assert.equal(socket.readyState, 'open');
  const closed = once(socket, 'close');
  t.mock.timers.tick(1);
  await closed;
});
