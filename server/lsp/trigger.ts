import type { Trigger } from '../completion/request.ts';

/**
 * Reads the trigger kind of inline completion. LSP counts 1 invoked, 2 automatic;
 * some clients pass VS Code's own 0 invoked, 1 automatic. A 1 is ambiguous until
 * a 0 was seen. Without a kind the client asks while its user types.
 */
export function triggerReader(): (kind: unknown) => Trigger {
  let countsFromZero = false;
  return (kind) => {
    if (kind === 0) countsFromZero = true;
    return kind === (countsFromZero ? 0 : 1) ? 'invoked' : 'automatic';
  };
}
