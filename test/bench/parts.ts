import { Calibrator } from '../../server/models/workspace/calibrator.ts';
import { CalibratorUnits } from '../../server/models/workspace/calibrator-units.ts';
import { CommonWords } from '../../server/models/workspace/common-words.ts';
import { DOCUMENT, Evidence } from '../../server/models/workspace/evidence.ts';
import { HiddenUnits } from '../../server/models/workspace/hidden-units.ts';
import { History } from '../../server/models/workspace/history.ts';
import { Mixer } from '../../server/models/workspace/mixer.ts';
import { Neighbours } from '../../server/models/workspace/neighbours.ts';
import { Outlook } from '../../server/models/workspace/network/outlook.ts';
import { Novelty } from '../../server/models/workspace/novelty.ts';
import { References } from '../../server/models/workspace/references.ts';
import { Shard } from '../../server/models/workspace/shard.ts';
import { WorkspaceModel } from '../../server/models/workspace/workspace-model.ts';
import type { Contender } from './contender.ts';
import { replace, type Undo, withoutKinds, withoutPlaces, withoutSparse } from './replace.ts';
import type { Typist } from './typist.ts';

/**
 * Takes one part out of the workspace model, in the thread that it is called in,
 * so that what the part contributes can be measured. The model has no switches
 * for this: its methods are replaced from outside, and put back. The weights
 * stay those that were fitted with all parts in place.
 */
interface Part {
  /** As it is called in the table. */
  readonly title: string;
  /** Replaces methods. */
  readonly remove?: () => readonly Undo[];
  /** Stands between the model and the engine. */
  readonly wrap?: (contender: Contender) => Contender;
  /** Stands between the typist and the engine. */
  readonly wrapTypist?: (typist: Typist) => Typist;
}

/** Contexts longer than this are the long ones. */
const LONG_CONTEXT = 3;

