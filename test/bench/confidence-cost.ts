import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parseArgs } from 'node:util';
import { silentLog } from '../../server/base/log.ts';
import { quantile } from '../../server/cli/tally.ts';
import { Engine } from '../../server/engine/engine.ts';
import { systemClock } from '../../server/main/system-clock.ts';
import type { Step } from '../../server/completion/continuation.ts';
import type { Model, Prompt } from '../../server/models/model.ts';
import { defaultSettings } from '../../server/settings/settings.ts';

/**
 * `npm run bench:decisions`: how long a decision takes
 * where a reply is at hand, and whether memory grows over a million keys.
 */

const { values } = parseArgs({ options: { keys: { type: 'string' } } });
const KEYS = Number(values.keys ?? 1_000_000);
const LINE = 'const response = await fetch(request.url);\n';
/** Keys before anything is measured: the code is warm, the caches are full. */
const WARM = Math.min(100_000, KEYS / 10);
const MEGABYTE = 1e6;

/** Says what comes next in the line, with 19 alternatives a step, at once. */
class Repeating implements Model {
  readonly source = 'endpoint';
  readonly immediate = false;

  async *complete({ prefix, maxTokens }: Prompt): AsyncGenerator<Step> {
    let at = prefix.length % LINE.length;
    for (let step = 0; step < maxTokens; step++) {
      const text = /^(?: ?\w+|\W)/.exec(LINE.slice(at))?.[0] ?? '\n';
      const alternatives = Array.from({ length: 19 }, (_, index) => ({
        text: ` ${String.fromCharCode(97 + index)}${text}`,
        logprob: -7,
      }));
      yield { text, logprob: Math.log(0.93), alternatives };
      at = (at + text.length) % LINE.length;
    }
  }
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const engine = new Engine({
  clock: { now: () => systemClock.now(), sleep: () => Promise.resolve() },
  log: silentLog,
  exclusions: { covers: () => false },
});
engine.configure(defaultSettings, [new Repeating()]);
const never = new AbortController().signal;
const times: number[] = [];
const processor = process.cpuUsage();
let heap = 0;
let shown = 0;
for (let key = 0; key < KEYS; key++) {
  // A new document every 4,000 keys, as a person opens files.
  const length = 1 + (key % 4000);
  const uri = `file:///${Math.floor(key / 4000)}.ts`;
  const text = LINE.repeat(Math.ceil(length / LINE.length)).slice(0, length);
  const request = {
    document: { uri, languageId: 'typescript', version: key, text },
    offset: length,
    trigger: 'automatic' as const,
  };
  engine.textChanged(uri);
  const began = systemClock.now();
  const outcome = await engine.complete(request, never);
  if (outcome.kind === 'shown') shown++;
  if (outcome.kind === 'shown' && outcome.source === 'cache' && key >= WARM && times.length < 200_000) {
    times.push(systemClock.now() - began);
  }
  if (length === 4000) engine.closed(uri);
  if (key === WARM) {
    collect();
    heap = process.memoryUsage().heapUsed;
  }
}
collect();
const grown = (process.memoryUsage().heapUsed - heap - 8 * times.length) / MEGABYTE;
process.stdout.write(`${KEYS} keys, ${shown} shown
decision on a cached reply: p50 ${quantile(times, 0.5)?.toFixed(3)} ms, p99 ${quantile(times, 0.99)?.toFixed(3)} ms
processor: ${(process.cpuUsage(processor).user / 1000 / KEYS).toFixed(3)} ms a key, everything included
memory: ${(heap / MEGABYTE).toFixed(1)} MB after ${WARM} keys, ${grown.toFixed(1)} MB more at the end
`);
