import type { CancellationToken, ExecuteCommandParams } from 'vscode-languageserver';
import type { ProbeReport } from '../models/endpoint/probe-report.ts';
import { signalOf } from './cancellation.ts';
import { acceptedCommand, probeCommand } from './protocol.ts';
import type { Session } from './session.ts';

/** `workspace/executeCommand`: a suggestion was accepted, or the endpoint is to be probed. Anything else is ignored. */
export function executeCommand({ backend, configured }: Session) {
  return async (params: ExecuteCommandParams, token: CancellationToken): Promise<ProbeReport | null> => {
    if (params.command === probeCommand) {
      await configured;
      return backend.probe(signalOf(token));
    }
    const argument: unknown = params.arguments?.[0];
    if (params.command === acceptedCommand && hasId(argument)) backend.engine.accepted(argument.id);
    return null;
  };
}

function hasId(value: unknown): value is { readonly id: string } {
  return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string';
}
