import type { Terminal } from './terminal.ts';

/** One line on standard error that replaces itself; nothing where no person watches. */
export interface ProgressLine {
  say(text: string): void;
  clear(): void;
}

const TO_LINE_START_AND_CLEAR = '\r\u001B[K';

export function progressLine(terminal: Terminal): ProgressLine {
  const write = (text: string): void => {
    if (terminal.showsProgress) terminal.err(TO_LINE_START_AND_CLEAR + text);
  };
  return {
    say: (text) => write(text.slice(0, terminal.columns - 1)),
    clear: () => write(''),
  };
}
