import { Project } from './project.ts';
import { Terminal, until } from './terminal.ts';

/** How one editor is opened and which keys do what in it. Keys have tmux's names. */
export interface RealEditor {
  readonly name: string;
  /** Debian packages, each with a file that only it brings. */
  readonly packages: Readonly<Record<string, string>>;
  /** Files of the user's home, by path in it. */
  readonly home: Readonly<Record<string, string>>;
  /** The command that opens a file with the cursor on its second line. */
  readonly open: (file: string) => readonly string[];
  /** Goes to the end of the line, to type there. */
  readonly toEnd: readonly string[];
  /** Asks for a suggestion, where the editor does not ask by itself. */
  readonly ask: readonly string[];
  readonly accept: readonly string[];
  readonly save: readonly string[];
  /** Leaves, after `save`. */
  readonly quit: readonly string[];
}

/** One editor, open on the second line of a file of a project that its server has learnt. */
export class Sitting {
  readonly terminal: Terminal;
  readonly #editor: RealEditor;
  readonly #project: Project;

  private constructor(editor: RealEditor, line: string) {
    this.#editor = editor;
    this.#project = new Project(around(line), editor.home);
    const { file, folder, env, socket } = this.#project;
    this.terminal = new Terminal(editor.open(file), folder, env, socket);
  }

  /**
   * Opens an editor, lets something be done in it, and leaves nothing behind.
   * What goes wrong is told with the screen and the last messages, and then the
   * folder stays, with all messages.
   * @param line what the second line of the file is
   */
  static async with(
    editor: RealEditor,
    line: string,
    happens: (it: Sitting) => Promise<void>,
  ): Promise<void> {
    const sitting = new Sitting(editor, line);
    try {
      await until('open', () => sitting.#shows('function total'));
      sitting.terminal.press(...editor.toEnd);
      await until('learnt', () => sitting.#project.isLearnt);
      await happens(sitting);
    } catch (error) {
      throw new Error(sitting.#describe(error), { cause: error });
    } finally {
      sitting.terminal.close();
    }
    await until('ended', () => !sitting.terminal.isRunning);
    await sitting.leavesNoServer();
    sitting.#project.remove();
  }

  /** Types a text, asks for a suggestion, and waits until it is on the screen. @param line the line up to the cursor by then */
  async isSuggested(suggested: string, typed: string, line: string): Promise<void> {
    this.terminal.type(typed);
    this.terminal.press(...this.#editor.ask);
    // Ghost text looks like text that is typed: only the cursor tells that all keys have come.
    // An emoji takes two columns, as it takes two code units.
    const hasCome = (): boolean => this.terminal.cursorColumn() === line.length;
    // The same may stand in the line already.
    const isShown = (): boolean => times(suggested, this.terminal.screen() ?? '') > times(suggested, line);
    await until(`suggested: ${suggested}`, () => hasCome() && isShown());
  }

  accept(): void {
    this.terminal.press(...this.#editor.accept);
  }

  /** Types a text over a suggestion, and waits until that is gone from the screen. */
  async typesOver(suggested: string, typed: string): Promise<void> {
    this.terminal.type(typed);
    await until(`rid of: ${suggested}`, () => this.#shows(typed) && !this.#shows(suggested));
  }

  /** Saves, and waits until the file is this one, to the last byte. @param line what the second line is to be */
  async saves(line: string): Promise<void> {
    this.terminal.press(...this.#editor.save);
    await until(`saved: ${line}`, () => this.#project.saved() === around(line));
  }

  /** Saves and quits, and waits until the editor has ended. */
  async quits(): Promise<void> {
    this.terminal.press(...this.#editor.save, ...this.#editor.quit);
    await until('ended', () => !this.terminal.isRunning);
  }

  /** Waits until no process of the server runs. */
  async leavesNoServer(): Promise<void> {
    await until('without a server', () => this.#project.running().length === 0);
  }

  #shows(text: string): boolean {
    return this.terminal.screen()?.includes(text) === true;
  }

  #describe(error: unknown): string {
    const messages = this.#project
      .trace()
      .slice(-8)
      .map((entry) => JSON.stringify(entry).slice(0, 400));
    const screen = this.terminal.screen()?.trimEnd() ?? 'The editor has ended.';
    return [
      String(error),
      screen,
      this.#project.saved(),
      ...messages,
      `All of it: ${this.#project.top}`,
    ].join('\n');
  }
}

/** How often a text stands in another. */
function times(text: string, inside: string): number {
  return inside.split(text).length - 1;
}

/** The file with this second line; more stands below, as it does in files that people edit. */
function around(line: string): string {
  return `function total() {\n${line}\n}\n`;
}
