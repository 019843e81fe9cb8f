import type { Clock } from '../../base/clock.ts';
import type { Step } from '../../completion/continuation.ts';
import type { EndpointSettings } from '../../settings/settings.ts';
import { ModelFailure, type Prompt } from '../model.ts';
import { type Address, addressOf } from './address.ts';
import { ApiKey } from './api-key.ts';
import { Approach, type Way } from './approach.ts';
import { Connection } from './connection.ts';
import { Deadline } from './deadline.ts';
import type { Ask, ReplyPart } from './dialect.ts';
import { failureSentence, NothingReadable, silenceSentence, WithoutLogprobs } from './failure.ts';
import { within } from './limits.ts';
import { gradingOf, isSamePlace, type Listing, listingOf } from './probe-grading.ts';
import { type Findings, type ProbeReport, probeReport } from './probe-report.ts';
import { askFor } from './prompt.ts';
import { StepReader } from './read-steps.ts';
import type { Send } from './send.ts';

/**
 * Asks an endpoint what it can do, by a few short requests about a text of our
 * own: nothing of the workspace is sent. What counts as good is for the report.
 */
export interface ProbeParts {
  readonly settings: EndpointSettings;
  readonly send: Send;
  readonly clock: Clock;
  /** As in the settings; what the engine would ask for. */
  readonly topLogprobs: number;
  readonly maxTokens: number;
  apiKey(): Promise<string | undefined>;
}

/** How long one answer may take, in milliseconds: a local server may load its model at the first request. */
const ANSWER_MS = 60_000;
/** Tokens that are asked for and timed; the length of a usual suggestion. */
const TIMED_TOKENS = 8;
/** Requests to find out how the endpoint wants to be asked: four routes, and as many limits to learn. */
const MOST_ATTEMPTS = 8;
/** Far enough from 0 and 1 for probabilities after the temperature to be seen to change. */
const OTHER_TEMPERATURE = 2;

/** Code with one likely way to go on. */
const PREFIX = 'def fibonacci(n):\n    if n < 2:\n        return n\n    return';
const SUFFIX = '\n\n\nprint(fibonacci(10))\n';
/** Another text after the cursor, before which the code cannot go on in the same way. */
const OTHER_SUFFIX = '(n)\n\n\ndef memoised_fibonacci(n):\n';

type Body = Readonly<Record<string, unknown>>;

/** Resolves to what was found; what goes wrong is part of that. Rejects only when the signal aborts. */
export async function probe(parts: ProbeParts, signal: AbortSignal): Promise<ProbeReport> {
  try {
    const address = addressOf(parts.settings);
    const key = await new ApiKey(() => parts.apiKey()).read(signal);
    return await new Probe(parts, address, key, signal).run();
  } catch (error) {
    if (signal.aborted || !(error instanceof ModelFailure)) throw error;
    return probeReport(parts.settings, { problem: error.message });
  }
}

/** What came of one request. */
interface Answer {
  readonly steps: readonly Step[];
  readonly listing: Listing;
  /** Milliseconds to the first token, and to the last one that is timed. */
  readonly firstToken: number;
  readonly lastToken: number;
}

class Probe {
  readonly #parts: ProbeParts;
  readonly #address: Address;
  readonly #key: string | undefined;
  readonly #signal: AbortSignal;
  readonly #connection: Connection;

  constructor(parts: ProbeParts, address: Address, key: string | undefined, signal: AbortSignal) {
    this.#parts = parts;
    this.#address = address;
    this.#key = key;
    this.#signal = signal;
    this.#connection = new Connection(address.baseUrl, parts.send);
  }

