import { isBlank, isLineBreak, isWordAt, wordStart } from '../../server/base/text.ts';
import { learnWithout } from '../../server/cli/lesson.ts';
import { type Column, percent, table, whole } from '../../server/cli/table.ts';
import type { Script } from '../../server/cli/replay.ts';
import type { Step } from '../../server/completion/continuation.ts';
import { anchorBeforeWord } from '../../server/context/anchor.ts';
import { decide } from '../../server/gate/gate.ts';
import { thisProcess } from '../../server/main/invocation.ts';
import { systemClock } from '../../server/main/system-clock.ts';
import { Outlook } from '../../server/models/workspace/network/outlook.ts';
import { readNetwork } from '../../server/models/workspace/network/shipped.ts';
import { shippedExperience } from '../../server/models/workspace/experience.ts';
import { OpenDocument } from '../../server/models/workspace/open-document.ts';
import { Predictor } from '../../server/models/workspace/predictor.ts';
import { Shard } from '../../server/models/workspace/shard.ts';
import type { ShardData } from '../../server/models/workspace/shard-data.ts';
import { Vocabulary } from '../../server/models/workspace/vocabulary.ts';
import { chooseHeldOut } from './held-out.ts';
import { CACHE, fetchProject, projectsFor } from './project.ts';

/**
 * `npm run bench:anchors`: where to ask about a cursor, of an endpoint that ties
 * a blank to the word after it, as models with byte-level tokens do. What the
 * prompt ends with counts as a finished token, though it may be half of one: a
 * state that such a model never saw. Each place is asked about from each anchor,
 * with no policy; what stands between anchor and cursor counts as typed.
 */

const PROJECTS: ReadonlySet<string> = new Set(['rxjs', 'fastify', 'redux-toolkit', 'gin', 'rich']);
const FILES = 2;
/** Of the places in a text, one in so many is asked about. */
const EVERY = 7;
const CUTOFF = 0.9;
const STEPS = 8;
const ALTERNATIVES = 19;
/** A chain less probable than this changes no verdict. */
const LEAST_MASS = 0.02;

/** Knows the other files of a project, and takes a prompt for whole tokens. */
class TyingEndpoint {
  readonly #vocabulary = new Vocabulary();
  readonly #predictor: Predictor;
  #document: OpenDocument;

  constructor(shards: readonly ShardData[]) {
    const learnt = shards.map((shard) => new Shard(shard, this.#vocabulary));
    this.#predictor = new Predictor(
      this.#vocabulary,
      learnt,
      shippedExperience(),
      new Outlook(readNetwork(), this.#vocabulary),
    );
    this.#document = new OpenDocument('', this.#vocabulary);
  }

  complete(uri: string, prefix: string): readonly Step[] {
    if (this.#document.uri !== uri) this.#document = new OpenDocument(uri, this.#vocabulary);
    const document = this.#document;
    document.moveTo(prefix, '', () => {});
    const { history, isInfill, indent, tail } = document;
    const length = history.length;
    if (tail !== '') history.push(this.#vocabulary.intern(tail));
    const render = (id: number): string | undefined => document.render(id, indent);
    const steps: Step[] = [];
    for (let mass = 1; steps.length < STEPS && mass >= LEAST_MASS;) {
      this.#predictor.attend(history);
      const [chosen, ...others] = this.#predictor.predict({ history, typed: '', isInfill, render });
      if (!chosen) break;
      const alternatives = others.slice(0, ALTERNATIVES).map(entryOf);
      steps.push({ ...entryOf(chosen), alternatives });
      mass *= chosen.probability;
      history.push(chosen.id);
    }
    while (history.length > length) history.pop();
    return steps;
  }
}

function entryOf({ text, probability }: { text: string; probability: number }) {
  return { text, logprob: Math.log(probability) };
}

const ANCHORS: Readonly<Record<string, (text: string, cursor: number) => number>> = {
  'at the cursor': (_text, cursor) => cursor,
  'before the word': wordStart,
  'before the word and 1 character': (text, cursor) => {
    const word = wordStart(text, cursor);
    return word > 0 && !isLineBreak(text.charCodeAt(word - 1)) ? word - 1 : word;
  },
  'before the word and all blanks, or 1 sign': anchorBeforeWord,
};

const PLACES = ['in a word', 'first letter', 'after a blank', 'after a sign', 'line start'] as const;

function placeOf(text: string, cursor: number): (typeof PLACES)[number] {
  const before = text.charCodeAt(cursor - 1);
  if (text.slice(text.lastIndexOf('\n', cursor - 1) + 1, cursor).trim() === '') return 'line start';
  if (isBlank(before)) return 'after a blank';
  if (!isWordAt(text, cursor - 1)) return 'after a sign';
  return cursor - wordStart(text, cursor) === 1 ? 'first letter' : 'in a word';
}

interface Pass {
  readonly claimed: number;
  readonly isRight: boolean;
  readonly place: (typeof PLACES)[number];
}

class Count {
  places = 0;
  readonly passes: Pass[] = [];

  /** One place, asked about from an anchor. */
  ask(endpoint: TyingEndpoint, { path, text }: Script, anchor: number, cursor: number): void {
    this.places++;
    const steps = endpoint.complete(path, text.slice(0, anchor));
    const verdict = decide(steps, text.slice(anchor, cursor), CUTOFF);
    if (verdict.kind === 'refusal') return;
    this.passes.push({
      claimed: verdict.confidence.estimate,
      isRight: text.startsWith(verdict.text, cursor),
      place: placeOf(text, cursor),
    });
  }
}

const counts = new Map(Object.keys(ANCHORS).map((name) => [name, new Count()]));
const { signal } = thisProcess();
for (const project of projectsFor('report').filter(({ name }) => PROJECTS.has(name))) {
  const folders = fetchProject(project, CACHE);
  const scripts = chooseHeldOut(folders, project.language, FILES);
  const paths = scripts.map(({ path }) => path);
  const { shards } = await learnWithout(paths, folders, systemClock, signal);
  for (const [name, anchorAt] of Object.entries(ANCHORS)) {
    const endpoint = new TyingEndpoint(shards);
    for (const script of scripts) {
      const { text } = script;
      for (let cursor = 1; cursor < text.length; cursor += EVERY) {
        counts.get(name)?.ask(endpoint, script, anchorAt(text, cursor), cursor);
      }
    }
    signal.throwIfAborted();
  }
}

const columns: readonly Column[] = [
  { title: 'asked', isText: true },
  { title: 'places' },
  { title: 'passes' },
  { title: 'claimed' },
  { title: 'right' },
  ...PLACES.map((title) => ({ title })),
];

function shareRight(passes: readonly Pass[]): string | undefined {
  if (passes.length === 0) return undefined;
  return percent(passes.filter(({ isRight }) => isRight).length / passes.length);
}

function rowOf(name: string, { places, passes }: Count): readonly (string | undefined)[] {
  const claimed = passes.reduce((sum, pass) => sum + pass.claimed, 0) / passes.length;
  const byPlace = PLACES.map((one) => shareRight(passes.filter(({ place }) => place === one)));
  const all = [whole(places), percent(passes.length / places), percent(claimed), shareRight(passes)];
  return [name, ...all, ...byPlace];
}

const rows = Array.from(counts, ([name, count]) => rowOf(name, count));
process.stdout.write(table(columns, rows, rows.length, process.stdout.isTTY));
