import assert from 'node:assert/strict';
import { it } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { silentLog } from '../../server/base/log.ts';
import type { Outcome } from '../../server/completion/outcome.ts';
import type { Backend } from '../../server/lsp/backend.ts';
import { noProxy } from '../../server/lsp/proxy.ts';
import { createBackend } from '../../server/main/backend.ts';
import { defaultSettings } from '../../server/settings/settings.ts';

/** Turns of the event loop: more than all that can wait takes. */
const MANY_TURNS = 500;
const { signal } = new AbortController();

async function started(): Promise<Backend> {
  const backend = createBackend({
    log: silentLog,
    apiKey: () => Promise.resolve(undefined),
    onLearning() {},
    onEndpoint() {},
  });
  await backend.configure(defaultSettings, [], noProxy);
  return backend;
}

function askedAtEnd(backend: Backend, text: string): Promise<Outcome> {
  const document = { uri: 'file:///open.ts', languageId: 'typescript', version: text.length, text };
  return backend.engine.complete({ document, offset: text.length, trigger: 'automatic' }, signal);
}

it('what is far from the cursor in a long file is read once the first answer is out', async () => {
  const backend = await started();
  const call = 'if (ready) frobnicateWidgets(first, second);\n';
  const text = `${call.repeat(20)}${'a = b;\n'.repeat(3000)}if (ready) frobn`;
  assert.equal((await askedAtEnd(backend, text)).kind, 'silent');
  for (let turns = 0; turns < MANY_TURNS; turns++) await turn();
  const outcome = await askedAtEnd(backend, `${text}i`);
  assert.equal(outcome.kind === 'shown' && outcome.text.startsWith('cate'), true);
  backend.dispose();
});