  async run(): Promise<ProbeReport> {
    const { settings, clock } = this.#parts;
    const { origin } = this.#address;
    const approach = new Approach({ settings, address: this.#address, connection: this.#connection, clock });
    let way: Way | undefined;
    try {
      for (let attempt = 1; ; attempt++) {
        way = await approach.way(this.#key, this.#signal);
        const prompt = this.#prompt(SUFFIX);
        try {
          const answer = await this.#ask(way, prompt);
          return probeReport(settings, { origin, ...this.#known(way), ...(await this.#judged(way, answer)) });
        } catch (error) {
          if (attempt === MOST_ATTEMPTS || !approach.learn(error, way, this.#body(way, prompt))) throw error;
        }
      }
    } catch (error) {
      if (this.#signal.aborted) throw error;
      const problem = this.#sentence(error);
      return probeReport(settings, { origin, ...(way && this.#known(way)), problem });
    }
  }

  #known(way: Way): Pick<Findings, 'dialect' | 'route' | 'fillsInMiddle' | 'sends'> {
    const { dialect, route } = way;
    const { maxTokens } = this.#parts;
    const body = this.#body(way, { ...this.#prompt('<text after>', maxTokens), prefix: '<text before>' });
    const url = route.url(this.#address.baseUrl);
    const keyHeader = route.keyHeader ?? 'authorization';
    return {
      dialect: dialect.name,
      route: route.name,
      fillsInMiddle: route.fillsInMiddle,
      sends: { url: url.split('?')[0] ?? '', ...(this.#key !== undefined && { keyHeader }), body },
    };
  }

  async #judged(way: Way, answer: Answer): Promise<Partial<Findings>> {
    const { steps, listing } = answer;
    const grading = gradingOf(steps, listing);
    const first = grading === 'graded' ? listing.first : undefined;
    const { topLogprobs } = this.#askAs(way, this.#prompt(SUFFIX));
    const isChanging = first !== undefined && (await this.#changesWithTemperature(way, first));
    const other = first && (await this.#tried(way, this.#prompt(OTHER_SUFFIX)));
    // Not the first answer, for which a server may have loaded its model, and this side its code.
    const { firstToken, lastToken, listing: timed } = other ?? answer;
    return {
      grading: isChanging ? 'after sampling' : grading,
      suffix: this.#useOfSuffix(way, first, other?.listing.first),
      alternatives: { asked: topLogprobs, ...listing.counts },
      latency: { firstToken, lastToken, tokens: Math.min(timed.tokens, TIMED_TOKENS) },
    };
  }

  /** Where the same place gets another answer before another suffix, the suffix is read. */
  #useOfSuffix(way: Way, first: Listing['first'], other: Listing['first']): Findings['suffix'] {
    const [body, otherBody] = [SUFFIX, OTHER_SUFFIX].map((suffix) =>
      JSON.stringify(this.#body(way, this.#prompt(suffix))),
    );
    if (body === otherBody) return 'not sent';
    if (!first || !other) return 'unknown';
    return isSamePlace(first, other) ? 'ignored' : 'used';
  }

  /** Only where 0 is asked for: what comes after a temperature of 1 is the model's own. */
  async #changesWithTemperature(way: Way, first: NonNullable<Listing['first']>): Promise<boolean> {
    const prompt = this.#prompt(SUFFIX, 1);
    const hot = withTemperature(this.#body(way, prompt), OTHER_TEMPERATURE);
    const answer = hot && (await this.#tried(way, prompt, hot));
    return answer?.listing.first !== undefined && !isSamePlace(first, answer.listing.first);
  }

  /** An answer that the rest of the probe can do without. */
  async #tried(way: Way, prompt: Prompt, body?: Body): Promise<Answer | undefined> {
    try {
      return await this.#ask(way, prompt, body);
    } catch (error) {
      if (this.#signal.aborted) throw error;
      return undefined;
    }
  }

  async #ask(way: Way, prompt: Prompt, body = this.#body(way, prompt)): Promise<Answer> {
    const { route } = way;
    const { clock } = this.#parts;
    const deadline = new Deadline(clock, this.#signal);
    deadline.expectWithin(ANSWER_MS);
    const began = clock.now();
    const parts: ReplyPart[] = [];
    const times: number[] = [];
    const url = route.url(this.#address.baseUrl);
    try {
      const chunks = this.#connection.post(url, body, this.#key, deadline.signal, route.keyHeader);
      for await (const chunk of chunks) {
        const part = route.read(chunk);
        if (part === undefined) continue;
        parts.push(part);
        if (part.text !== '') times.push(clock.now() - began);
        // An endpoint that ignores the limit is left.
        if (times.length > 2 * TIMED_TOKENS) break;
      }
      if (deadline.missed !== undefined) throw this.#tooLate(deadline.missed);
      if (parts.length === 0) throw new NothingReadable();
    } catch (error) {
      throw deadline.missed === undefined ? error : this.#tooLate(deadline.missed);
    } finally {
      deadline.close();
    }
    const listing = listingOf(parts);
    if (listing.tokens === 0 && times.length > 0) throw new WithoutLogprobs();
    const [firstToken = 0] = times;
    const lastToken = times.slice(0, TIMED_TOKENS).at(-1) ?? firstToken;
    const repeats = route.repeats?.(this.#askAs(way, prompt)) ?? '';
    const reader = new StepReader({ hidesTokens: route.hidesTokens ?? false, repeats });
    const steps = parts.flatMap((part) => reader.push(part));
    return { steps: [...steps, ...reader.finish()], listing, firstToken, lastToken };
  }

  #askAs({ route, limits }: Way, prompt: Prompt): Ask {
    return askFor(prompt, this.#parts.settings.model, route, limits);
  }

  /** As the engine would send it. */
  #body(way: Way, prompt: Prompt): Body {
    return within(way.limits, way.route.request(this.#askAs(way, prompt)));
  }

  #tooLate(ms: number): ModelFailure {
    return new ModelFailure(silenceSentence(this.#whereabouts, ms));
  }

  #sentence(error: unknown): string {
    return error instanceof ModelFailure ? error.message : failureSentence(error, this.#whereabouts);
  }

  get #whereabouts() {
    return { origin: this.#address.origin, model: this.#parts.settings.model, hasBegun: false };
  }

  #prompt(suffix: string, maxTokens = TIMED_TOKENS): Prompt {
    const { topLogprobs } = this.#parts;
    return { uri: 'file:///probe.py', languageId: 'python', prefix: PREFIX, suffix, maxTokens, topLogprobs };
  }
}

/** The same request at another temperature; undefined where it is not 0 that is asked for. */
function withTemperature(body: Body, temperature: number): Body | undefined {
  for (const nest of ['options', 'parameters']) {
    const { [nest]: inner } = body;
    if (typeof inner === 'object' && inner !== null && Reflect.get(inner, 'temperature') === 0) {
      return { ...body, [nest]: { ...inner, temperature } };
    }
  }
  return body['temperature'] === 0 ? { ...body, temperature } : undefined;
}