const everyPart = {
  workspace: {
    title: 'the workspace (what other files say)',
    remove: () => [replace(Shard.prototype, 'lookUp', () => () => {})],
  },
  document: {
    title: 'the open document (its contexts, sparse ones too, counts and recency)',
    remove: () => [
      replace(
        History.prototype,
        'lookUp',
        () =>
          function (this: History) {
            return this.question();
          },
      ),
      replace(History.prototype, 'count', () => () => 0),
      replace(History.prototype, 'recency', () => () => 0),
    ],
  },
  'document-contexts': {
    title: 'exact contexts of the open document',
    remove: () => [
      replace(
        Evidence.prototype,
        'add',
        (add) =>
          function (this: Evidence, ...counted) {
            if (counted[0] !== DOCUMENT) add.apply(this, counted);
          },
      ),
    ],
  },
  sparse: { title: 'all sparse contexts', remove: () => withoutSparse(() => true) },
  'sparse-line': { title: 'sparse: how the line began', remove: () => withoutSparse((at) => at === 0) },
  'sparse-skip': {
    title: 'sparse: the two tokens before the last',
    remove: () => withoutSparse((at) => at === 1),
  },
  'sparse-call': {
    title: 'sparse: what was called, at which argument',
    remove: () => withoutSparse((at) => at === 2),
  },
  'sparse-column': {
    title: 'sparse: how the line above began',
    remove: () => withoutSparse((at) => at === 3),
  },
  'sparse-above': {
    title: 'sparse: what stands at this place above',
    remove: () => withoutSparse((at) => at === 4),
  },
  'sparse-shape': {
    title: 'sparse: the shape of the last five tokens',
    remove: () => withoutSparse((at) => at === 5),
  },
  'sparse-opener': {
    title: 'sparse: how the line began that the bracket opened in',
    remove: () => withoutSparse((at) => at === 6),
  },
  'sparse-name': {
    title: 'sparse: the name before the last token',
    remove: () => withoutSparse((at) => at === 7),
  },
  'sparse-line-shape': {
    title: 'sparse: the shape of the line so far, and how the line above began',
    remove: () => withoutSparse((at) => at === 8),
  },
  'sparse-line-so-far': { title: 'sparse: the line so far', remove: () => withoutSparse((at) => at === 9) },
  'sparse-argument': {
    title: 'sparse: the shape of the last three tokens, at which argument',
    remove: () => withoutSparse((at) => at === 10),
  },
  'sparse-long-shape': {
    title: 'sparse: the shape of the last nine tokens',
    remove: () => withoutSparse((at) => at === 11),
  },
  'sparse-line-shape-alone': {
    title: 'sparse: the shape of the line so far, alone',
    remove: () => withoutSparse((at) => at === 12),
  },
  'sparse-spelling': {
    title: 'sparse: the last tokens, whatever blanks and capitals',
    remove: () => withoutSparse((at) => at === 13 || at === 14),
  },
  references: {
    title: 'references (what came is taken for itself)',
    remove: () => [replace(References.prototype, 'maskOf', () => () => 0)],
  },
  network: {
    title: 'the network (to it all tokens are one)',
    remove: () => [
      replace(Outlook.prototype, 'share', () => () => 1),
      replace(Outlook.prototype, 'isShared', () => () => true),
      replace(Outlook.prototype, 'expect', () => () => ({ own: 1, shared: 0 })),
      replace(Outlook.prototype, 'propose', () => () => []),
    ],
  },
  following: {
    title: 'what follows a gap, for the network',
    remove: () => [replace(History.prototype, 'following', () => () => [])],
  },
  'fine-tuning': {
    title: 'what the network was taught of the project',
    remove: () => [replace(WorkspaceModel.prototype, 'consult', () => () => {})],
  },
  'common-words': {
    title: 'common words of other projects',
    remove: () => [replace(CommonWords.prototype, 'startingWith', () => () => [])],
  },
  'hidden-units': {
    title: 'hidden units (the mixture is a weighted sum)',
    remove: () => [replace(HiddenUnits.prototype, 'addTo', () => () => {})],
  },
  neighbours: {
    title: 'sparse contexts of the nearest documents',
    remove: () => [replace(Neighbours.prototype, 'lookUp', () => () => {})],
  },
  kinds: {
    title: 'weights of the mixer for each kind of candidate',
    remove: withoutKinds,
  },
  recency: {
    title: 'recency',
    remove: () => [replace(History.prototype, 'recency', () => () => 0)],
  },
  'long-contexts': {
    title: `contexts longer than ${LONG_CONTEXT} tokens`,
    remove: () => [
      replace(
        Evidence.prototype,
        'add',
        (add) =>
          function (this: Evidence, scope, id, order, times) {
            add.call(this, scope, id, Math.min(order, LONG_CONTEXT), times);
          },
      ),
    ],
  },
  novelty: {
    title: 'how unknown words begin (half a word is one of the known)',
    remove: () => [replace(Novelty.prototype, 'startsWith', () => () => 0)],
  },
  place: {
    title: 'the kind of place (rows of the mixer, weights of the calibrator)',
    remove: withoutPlaces,
  },
  'mixer-learning': {
    title: 'learning of the mixer (weights stay as shipped)',
    remove: () => [replace(Mixer.prototype, 'learn', () => () => {})],
  },
  calibrator: {
    title: 'the calibrator (the mixture is believed)',
    remove: () => [
      replace(
        Calibrator.prototype,
        'probability',
        () =>
          ({ dense: [, stretched = 0] }) =>
            1 / (1 + Math.exp(-stretched)),
      ),
      replace(Calibrator.prototype, 'learn', () => () => {}),
    ],
  },
  'calibrator-units': {
    title: 'units of the calibrator (how the winner stands among the others)',
    remove: () => [replace(CalibratorUnits.prototype, 'logOdds', () => () => 0)],
  },
  'calibrator-learning': {
    title: 'learning of the calibrator (weights stay as shipped)',
    remove: () => [replace(Calibrator.prototype, 'learn', () => () => {})],
  },
  'right-in-model': {
    title: 'text to the right, for the model',
    wrap: (contender: Contender): Contender => {
      const { model } = contender;
      return {
        ...contender,
        model: {
          source: model.source,
          immediate: model.immediate,
          complete: (prompt, signal) => model.complete({ ...prompt, suffix: '' }, signal),
        },
      };
    },
  },
  right: {
    title: 'text to the right, for the model and the rules that stop before it',
    wrapTypist: (typist: Typist): Typist => ({
      ...typist,
      type: (task, languageId, seat) =>
        typist.type(task, languageId, {
          accepted: (id) => seat.accepted(id),
          ask: (text, offset) => seat.ask(text.slice(0, offset), offset),
        }),
    }),
  },
} as const satisfies Readonly<Record<string, Part>>;

export type PartName = keyof typeof everyPart;

const byName: Readonly<Record<PartName, Part>> = everyPart;

/** In the order of the table. */
export const partNames = Object.keys(everyPart) as readonly PartName[];

export function titleOf(name: PartName): string {
  return byName[name].title;
}

/** The model as it is without a part, until that is put back. */
export interface Removed {
  wrap(contender: Contender): Contender;
  wrapTypist(typist: Typist): Typist;
  putBack(): void;
}

export function leaveOut(name: PartName): Removed {
  const { remove, wrap, wrapTypist } = byName[name];
  const undo = remove?.() ?? [];
  return {
    wrap: (contender) => wrap?.(contender) ?? contender,
    wrapTypist: (typist) => wrapTypist?.(typist) ?? typist,
    putBack: () => {
      for (const one of undo) one();
    },
  };
}
