import { decimal, percent, table, whole } from '../table.ts';
import { figuresOf, type Session } from '../tally.ts';

/** The table that a demonstration ends with. @param learningTook milliseconds */
export function summary(session: Session, learningTook: number, colours: boolean): string {
  const figures = figuresOf(session);
  const show = (cell: string | undefined): string => cell ?? '-';
  const rows = [
    [
      'keys typed',
      whole(session.keys),
      `instead of ${whole(session.keysByHand)}: ${show(percent(figures.saved))} saved, an accept counted as a key`,
    ],
    [
      'suggestions shown',
      whole(figures.shown),
      `on average ${show(decimal(figures.meanLength, 1))} characters`,
    ],
    ['right', show(percent(figures.shareRight)), `where ${show(percent(figures.claimed))} was claimed`],
    [
      'time to answer',
      `${show(decimal(figures.waitMedian, 1))} ms`,
      `99 of 100 within ${show(decimal(figures.waitP99, 1))} ms, from the key to the editor`,
    ],
    ['time to learn', `${(learningTook / 1000).toFixed(1)} s`, 'from the start of the server'],
    ['left the machine', '0 requests', 'no endpoint is set'],
  ];
  const columns = [{ title: '', isText: true }, { title: '' }, { title: '', isText: true }] as const;
  return table(columns, rows, rows.length, colours);
}
