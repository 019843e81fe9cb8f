import { environmentKey } from '../models/endpoint/api-key.ts';
import type { ProbeReport } from '../models/endpoint/probe-report.ts';
import { parseSettings } from '../settings/parse.ts';
import type { EndpointSettings } from '../settings/settings.ts';
import { Misuse, readArguments } from './arguments.ts';
import type { Invocation } from './invocation.ts';
import { progressLine } from './progress.ts';

/** `sureline probe`: asks an endpoint what it can do, and prints what the engine will use. */
const help = `sureline probe URL MODEL   ask an endpoint what it can do; nothing of your code is sent
  --url URL, --model MODEL   the same, as in the settings
  --dialect NAME             how the endpoint is spoken to (default auto)
  --json                     for machines
The key comes from SURELINE_API_KEY, else, for OpenAI alone, from OPENAI_API_KEY.
The exit code is 0 where the endpoint can be used, else 1.
`;

const options = {
  url: { type: 'string' },
  model: { type: 'string' },
  dialect: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** @returns the exit code. @throws Misuse for bad input */
export async function probe(args: readonly string[], invocation: Invocation): Promise<number> {
  const { terminal, clock, send, environment, signal } = invocation;
  const { values, positionals } = readArguments(args, options);
  if (values.help === true) {
    terminal.out(help);
    return 0;
  }
  const [url = values.url, model = values.model] = positionals;
  if (!url || !model) {
    throw new Misuse(
      'probe wants an address and a model, as in: sureline probe http://localhost:11434 MODEL',
    );
  }
  const { settings, complaints } = parseSettings({ endpoint: { url, model, dialect: values.dialect } });
  if (complaints[0] !== undefined) throw new Misuse(complaints[0]);
  const { endpoint, topLogprobs, maxTokens } = settings;
  const progress = progressLine(terminal);
  progress.say(`Asking ${endpoint.url} ...`);
  const { probe } = await import('../models/endpoint/probe.ts');
  const key = environmentKey(environment, endpoint.url);
  const apiKey = (): Promise<string | undefined> => Promise.resolve(key);
  const parts = { settings: endpoint, send, clock, topLogprobs, maxTokens, apiKey };
  const report = await probe(parts, signal).finally(() => progress.clear());
  terminal.out(values.json === true ? `${JSON.stringify(report, undefined, 2)}\n` : told(report, endpoint));
  return report.usable ? 0 : 1;
}

function told(report: ProbeReport, { url, model }: EndpointSettings): string {
  const verdict = report.usable ? 'can be used' : 'cannot be used';
  const facts = factsOf(report).map(([name, value]) => `  ${name.padEnd(NAME_WIDTH)}${value}\n`);
  const remarks = report.remarks.map((remark) => `${remark}\n`);
  return [`${model} at ${url} ${verdict}.\n`, ...remarks, '\n', ...facts, ...sendsOf(report)].join('');
}

const NAME_WIDTH = 24;

function factsOf(report: ProbeReport): readonly (readonly [name: string, value: string])[] {
  const { dialect, route, fillsInMiddle, suffix, alternatives, grading, latency } = report;
  const facts: [string, string | undefined][] = [
    ['dialect', dialect],
    ['route', route],
    ['fill-in-the-middle', fillsInMiddle === undefined ? undefined : fillsInMiddle ? 'yes' : 'no'],
    ['text after the cursor', suffix],
    ['probabilities', grading],
    ['alternatives a token', alternatives && `${range(alternatives)} of ${alternatives.asked} asked for`],
    ['first token', latency && `${Math.round(latency.firstToken)} ms`],
    [latency ? `token ${latency.tokens}` : '', latency && `${Math.round(latency.lastToken)} ms`],
  ];
  return facts.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
}

function range({ least, most }: { readonly least: number; readonly most: number }): string {
  return least === most ? `${most}` : `${least} to ${most}`;
}

function sendsOf({ sends }: ProbeReport): readonly string[] {
  if (!sends) return [];
  const key = sends.keyHeader === undefined ? 'without a key' : `with the key in "${sends.keyHeader}"`;
  const body = JSON.stringify(sends.body, undefined, 2);
  return [`\nWhat the engine sends, ${key}:\nPOST ${sends.url}\n${body}\n`];
}
