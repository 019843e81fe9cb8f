import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { silentLog } from '../../server/base/log.ts';
import type { EndpointState } from '../../server/lsp/backend.ts';
import { Endpoints } from '../../server/main/endpoints.ts';
import { noProxy } from '../../server/lsp/proxy.ts';
import { defaultSettings, type EndpointSettings, type Settings } from '../../server/settings/settings.ts';
import { type Answer, events, HttpEndpoint } from '../support/http-endpoint.ts';
import { completionChunks } from '../support/openai-replies.ts';
import { tokens } from '../support/tokens.ts';

const good: Answer = { pieces: events(...completionChunks(tokens`·f .9 | ·n .05 → ( .9 | [ .1`)) };
const { signal } = new AbortController();

/** Lets things happen to the endpoints of one session, whose server gives these answers; tells which keys were asked for and which states were told. */
async function check(
  answers: readonly Answer[],
  happen: (endpoints: Endpoints, settings: Settings, server: HttpEndpoint) => Promise<void>,
  key?: string,
): Promise<{ readonly asked: readonly string[]; readonly states: readonly EndpointState[] }> {
  await using server = await HttpEndpoint.start(...answers);
  const asked: string[] = [];
  const states: EndpointState[] = [];
  const endpoints = new Endpoints({
    log: silentLog,
    apiKey: (url) => {
      asked.push(url.replace(server.origin, 'ORIGIN'));
      return Promise.resolve(key);
    },
    onLearning() {},
    onEndpoint: (state) => states.push(state),
  });
  await happen(endpoints, settingsFor({ url: server.origin }), server);
  return { asked, states };
}

function settingsFor(endpoint: Partial<EndpointSettings>): Settings {
  const named = { model: 'davinci-002', dialect: 'openai-completions' };
  return { ...defaultSettings, endpoint: { ...defaultSettings.endpoint, ...named, ...endpoint } };
}

describe('the model of an endpoint', () => {
  it('is none where none is set, and stays the same while the settings do', () =>
    check([good], async (endpoints, settings) => {
      assert.equal(await endpoints.for(defaultSettings, noProxy), undefined);
      const model = await endpoints.for(settings, noProxy);
      assert.ok(model);
      assert.equal(await endpoints.for({ ...settings, cutoff: 0.9 }, noProxy), model);
      assert.notEqual(await endpoints.for(settings, { proxy: 'http://proxy:1', noProxy: [] }), model);
      assert.notEqual(await endpoints.for(settingsFor({ url: 'http://localhost:1' }), noProxy), model);
    }).then(() => undefined));

  it('that is refused without a key says that one is needed', async () => {
    const prompt = { uri: '', languageId: '', prefix: 'a', suffix: '', maxTokens: 1, topLogprobs: 1 };
    for (const [key, state] of [
      [undefined, 'no-key'],
      ['sk-wrong', 'failed'],
    ] as const) {
      const { asked, states } = await check(
        [{ status: 401 }],
        async (endpoints, settings) => {
          const model = await endpoints.for(settings, noProxy);
          assert.ok(model);
          await assert.rejects(model.complete(prompt, signal).next(), /does not accept the API key/);
        },
        key,
      );
      assert.deepEqual([asked, states.map((one) => one.state)], [['ORIGIN'], [state]]);
    }
  });
});

describe('a probe', () => {
  it('is none where no endpoint is set', () =>
    check([good], async (endpoints) => {
      await endpoints.for(defaultSettings, noProxy);
      assert.equal(await endpoints.probe(defaultSettings, signal), null);
    }).then(() => undefined));

  it('is made once, while the settings stay the same', () =>
    check([good], async (endpoints, settings, server) => {
      await endpoints.for(settings, noProxy);
      const report = await endpoints.probe(settings, signal);
      assert.equal(report?.usable, true);
      const made = server.received.length;
      assert.equal(await endpoints.probe(settings, signal), report);
      assert.equal(server.received.length, made);
      await endpoints.for(settingsFor({ url: server.origin, model: 'babbage-002' }), noProxy);
      assert.equal((await endpoints.probe(settings, signal))?.model, 'babbage-002');
    }).then(() => undefined));

  it('is made again after one that failed', () =>
    check([{ status: 500 }, good], async (endpoints, settings) => {
      await endpoints.for(settings, noProxy);
      assert.equal((await endpoints.probe(settings, signal))?.usable, false);
      assert.equal((await endpoints.probe(settings, signal))?.usable, true);
    }).then(() => undefined));
});
