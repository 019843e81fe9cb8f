import { Console } from 'node:console';
import { connect } from 'node:net';
import {
  createProtocolConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type ProtocolConnection,
} from 'vscode-languageserver/node';

/** The wires between an editor and the server. */
export type Transport = 'stdio' | 'node-ipc' | { readonly port: number };

/** Opens the wire. Rejects with a sentence for the user when it cannot be opened. */
export async function openConnection(transport: Transport): Promise<ProtocolConnection> {
  if (transport === 'stdio') return overStdio();
  if (transport === 'node-ipc') return overIpc();
  const socket = connect(transport.port, '127.0.0.1');
  await new Promise<void>((resolve, reject) => {
    const refused = (): void =>
      reject(
        new Error(`Nothing listens at port ${transport.port} of this machine; the editor must listen first.`),
      );
    socket.once('error', refused);
    socket.once('connect', () => {
      socket.off('error', refused);
      resolve();
    });
  });
  return createProtocolConnection(socket, socket);
}

function overStdio(): ProtocolConnection {
  // Whatever a library prints must not end up between the messages.
  globalThis.console = new Console(process.stderr);
  return createProtocolConnection(process.stdin, process.stdout);
}

function overIpc(): ProtocolConnection {
  if (process.send === undefined) {
    throw new Error('--node-ipc works only in a process that Node.js started with an IPC channel.');
  }
  return createProtocolConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
}
