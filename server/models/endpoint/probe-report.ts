import type { EndpointSettings } from '../../settings/settings.ts';
import type { Grading } from './probe-grading.ts';

/** What a probe found, as a plain value for people and programs. */
export interface ProbeReport extends Partial<Findings> {
  readonly url: string;
  readonly model: string;
  /** The engine can work with it. */
  readonly usable: boolean;
  /** What is wrong or could be better, each with the next step; the first one is why it is not usable. */
  readonly remarks: readonly string[];
}

export interface Findings {
  /** Scheme, host and port. */
  readonly origin: string;
  readonly dialect: string;
  /** The way of asking, among those of the dialect. */
  readonly route: string;
  /** What follows the cursor is told in a form that the model was trained on. */
  readonly fillsInMiddle: boolean;
  readonly grading: Grading;
  /** Whether the text after the cursor counts. */
  readonly suffix: 'used' | 'ignored' | 'not sent' | 'unknown';
  /** Alternatives a token: asked for, and come in the leanest and in the richest place. */
  readonly alternatives: { readonly asked: number; readonly least: number; readonly most: number };
  /** Milliseconds to the first token, and to the last of the few that were timed. */
  readonly latency: { readonly firstToken: number; readonly lastToken: number; readonly tokens: number };
  /** What the engine will send. */
  readonly sends: {
    readonly url: string;
    /** The header that carries the key; none where no key is set. */
    readonly keyHeader?: string;
    /** As JSON, with words in place of the text. */
    readonly body: Readonly<Record<string, unknown>>;
  };
}

/** @param found with a `problem` where nothing more could be found out */
export function probeReport(
  { url, model }: EndpointSettings,
  { problem, ...found }: Partial<Findings> & { readonly problem?: string },
): ProbeReport {
  const refusal = problem ?? (found.grading && refusals(model)[found.grading]);
  const remarks = refusal === undefined ? advice(found) : [refusal];
  return { url, model, usable: refusal === undefined, remarks, ...found };
}

/** Slower than this to the first token, in milliseconds, and most answers come after the next key. */
const SLOW_MS = 1000;
/** Fewer alternatives than this, and little can be told once letters are typed. */
const FEW_ALTERNATIVES = 5;

function refusals(model: string): Partial<Record<Grading, string>> {
  return {
    none: `The answer has no token probabilities: choose a model or server with logprobs instead of "${model}".`,
    placeholders:
      'The probabilities are placeholders, not the model’s: switch off speculative decoding on that server, or choose another one.',
    'not aligned':
      'The probabilities are not about the text of the answer: switch off reasoning, or choose a model without it.',
    'after sampling':
      'The probabilities are those after sampling and change with the temperature: have the server give the model’s own.',
  };
}

function advice({ suffix, alternatives, latency }: Partial<Findings>): readonly string[] {
  const remarks: string[] = [];
  if (suffix === 'ignored') {
    remarks.push(
      'The text after the cursor is sent, but ignored: a model with fill-in-the-middle would do better.',
    );
  }
  if (alternatives && alternatives.most < Math.min(FEW_ALTERNATIVES, alternatives.asked)) {
    remarks.push(
      `Only ${alternatives.most} alternatives a token come: fewer than ${FEW_ALTERNATIVES} make for many silences.`,
    );
  }
  if (latency && latency.firstToken > SLOW_MS) {
    remarks.push(
      'The first token takes longer than a pause in typing: a smaller or nearer model would show more.',
    );
  }
  return remarks;
}
