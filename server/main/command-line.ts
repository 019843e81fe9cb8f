import { parseArgs } from 'node:util';
import metadata from '../../package.json' with { type: 'json' };
import type { Transport } from './transport.ts';

/** Reads the command line of `sureline` and runs what it asks for. */

const help = `Sureline: an autocomplete that speaks only when it is sure.

As a language server:
  sureline --stdio           speak LSP over standard input and output
  sureline --socket=PORT     speak LSP to the editor that listens at this port
  sureline --node-ipc        speak LSP over Node's IPC channel

Without an editor:
  sureline demo              see it at work on real code
  sureline replay FILE...    type files as a person would, and measure
  sureline probe URL MODEL   ask an endpoint what it can do
  sureline explain FILE:LINE:COLUMN
                             say why there is or is not a suggestion there

  sureline --version
  sureline --help
`;

/** Returns the exit code; undefined while the server runs. */
export async function main(args: readonly string[]): Promise<number | undefined> {
  const [first = '', ...rest] = args;
  if (!first.startsWith('-') && first !== '') return runCommand(first, rest);
  try {
    return await runOptions(args);
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

async function runCommand(name: string, args: readonly string[]): Promise<number> {
  const { thisProcess } = await import('./invocation.ts');
  const { Misuse } = await import('../cli/arguments.ts');
  try {
    switch (name) {
      case 'replay':
        return await (await import('../cli/replay.ts')).replay(args, thisProcess());
      case 'probe':
        return await (await import('../cli/probe.ts')).probe(args, thisProcess());
      case 'explain':
        return await (await import('../cli/explain.ts')).explain(args, thisProcess());
      case 'demo':
        return await (await import('../cli/demo.ts')).demo(args, thisProcess());
      default:
        return refuse(`There is no command "${name}".`);
    }
  } catch (error) {
    if (error instanceof Misuse) return refuse(error.message);
    throw error;
  }
}

async function runOptions(args: readonly string[]): Promise<number | undefined> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      stdio: { type: 'boolean' },
      socket: { type: 'string' },
      'node-ipc': { type: 'boolean' },
      version: { type: 'boolean', short: 'v' },
      help: { type: 'boolean', short: 'h' },
      // Given by the client library of VS Code.
      clientProcessId: { type: 'string' },
    },
  });
  if (values.help === true) return print(help);
  if (values.version === true) return print(`${metadata.version}\n`);
  const transport = transportOf(values);
  if (transport === undefined) return refuse('Say what to do.');
  const { runServer } = await import('./serve.ts');
  const editor = Number.parseInt(values.clientProcessId ?? '', 10);
  await runServer(transport, metadata.version, Number.isNaN(editor) ? undefined : editor);
  return undefined;
}

function transportOf(values: {
  readonly stdio?: boolean | undefined;
  readonly socket?: string | undefined;
  readonly 'node-ipc'?: boolean | undefined;
}): Transport | undefined {
  if (values.socket !== undefined) {
    const port = Number(values.socket);
    if (Number.isInteger(port) && port > 0 && port < 65_536) return { port };
    throw new Error(`"${values.socket}" is no port; give a number from 1 to 65535.`);
  }
  if (values['node-ipc'] === true) return 'node-ipc';
  return values.stdio === true ? 'stdio' : undefined;
}

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}

function refuse(problem: string): number {
  const [line = ''] = problem.split('\n');
  process.stderr.write(`sureline: ${line.replace(/\.?$/, '.')} See sureline --help.\n`);
  return 2;
}
