import type { CancellationToken } from 'vscode-languageserver';
import type { Explanation } from '../completion/explanation.ts';
import { signalOf } from './cancellation.ts';
import type { ExplainParams } from './protocol.ts';
import type { Session } from './session.ts';

/** `sureline/explain`: why something is shown at a place, or nothing; null where the document is not open. */
export function explain(session: Session) {
  return async (params: ExplainParams, token: CancellationToken): Promise<Explanation | null> => {
    const place = session.documents.at(params.textDocument.uri, params.position);
    if (!place) return null;
    await session.configured;
    const explanation = await session.backend.engine.explain(
      { ...place, trigger: 'invoked' },
      signalOf(token),
    );
    return withoutNul(explanation);
  };
}

/** A copy in which U+0000, on which some editors reject the whole message, stands as the replacement character. */
function withoutNul(explanation: Explanation): Explanation {
  const text = JSON.stringify(explanation, (_key, value: unknown) =>
    typeof value === 'string' ? value.replaceAll('\0', '\uFFFD') : value,
  );
  return JSON.parse(text) as Explanation;
}
