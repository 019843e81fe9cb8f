/**
 * Lines for whoever looks into the editor's log. Source text, completions and
 * keys are never written to it.
 */
export interface Log {
  info(message: string): void;
  warn(message: string): void;
}

export const silentLog: Log = { info() {}, warn() {} };

/** Passes each message on the first time only: what fails at one key fails at the next. */
export function onceEach(log: Log): Log {
  const said = new Set<string>();
  const isNew = (message: string): boolean => said.size < said.add(message).size;
  return {
    info: (message) => isNew(message) && log.info(message),
    warn: (message) => isNew(message) && log.warn(message),
  };
}

/** Where an unexpected error came from. Its message is left out: it may quote source text. */
export function originOf(error: unknown): string {
  if (!(error instanceof Error))
    return `${error === null ? 'null' : typeof error} was thrown, which is no error`;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return [error.name, ...frames].join('\n');
}
