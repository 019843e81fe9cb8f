import { type Cell, type Column, decimal, percent, table, whole } from '../../server/cli/table.ts';
import { type Counted, pool } from './counts.ts';
import { type Figures, figuresOf, intervalOf, LONG } from './figures.ts';
import type { Mode } from './jobs.ts';
import { SEED } from './sessions.ts';

/** Lays out how good suggestions were, a row a project, and holds all of them against what is wanted. */
export interface Row {
  readonly name: string;
  readonly language: string;
  readonly files: readonly Counted[];
}

const columns: readonly Column[] = [
  { title: '', isText: true },
  { title: 'language', isText: true },
  { title: 'files' },
  { title: 'shown' },
  { title: 'of 3+' },
  { title: 'right' },
  { title: 'of 3+' },
  { title: 'coverage' },
  { title: 'by 3+' },
  { title: 'visible' },
  { title: 'by 3+' },
  { title: 'keys saved' },
  { title: 'by 3+' },
  { title: 'wrong/1,000' },
  { title: 'of 3+' },
  { title: 'off by' },
  { title: 'of 3+' },
];

/** What the titles mean, for those who have not read the documentation. */
export const legend = `right: suggestions of which every character was right. coverage: characters that came by accepting;
visible: of those that are no white space. keys saved: net, an accept is a key. wrong/1,000: wrong suggestions
in a thousand keys. off by: calibration error over ten bins of equal count. 3+: the same, of suggestions with
${LONG} or more visible characters, as if shorter ones had not been shown.
`;

/** One way to type, all projects: a table, and the bounds of the pooled figures. */
export function qualityTable(title: string, rows: readonly Row[], colours: boolean): string {
  const all = { name: 'all', language: '', files: rows.flatMap(({ files }) => files) };
  const body = table(
    columns,
    [...rows, ...(rows.length > 1 ? [all] : [])].map(cellsOf),
    rows.length,
    colours,
  );
  return `\n${title}\n${body}${boundsLine(all.files)}`;
}

function cellsOf({ name, language, files }: Row): readonly Cell[] {
  const counted = pool(name, files);
  const [every, long] = [figuresOf(counted), figuresOf(counted, LONG)];
  const both = (pick: (one: Figures) => Cell): readonly Cell[] => [pick(every), pick(long)];
  return [
    name,
    language,
    whole(files.length),
    ...both(({ shown }) => whole(shown)),
    ...both(({ right }) => percent(right)),
    ...both(({ coverage }) => percent(coverage)),
    ...both(({ coverageVisible }) => percent(coverageVisible)),
    ...both(({ saved }) => percent(saved)),
    ...both(({ wrongPerThousandKeys }) => decimal(wrongPerThousandKeys, 1)),
    ...both(({ calibrationError }) => decimal(calibrationError, 3)),
  ];
}

function boundsLine(files: readonly Counted[]): string {
  const bounds = (part: (file: Counted) => number, of: (file: Counted) => number): string => {
    const interval = intervalOf(files, part, of, SEED);
    return interval ? `${percent(interval.low)} to ${percent(interval.high)}` : '-';
  };
  const accepted = ({ suggestions }: Counted) => suggestions.filter((one) => one.isRight);
  const right = bounds(
    (file) => accepted(file).length,
    (file) => file.suggestions.length,
  );
  const coverage = bounds(
    (file) => accepted(file).reduce((sum, one) => sum + one.characters, 0),
    (file) => file.characters,
  );
  const saved = bounds(
    (file) => file.keysByHand - file.keys,
    (file) => file.keysByHand,
  );
  const { claimed } = figuresOf(pool('', files));
  return `claimed ${percent(claimed) ?? '-'}; 95 % of draws of other such files: right ${right}; coverage ${coverage}; keys saved ${saved}\n`;
}

/** What one figure is to reach, at least or at most. */
interface Goal {
  readonly name: string;
  readonly pick: (pooled: Figures, worst: Figures) => number | undefined;
  readonly goal: number;
  readonly show: (value: number | undefined) => Cell;
  readonly isMost?: true;
}

/** Right, pooled and in the worst project, by mode. */
const RIGHT: Readonly<Record<Mode, readonly [pooled: number, worst: number]>> = {
  whole: [0.97, 0.96],
  runs: [0.965, 0.95],
  words: [0.965, 0.95],
};

const goals = (mode: Mode): readonly Goal[] => [
  { name: 'right', pick: ({ right }) => right, goal: RIGHT[mode][0], show: percent },
  { name: 'worst project', pick: (_, { right }) => right, goal: RIGHT[mode][1], show: percent },
  { name: 'coverage', pick: ({ coverage }) => coverage, goal: 0.52, show: percent },
  { name: 'visible', pick: ({ coverageVisible }) => coverageVisible, goal: 0.62, show: percent },
  { name: 'keys saved', pick: ({ saved }) => saved, goal: 0.42, show: percent },
  {
    name: 'wrong/1,000',
    pick: ({ wrongPerThousandKeys }) => wrongPerThousandKeys,
    goal: 3,
    show: (value) => decimal(value, 1),
    isMost: true,
  },
  {
    name: 'off by',
    pick: ({ calibrationError }) => calibrationError,
    goal: 0.01,
    show: (value) => decimal(value, 4),
    isMost: true,
  },
];

/** Each pooled figure against what is wanted, on one line. */
export function goalLine(mode: Mode, rows: readonly Row[]): string {
  const pooled = figuresOf(
    pool(
      '',
      rows.flatMap(({ files }) => files),
    ),
  );
  const worst = rows
    .map(({ files }) => figuresOf(pool('', files)))
    .reduce((least, one) => ((one.right ?? 1) < (least.right ?? 1) ? one : least), pooled);
  const verdicts = goals(mode).map(({ name, pick, goal, show, isMost }) => {
    const value = pick(pooled, worst);
    const isMet = value !== undefined && (isMost ? value <= goal : value >= goal);
    return `${name} ${show(value) ?? '-'} (${isMost ? 'at most' : 'at least'} ${show(goal)}: ${isMet ? 'met' : 'missed'})`;
  });
  return `wanted: ${verdicts.join('; ')}\n`;
}

const rivalColumns: readonly Column[] = columns.filter(
  ({ title }) => title !== 'language' && title !== 'files',
);

/** Several who typed the same, a row each, all projects pooled; the last is what they are held against. */
export function rivalTable(title: string, rows: readonly Row[], colours: boolean): string {
  const cells = rows.map((row) => cellsOf(row).filter((_, column) => column !== 1 && column !== 2));
  return `\n${title}\n${table(rivalColumns, cells, rows.length - 1, colours)}`;
}

/** The figures of a row, for machines. */
export function rowJson({ name, language, files }: Row): object {
  const counted = pool(name, files);
  return { name, language, files: files.length, all: figuresOf(counted), long: figuresOf(counted, LONG) };
}
