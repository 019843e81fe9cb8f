import { MessageType, type ProtocolConnection } from 'vscode-languageserver/node';
import type { Log } from '../base/log.ts';
import { notify } from './session.ts';

/** The log as the editor shows it: `window/logMessage`. */
export function windowLog(connection: ProtocolConnection): Log {
  const write = (type: MessageType, message: string): void =>
    notify(connection, 'window/logMessage', { type, message: message.replaceAll('\0', '\uFFFD') });
  return {
    info: (message) => write(MessageType.Info, message),
    warn: (message) => write(MessageType.Warning, message),
  };
}
