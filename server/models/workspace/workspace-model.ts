import { canonicalUri } from '../../base/uri.ts';
import type { Step } from '../../completion/continuation.ts';
import type { Model, Prompt } from '../model.ts';
import { boundsFor, chain } from './chain.ts';
import { Lessons } from './lessons.ts';
import type { Network } from './network/network.ts';
import { Outlook } from './network/outlook.ts';
import { sharedNetwork } from './network/shipped.ts';
import { Neighbourhood } from './neighbourhood.ts';
import { OpenDocument } from './open-document.ts';
import { type Experience, Predictor } from './predictor.ts';
import { numberWords, Shard } from './shard.ts';
import type { ShardData } from './shard-data.ts';
import { Vocabulary } from './vocabulary.ts';
import { shippedExperience } from './experience.ts';

/**
 * The model learnt from the open workspace, in process: holds what was learnt of
 * each file, follows the document being edited, and answers with a chain of
 * tokens. How one token is predicted is the predictor's business.
 */

export class WorkspaceModel implements Model {
  readonly source = 'workspace';
  readonly immediate = true;
  readonly #vocabulary = new Vocabulary();
  readonly #shards: Shard[] = [];
  readonly #homes = new Map<string, { readonly shard: Shard; readonly index: number }>();
  readonly #network: Network;
  readonly #outlook: Outlook;
  readonly #predictor: Predictor;
  readonly #lessons: Lessons;
  readonly #neighbourhood = new Neighbourhood(this.#vocabulary, {
    documents: () => this.#homes.keys(),
    tokensOf: (uri) => {
      const home = this.#homes.get(uri);
      return home ? home.shard.tokensOf(home.index) : [];
    },
    unitOf: (uri) => {
      const home = this.#homes.get(uri);
      return home?.shard.units[home.index] ?? '';
    },
  });
  #document: OpenDocument | undefined;
  /** The document, read further from the cursor. */
  #reading: Generator<undefined, OpenDocument | undefined, undefined> | undefined;
  /** Somebody calls `catchUp` between keys. */
  #isCaughtUp = false;

  /** @param experience to start with */
  constructor(experience: Experience = shippedExperience(), network: Network = sharedNetwork()) {
    this.#network = network;
    this.#outlook = new Outlook(network, this.#vocabulary);
    this.#predictor = new Predictor(this.#vocabulary, this.#shards, experience, this.#outlook);
    this.#lessons = new Lessons(this.#predictor);
  }

  /** Adds what a worker has learnt. A document it holds replaces what was known of it. */
  add(data: ShardData): void {
    this.#take(data, new Shard(data, this.#vocabulary));
  }

  /** The same a little at each step, so that keys are answered in between; it is in use after the last. */
  *addGradually(data: ShardData): Generator<undefined, void, undefined> {
    const numbering = yield* numberWords(data, this.#vocabulary);
    this.#take(data, new Shard(data, this.#vocabulary, numbering));
  }

  /** Forgets documents by canonical URI; unknown ones are ignored. */
  forget(uris: readonly string[]): void {
    this.#drop(uris);
    this.#neighbourhood.forget(uris);
  }

  /** Asks a network that was taught what was learnt; undefined for the one that knows code in general only. */
  consult(network: Network | undefined): void {
    this.#outlook.consult(network ?? this.#network);
    this.#predictor.isTuned = network !== undefined;
  }

  /** Forgets everything learnt from files; how to weigh it stays. */
  clear(): void {
    this.forget([...this.#homes.keys()]);
    this.consult(undefined);
  }

  #drop(uris: readonly string[]): void {
    const touched = new Set<Shard>();
    for (const uri of uris) {
      const home = this.#homes.get(uri);
      if (!home) continue;
      this.#homes.delete(uri);
      home.shard.mute(home.index, true);
      touched.add(home.shard);
    }
    for (const shard of touched) {
      const isHeard = shard.documents.some((uri) => this.#homes.get(uri)?.shard === shard);
      if (!isHeard) this.#shards.splice(this.#shards.indexOf(shard), 1);
    }
  }

  complete({ uri, prefix, suffix, maxTokens, cutoff }: Prompt): Iterable<Step> {
    this.#lessons.learnAll();
    const opened = this.#documentAt(uri);
    const document = this.#isCaughtUp ? opened : this.#readOn(opened).document;
    if (!this.#isCaughtUp) {
      this.#outlook.readOn(document.history);
      this.#neighbourhood.step();
    }
    this.#isCaughtUp = false;
    document.neighbours = this.#neighbourhood.neighbours;
    document.usualUnit = this.#neighbourhood.unit;
    document.moveTo(prefix, suffix, (id, text) => {
      this.#neighbourhood.edit();
      this.#lessons.note(document, id, text);
    });
    return chain(this.#predictor, document, maxTokens, boundsFor(cutoff));
  }

  /** Does a little of what no key should wait for; what is left is done before the next one, or with it. @returns whether more is left */
  catchUp(): boolean {
    this.#isCaughtUp = true;
    if (this.#lessons.learnOne()) return true;
    if (this.#document && this.#readOn(this.#document).isMore) return true;
    if (this.#document && this.#outlook.readOn(this.#document.history)) return true;
    return this.#neighbourhood.step();
  }

  /** Reads the document a step further, if there is more of it. All that was typed in it must have been learnt. */
  #readOn(document: OpenDocument): { readonly document: OpenDocument; readonly isMore: boolean } {
    this.#reading ??= document.isPartial ? document.readOn() : undefined;
    const { done = true, value: wider } = this.#reading?.next() ?? {};
    if (!done) return { document, isMore: true };
    this.#reading = undefined;
    this.#document = wider ?? document;
    return { document: this.#document, isMore: this.#document.isPartial };
  }

  #take({ documents }: ShardData, shard: Shard): void {
    this.#drop(documents);
    this.#shards.push(shard);
    // Of what there is more of, later shards need to tell less.
    this.#shards.sort((a, b) => b.size - a.size);
    this.#neighbourhood.outdate();
    for (const [index, uri] of documents.entries()) {
      this.#homes.set(uri, { shard, index });
      if (uri === this.#document?.uri) shard.mute(index, true);
    }
  }

  /** The document being edited. What stands of it on disk is not heard meanwhile: the editor knows better. */
  #documentAt(uri: string): OpenDocument {
    if (this.#document?.uri === uri) return this.#document;
    const canonical = canonicalUri(uri);
    if (this.#document?.uri === canonical) return this.#document;
    this.#mute(this.#document?.uri, false);
    this.#mute(canonical, true);
    this.#document = new OpenDocument(canonical, this.#vocabulary);
    this.#reading = undefined;
    this.#neighbourhood.moveTo(canonical);
    return this.#document;
  }

  #mute(uri: string | undefined, muted: boolean): void {
    const home = uri === undefined ? undefined : this.#homes.get(uri);
    home?.shard.mute(home.index, muted);
  }
}
