import assert from 'node:assert/strict';
import type { Step } from '../../server/completion/continuation.ts';
import type { Explanation } from '../../server/completion/explanation.ts';
import type { Outcome } from '../../server/completion/outcome.ts';
import type { CompletionRequest, Trigger } from '../../server/completion/request.ts';
import { AskPolicy } from '../../server/engine/ask-policy.ts';
import { Engine } from '../../server/engine/engine.ts';
import type { Model } from '../../server/models/model.ts';
import { defaultSettings, type Settings } from '../../server/settings/settings.ts';
import { FakeClock, settled } from '../support/fake-clock.ts';
import { type Call, ImmediateModel, type Script, StreamingModel } from '../support/fake-model.ts';
import { marked } from '../support/marked.ts';

/** One person at one document, under a fake clock: what is typed, shown, answered and asked. */
export interface Scenario {
  /** The document with its cursor; empty by default. */
  readonly source?: string;
  readonly languageId?: string;
  readonly settings?: Partial<Settings>;
  /** What the model in process says after which text. */
  readonly workspace?: Readonly<Record<string, readonly Step[]>>;
  /** The replies of the endpoint, in the order they are asked for; no endpoint without. */
  readonly endpoint?: readonly Script[];
  /** Models of the test's own making, instead. */
  readonly models?: readonly Model[];
  readonly excluded?: (uri: string) => boolean;
  readonly askPolicy?: () => AskPolicy;
}

export const URI = 'file:///a.ts';

