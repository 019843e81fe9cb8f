import type { ExecuteCommandParams } from 'vscode-languageserver';
import { acceptedCommand } from './protocol.ts';
import type { Session } from './session.ts';

/** `workspace/executeCommand`: an editor says that a suggestion was accepted. Anything else is ignored. */
export function executeCommand({ backend }: Session) {
  return (params: ExecuteCommandParams): null => {
    const argument: unknown = params.arguments?.[0];
    if (params.command === acceptedCommand && hasId(argument)) backend.engine.accepted(argument.id);
    return null;
  };
}

function hasId(value: unknown): value is { readonly id: string } {
  return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string';
}
