import { DOCUMENT, Evidence, MAX_ORDER, WORKSPACE } from '../../../server/models/workspace/evidence.ts';
import { SPARSE_CONTEXTS } from '../../../server/models/workspace/sparse-contexts.ts';
import type { History } from '../../../server/models/workspace/history.ts';

/** Evidence as text, whatever the order in which it was found. */

const ORDERS = Array.from({ length: MAX_ORDER }, (_, index) => index + 1);
const CONTEXTS = Array.from({ length: SPARSE_CONTEXTS }, (_, context) => context);

/** One line a candidate: counts in the workspace and in the document by agreeing tokens, then in the sparse contexts; last, the totals. */
export function counted(evidence: Evidence): string[] {
  const lines = Array.from(evidence.ids.subarray(0, evidence.size), (id, slot) =>
    line(
      String(id),
      (scope, order) => evidence.count(scope, slot, order),
      (context) => evidence.sparseCount(context, slot),
    ),
  );
  const totals = line(
    'all',
    (scope, order) => evidence.total(scope, order),
    (context) => evidence.sparseTotal(context),
  );
  return [...lines.toSorted(), totals];
}

function line(
  name: string,
  exact: (scope: typeof WORKSPACE | typeof DOCUMENT, order: number) => number,
  sparse: (context: number) => number,
): string {
  const parts = [
    ORDERS.map((order) => exact(WORKSPACE, order)),
    ORDERS.map((order) => exact(DOCUMENT, order)),
    CONTEXTS.map(sparse),
  ];
  return `${name}: ${parts.map((numbers) => numbers.join(' ')).join(' | ')}`;
}

/** All that a history tells of its end. */
export function toldBy(history: History): unknown {
  const evidence = new Evidence();
  history.lookUp(evidence);
  evidence.accumulate();
  const followed = [...evidence.ids.subarray(0, evidence.size)].toSorted((a, b) => a - b);
  return {
    evidence: counted(evidence),
    longest: evidence.longest,
    length: history.length,
    context: history.context(MAX_ORDER),
    last: history.last,
    counts: followed.map((id) => history.count(id)),
    recencies: followed.map((id) => history.recency(id)),
  };
}