export class Session {
  readonly clock = new FakeClock();
  readonly engine: Engine;
  readonly endpoint: StreamingModel;
  readonly workspace: ImmediateModel;
  /** What stood on the line, each time it changed: `fo[o]` with a suggestion, `fo█` without. */
  readonly screens: string[] = [];
  readonly outcomes: Outcome[] = [];
  readonly logged: string[] = [];
  readonly #scenario: Scenario;
  #text: string;
  #offset: number;
  #ghost = '';
  #version = 0;
  readonly #answers: Promise<void>[] = [];
  readonly #told: (string | undefined)[] = [];

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
    ({ text: this.#text, offset: this.#offset } = marked(scenario.source ?? '█'));
    this.workspace = new ImmediateModel(scenario.workspace);
    this.endpoint = new StreamingModel(this.clock, scenario.endpoint);
    const log = {
      info: (line: string) => this.logged.push(line),
      warn: (line: string) => this.logged.push(line),
    };
    const exclusions = { covers: scenario.excluded ?? ((): boolean => false) };
    const { askPolicy = () => new AskPolicy() } = scenario;
    this.engine = new Engine({ clock: this.clock, log, exclusions, askPolicy });
    this.configure(scenario.settings ?? {});
  }

  /** What was shown under other settings may go. */
  configure(settings: Partial<Settings>): void {
    this.#ghost = '';
    const ladder = this.#scenario.endpoint ? [this.workspace, this.endpoint] : [this.workspace];
    this.engine.configure({ ...defaultSettings, ...settings }, this.#scenario.models ?? ladder);
  }

  /** Presses keys one after the other, without a pause; `⌫` deletes. The editor asks after each. */
  async type(keys: string): Promise<void> {
    for (const key of keys) {
      this.edit(key);
      this.ask('automatic');
      await settled();
    }
  }

  /** Changes the document as a key does, without asking. */
  edit(key: string): void {
    const deleted = key === '⌫';
    const before = this.#text.slice(0, deleted ? this.#offset - 1 : this.#offset) + (deleted ? '' : key);
    this.#text = before + this.#text.slice(this.#offset);
    this.#offset = before.length;
    this.#version++;
    this.#ghost = !deleted && this.#ghost.startsWith(key) ? this.#ghost.slice(key.length) : '';
    this.engine.textChanged(URI);
    this.#paint();
  }

  /** Takes what is shown, and asks again as an editor does. */
  async accept(): Promise<void> {
    this.edit(this.#ghost);
    this.ask('automatic');
    await settled();
  }

  ask(trigger: Trigger, signal = new AbortController().signal): void {
    const index = this.#told.push(undefined) - 1;
    this.#answers.push(this.#answer(index, this.request(trigger), signal));
  }

  request(trigger: Trigger = 'automatic'): CompletionRequest {
    const { languageId = 'typescript' } = this.#scenario;
    const document = { uri: URI, languageId, version: this.#version, text: this.#text };
    return { document, offset: this.#offset, trigger };
  }

  explain(): Promise<Explanation> {
    return this.engine.explain(this.request('invoked'), new AbortController().signal);
  }

  /** How the requests ended that have, in the order they were made. */
  get told(): string[] {
    return this.#told.filter((line) => line !== undefined);
  }

  /** What was asked of the endpoint: when, after which text, and where it was stopped. */
  get calls(): string[] {
    return this.endpoint.calls.map(written);
  }

  /** Ends the session; every request must have had its one outcome, and no model may have been asked by surprise. */
  async end(): Promise<void> {
    this.engine.closed(URI);
    await settled();
    assert.equal(this.outcomes.length, this.#told.length, 'every request ends in one outcome');
    await Promise.all(this.#answers);
    assert.deepEqual(this.endpoint.unprepared, [], 'the endpoint was asked by surprise');
    assert.equal(this.clock.asleep, 0, 'nobody sleeps on');
  }

  async #answer(index: number, request: CompletionRequest, signal: AbortSignal): Promise<void> {
    const outcome = await this.engine.complete(request, signal);
    this.outcomes.push(outcome);
    this.#told[index] = this.#show(request, outcome);
  }

  /** Puts the answer on the screen as an editor does, and into words. */
  #show({ document, offset }: CompletionRequest, outcome: Outcome): string {
    const before = lastLine(document.text.slice(0, offset));
    if (outcome.kind === 'silent' && outcome.reason === 'superseded') return `${before}█ superseded`;
    const ghost = outcome.kind === 'shown' ? outcome.text : '';
    if (ghost !== '') assert.ok(ghost.startsWith(this.#ghost), `"${this.#ghost}" was replaced by "${ghost}"`);
    this.#ghost = ghost;
    this.#paint();
    if (outcome.kind === 'silent') return `${before}█ ${outcome.reason}`;
    return `${before}[${ghost}] ${outcome.confidence.toFixed(3)} ${outcome.source}`;
  }

  #paint(): void {
    const before = lastLine(this.#text.slice(0, this.#offset));
    const screen = before + (this.#ghost === '' ? '█' : `[${this.#ghost}]`);
    if (this.screens.at(-1) !== screen) this.screens.push(screen);
  }
}

function written({ at, prompt, sent, stopped }: Call): string {
  return `${at} ${lastLine(prompt.prefix)}▸${stopped ? ` stopped after ${sent}` : ''}`;
}

function lastLine(text: string): string {
  return text.slice(text.lastIndexOf('\n') + 1);
}

/** Keys, milliseconds that pass, or something else that happens. */
export type Event = string | number | ((session: Session) => void | Promise<void>);

/** What a test looks at; what it leaves out is not compared. */
export interface Expected {
  readonly screens?: readonly string[];
  readonly told?: readonly string[];
  readonly calls?: readonly string[];
}

/** Lets the events happen and compares what came of them. */
export async function check(scenario: Scenario, events: readonly Event[], expected: Expected): Promise<void> {
  const session = new Session(scenario);
  for (const event of events) {
    if (typeof event === 'string') await session.type(event);
    else if (typeof event === 'number') await session.clock.advance(event);
    else await event(session);
    await settled();
  }
  const seen = { screens: [...session.screens], told: [...session.told], calls: session.calls };
  await session.end();
  for (const name of ['screens', 'told', 'calls'] as const) {
    if (expected[name]) assert.deepEqual(seen[name], expected[name], name);
  }
}

export const invoke: Event = (session) => session.ask('invoked');
