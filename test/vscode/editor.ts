import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { installedBrowser, installedServer } from './install.ts';

/**
 * A real VS Code with the packaged extension in it, on a folder of its own, and
 * the hands and eyes of a person in front of it. Everything goes through the
 * screen; only the files on disk are read directly.
 */
export interface Opening {
  /** Files of the workspace by relative path. */
  readonly files: Readonly<Record<string, string>>;
  /** The user's settings. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Passed to the extension host and so to the language server. */
  readonly environment?: Readonly<Record<string, string>>;
  /** The .vsix to install. */
  readonly extension: string;
}

/** How long anything on the screen may take, in milliseconds. The machine may be busy. */
const PATIENCE_MS = 20_000;

const QUIET_SETTINGS = {
  'security.workspace.trust.enabled': false,
  'workbench.startupEditor': 'none',
  'workbench.colorTheme': 'Default Dark Modern',
  'workbench.tips.enabled': false,
  'chat.commandCenter.enabled': false,
  'chat.disableAIFeatures': true,
  'files.autoSave': 'off',
  'editor.wordBasedSuggestions': 'off',
  'editor.quickSuggestions': { other: 'off', comments: 'off', strings: 'off' },
  'editor.suggestOnTriggerCharacters': false,
  'editor.parameterHints.enabled': false,
  'editor.hover.enabled': false,
  'editor.minimap.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'extensions.ignoreRecommendations': true,
  'typescript.validate.enable': false,
  'javascript.validate.enable': false,
  'typescript.tsserver.enabled': false,
};

const KEYBINDINGS = [
  { key: 'ctrl+alt+i', command: 'editor.action.inlineSuggest.trigger' },
  { key: 'ctrl+alt+w', command: 'editor.action.inlineSuggest.acceptNextWord' },
];

export class Editor implements AsyncDisposable {
  readonly folder: string;
  readonly #home: string;
  #server: ChildProcess | undefined;
  #browser: Browser | undefined;
  #page: Page | undefined;

  private constructor() {
    this.#home = mkdtempSync(join(tmpdir(), 'sureline-vscode-'));
    this.folder = join(this.#home, 'workspace');
  }

  static async open(opening: Opening): Promise<Editor> {
    const editor = new Editor();
    try {
      await editor.#start(opening);
      return editor;
    } catch (error) {
      await editor[Symbol.asyncDispose]();
      throw error;
    }
  }

  get page(): Page {
    if (!this.#page) throw new Error('The editor is not open.');
    return this.#page;
  }

  async #start({ files, settings, environment, extension }: Opening): Promise<void> {
    for (const [path, text] of Object.entries(files)) this.write(path, text);
    const user = join(this.#home, 'user', 'User');
    mkdirSync(user, { recursive: true });
    writeFileSync(join(user, 'settings.json'), JSON.stringify({ ...QUIET_SETTINGS, ...settings }));
    writeFileSync(join(user, 'keybindings.json'), JSON.stringify(KEYBINDINGS));
    const server = installedServer();
    const folders = [
      ...['--user-data-dir', join(this.#home, 'user')],
      ...['--server-data-dir', join(this.#home, 'server')],
      ...['--extensions-dir', join(this.#home, 'extensions')],
    ];
    const env = { ...process.env, ...environment, EXTENSIONS_GALLERY: '{"serviceUrl":""}' };
    execFileSync(process.execPath, [server, ...folders, '--install-extension', extension], { env, stdio: 'pipe' });
    const options = ['--host', '127.0.0.1', '--port', '0', '--without-connection-token'];
    this.#server = spawn(
      process.execPath,
      [server, ...folders, ...options, '--accept-server-license-terms', '--telemetry-level', 'off'],
      { env, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    const port = await portOf(this.#server);
    this.#browser = await chromium.launch({ executablePath: installedBrowser() ?? '', args: ['--no-sandbox'] });
    const context = await this.#browser.newContext({ viewport: { width: 1280, height: 800 } });
    this.#page = await context.newPage();
    // Nothing is fetched from anywhere but this machine.
    await context.route(/^https?:\/\/(?!127\.0\.0\.1|localhost)/, (route) => route.abort());
    this.page.setDefaultTimeout(PATIENCE_MS);
    await this.page.goto(`http://127.0.0.1:${port}/?folder=${encodeURIComponent(this.folder)}`);
    await this.page.locator('.monaco-workbench .statusbar').waitFor({ timeout: 3 * PATIENCE_MS });
  }

  write(path: string, text: string): void {
    const target = join(this.folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  }

  /** What is on disk. */
  read(path: string): string {
    return readFileSync(join(this.folder, path), 'utf8');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser?.close();
    if (this.#server && this.#server.exitCode === null) {
      this.#server.kill();
      await once(this.#server, 'exit');
    }
    rmSync(this.#home, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The port that the server says it listens at. */
async function portOf(server: ChildProcess): Promise<number> {
  let said = '';
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const hear = (text: Buffer): void => {
    said += text.toString();
    const port = /Extension host agent listening on (\d+)/.exec(said)?.[1];
    if (port !== undefined) resolve(Number(port));
  };
  server.stdout?.on('data', hear);
  server.stderr?.on('data', hear);
  server.once('exit', () => reject(new Error(`VS Code's server ended: ${said}`)));
  return promise;
}
