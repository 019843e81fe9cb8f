import type { Done, Job, Mode, Place, TypingJob } from './jobs.ts';
import { type PartName, titleOf } from './parts.ts';
import { goalLine, legend, qualityTable, rivalTable, type Row, rowJson } from './quality.ts';
import { KEYS_AFTER_SWITCH, switchingTable } from './switching.ts';

/** What is typed for the report, and how the report is made of it. */

/** How the files of each project are typed, a table a mode each. */
interface Sitting extends Pick<TypingJob, 'rival' | 'protocol' | 'inEditor'> {
  readonly name: string;
  readonly title: string;
}

const session: Sitting = {
  name: 'this version',
  title: 'One session a project: file after file, into a model that runs on and learns each',
  rival: 'present',
  protocol: 'session',
  inEditor: false,
};

const sittings: readonly Sitting[] = [
  session,
  { ...session, name: 'cold', title: 'Cold: a fresh model for every text', protocol: 'cold' },
  {
    ...session,
    name: 'alone',
    title: 'Alone: a fresh model for every text, which has learnt nothing else of the project',
    protocol: 'alone',
  },
  {
    ...session,
    name: 'in an editor',
    title: 'One session a project, in an editor that indents and closes brackets',
    inEditor: true,
  },
];

const words: Sitting = { ...session, name: 'word completion', rival: 'words' };
const fixedOrder: Sitting = { ...session, name: '4-gram, as counted', rival: 'fixed-order' };

const MODES: readonly Mode[] = ['whole', 'runs', 'words'];

const titles: Readonly<Record<Mode, string>> = {
  whole: 'whole files, typed from an empty document',
  runs: 'missing runs of lines, typed into the otherwise finished file',
  words: 'words missing inside lines, text on both sides',
};

export interface Plan {
  /** To be done before the others, which all need them. */
  readonly tunings: readonly Job[];
  readonly jobs: readonly Job[];
  /** @param done what came of the jobs, in their order */
  report(done: readonly Done[], colours: boolean): string;
  json(done: readonly Done[]): object;
}

/** @param earlier the version to measure beside this one @param files typed of each project */
export function fullPlan(
  places: readonly Place[],
  files: number,
  earlier: { readonly name: string; readonly folder: string } | undefined,
): Plan {
  const before: Sitting[] = earlier ? [{ ...session, name: earlier.name, rival: 'earlier' }] : [];
  const all = [...sittings, ...before, fixedOrder, words];
  // The longest first, so that no thread is left with it at the end.
  const switching: Job = { kind: 'switching', places: mixed(places), files, mostKeys: KEYS_AFTER_SWITCH };
  const typing = all.flatMap((sitting) =>
    places.map((place): Job => jobOf(sitting, place, files, earlier?.folder)),
  );
  const rowsOf = (done: readonly Done[], sitting: Sitting, mode: Mode): readonly Row[] =>
    places.map(({ name, language }, index) => ({
      name,
      language,
      files: done[1 + all.indexOf(sitting) * places.length + index]?.[mode] ?? [],
    }));
  const rivals = (done: readonly Done[], mode: Mode): readonly Row[] =>
    [words, fixedOrder, ...before, session].map((sitting) => ({
      name: sitting.name,
      language: '',
      files: rowsOf(done, sitting, mode).flatMap((row) => row.files),
    }));
  return {
    tunings: tuningsOf(places, files),
    jobs: [switching, ...typing],
    report: (done, colours) => {
      const quality = sittings.flatMap((sitting) =>
        MODES.map((mode) => {
          const rows = rowsOf(done, sitting, mode);
          const body = qualityTable(`${sitting.title}; ${titles[mode]}`, rows, colours);
          // Nothing is wanted of a file alone.
          return sitting.protocol === 'alone' ? body : body + goalLine(mode, rows);
        }),
      );
      const sideBySide = MODES.map((mode) =>
        rivalTable(`Side by side, in sessions; ${titles[mode]}`, rivals(done, mode), colours),
      );
      const switched = switchingTable(done[0]?.whole ?? [], colours);
      return [...quality, ...sideBySide, switched, `\n${legend}`].join('');
    },
    json: (done) => ({
      sittings: sittings.flatMap((sitting) =>
        MODES.map((mode) => ({
          name: sitting.name,
          mode,
          rows: rowsOf(done, sitting, mode).map(rowJson),
        })),
      ),
      rivals: MODES.flatMap((mode) => rivals(done, mode).map((row) => ({ mode, row: rowJson(row) }))),
    }),
  };
}

/** The model without each of some parts in turn. */
export function partsPlan(places: readonly Place[], files: number, parts: readonly PartName[]): Plan {
  const variants: readonly (PartName | undefined)[] = [undefined, ...parts];
  const rowsOf = (done: readonly Done[], mode: Mode): readonly Row[] =>
    variants.map((part, index) => ({
      name: part === undefined ? 'nothing left out' : titleOf(part),
      language: '',
      files: places.flatMap((_, place) => done[index * places.length + place]?.[mode] ?? []),
    }));
  return {
    tunings: tuningsOf(places, files),
    jobs: variants.flatMap((without) =>
      places.map((place) => ({ ...jobOf(session, place, files), ...(without && { without }) })),
    ),
    report: (done, colours) =>
      MODES.map((mode) =>
        rivalTable(`Without each part, in sessions; ${titles[mode]}`, rowsOf(done, mode), colours),
      ).join('') + `\n${legend}`,
    json: (done) => ({
      without: MODES.flatMap((mode) => rowsOf(done, mode).map((row) => ({ mode, row: rowJson(row) }))),
    }),
  };
}

function tuningsOf(places: readonly Place[], files: number): readonly Job[] {
  return places.map((place) => ({ kind: 'tuning', place, files }));
}

/** What a job is, in a few words. */
export function describe(job: Job): string {
  if (job.kind === 'tuning') return `${job.place.name}: the network is taught`;
  if (job.kind === 'switching') return 'going from project to project';
  const { place, rival, protocol, inEditor, without } = job;
  const how = [protocol, ...(inEditor ? ['in an editor'] : []), ...(without ? [`without ${without}`] : [])];
  return `${place.name}: ${rival}, ${how.join(', ')}`;
}

function jobOf({ rival, protocol, inEditor }: Sitting, place: Place, files: number, earlier?: string): Job {
  return {
    kind: 'typing',
    place,
    rival,
    protocol,
    inEditor,
    files,
    ...(earlier !== undefined && { earlier }),
  };
}

/** An order in which neighbours differ in language, as far as that can be: each next one is the first of another language. */
function mixed(places: readonly Place[]): readonly Place[] {
  const left = [...places];
  const order: Place[] = [];
  while (left.length > 0) {
    const other = left.findIndex(({ language }) => language !== order.at(-1)?.language);
    order.push(...left.splice(Math.max(0, other), 1));
  }
  return order;
}
