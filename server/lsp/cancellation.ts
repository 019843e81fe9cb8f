import type { CancellationToken } from 'vscode-languageserver';

/** The protocol's cancellation as the signal that everything else understands. */
export function signalOf(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  else token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}
