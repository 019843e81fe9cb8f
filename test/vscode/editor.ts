import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { _electron, chromium, type Page } from 'playwright-core';
import { ownEnvironment } from './desktop.ts';
import { installedBrowser, installedServer } from './install.ts';
import { KEYBINDINGS, QUIET_SETTINGS, VIEWPORT } from './profile.ts';

/**
 * A real VS Code with the packaged extension in it, on a folder of its own, and
 * the hands and eyes of a person in front of it. Everything goes through the
 * screen; only the files on disk are read directly.
 */
export interface Opening {
  /** Files of the workspace by relative path. */
  readonly files: Readonly<Record<string, string>>;
  /** The file that is opened, by relative path. */
  readonly open: string;
  /** The user's settings. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Passed to the extension host and so to the language server. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /** The .vsix to install. */
  readonly extension: string;
  /** Folders of extensions that are there besides. */
  readonly others?: readonly string[] | undefined;
}

/** How long anything on the screen may take, in milliseconds. The machine may be busy. */
const PATIENCE_MS = 20_000;

/** Between keys, in milliseconds: steady typing. */
const KEY_MS = 90;
/** How long a fresh editor takes to make its parts, and a setting to reach the server, in milliseconds. */
const SETTLE_MS = 400;
/** Between two looks at the screen, in milliseconds. */
const POLL_MS = 30;

export class Editor implements AsyncDisposable {
  readonly folder: string;
  readonly #home: string;
  /** What ends that which was started, in the order of starting. */
  readonly #close: (() => Promise<void>)[] = [];
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

  async #start({ files, open, settings, environment, extension, others = [] }: Opening): Promise<void> {
    // Found by the first start, as long as nothing was installed by then.
    for (const folder of others) {
      cpSync(folder, join(this.#home, 'extensions', basename(folder)), { recursive: true });
    }
    for (const [path, text] of Object.entries(files)) this.write(path, text);
    const user = join(this.#home, 'user', 'User');
    mkdirSync(user, { recursive: true });
    writeFileSync(join(user, 'settings.json'), JSON.stringify({ ...QUIET_SETTINGS, ...settings }));
    writeFileSync(join(user, 'keybindings.json'), JSON.stringify(KEYBINDINGS));
    const start = { files, open, extension, environment };
    const isDesktop = process.env['SURELINE_VSCODE_CLI'] !== undefined;
    this.#page = await (isDesktop ? this.#onDesktop(start) : this.#inBrowser(start));
    this.page.setDefaultTimeout(PATIENCE_MS);
    await this.#ready();
  }

  async #ready(): Promise<void> {
    await this.page
      .locator('.monaco-editor .view-lines')
      .first()
      .waitFor({ timeout: 3 * PATIENCE_MS });
    await this.until(async () => /^Sureline: (?!is starting|has learnt)./.test(await this.state()), true);
    // VS Code makes this part of an editor only when it is first needed, and would miss the first keys.
    await this.page.locator('.editor-group-container.active .view-lines').first().click();
    await this.page.keyboard.press('Control+Alt+i');
    await this.page.waitForTimeout(SETTLE_MS);
  }

  /** Starts the window and all extensions again; what was not saved is lost. */
  async reload(): Promise<void> {
    await this.command('File: Revert File');
    await this.page.waitForTimeout(SETTLE_MS);
    await this.page.reload();
    await this.#ready();
  }

  /** How long activating an extension took, in milliseconds: loading its code and calling it, as VS Code itself reports. */
  async activation(name: string): Promise<number> {
    // So high that the list has all its rows.
    await this.page.setViewportSize({ width: 1280, height: 3000 });
    await this.command('Developer: Show Running Extensions');
    const row = this.page.locator('.monaco-list-row', { hasText: new RegExp(`^${name}\\s*\\d`) });
    const said = await row.locator('.activation-time').first().textContent();
    await this.press('Escape');
    await this.page.setViewportSize(VIEWPORT);
    return Number(/(\d+)ms/.exec(said ?? '')?.[1] ?? Number.NaN);
  }

  /** Brings an open file to the front and puts the cursor at its end. */
  async front(name: string): Promise<void> {
    await this.page.locator(`.tab[data-resource-name="${name}"]`).click();
    await this.page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
    await this.page.locator('.editor-group-container.active .view-lines').first().click();
    await this.press('Control+End');
    await this.page.waitForTimeout(SETTLE_MS);
  }

  /** Opens a file of the workspace and puts the cursor at its end. */
  async edit(path: string): Promise<void> {
    await this.page.getByRole('treeitem', { name: path }).dblclick();
    await this.page.locator(`.tab.active[data-resource-name="${path}"]`).waitFor();
    await this.page.locator('.editor-group-container.active .view-lines').first().click();
    await this.page.keyboard.press('Control+End');
    await this.page.waitForTimeout(SETTLE_MS);
  }

  /** Presses the keys of a text one after the other, as a person does. */
  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text, { delay: KEY_MS });
  }

  async press(key: string): Promise<void> {
    await this.page.keyboard.press(key);
  }

  /** Runs a command from the palette by its title. */
  async command(title: string): Promise<void> {
    await this.press('F1');
    const box = this.page.locator('.quick-input-widget input.input');
    await box.fill(`>${title}`);
    const titles = this.page.locator('.quick-input-list .label-name');
    await titles.getByText(title, { exact: true }).first().click();
  }

  /** Chooses an entry of the list that is open, and waits until its settings have reached everybody. */
  async choose(label: string): Promise<void> {
    const labels = this.page.locator('.quick-input-list .label-name');
    await labels.getByText(label, { exact: true }).first().click();
    await this.closed();
  }

  /** Waits until what was open over the editor is gone, and its consequences have come. */
  async closed(): Promise<void> {
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    await this.page.waitForTimeout(SETTLE_MS);
  }

  /** What the status bar item says to a screen reader; empty where there is none. */
  async state(): Promise<string> {
    const item = this.page.locator(
      '.statusbar-item[id^="sureline"] [aria-label], .statusbar-item[id^="sureline"][aria-label]',
    );
    const labels = await item.evaluateAll((nodes) =>
      nodes.map((node) => String(Reflect.get(node, 'ariaLabel'))),
    );
    return labels[0] ?? '';
  }

  /** The ghost text that is painted now; empty where there is none. */
  async ghost(): Promise<string> {
    const parts = await this.page.locator('.ghost-text-decoration, .ghost-text .view-line').allTextContents();
    return parts.join('').replaceAll('\u00a0', ' ');
  }

  /** Waits until something that is looked up again and again is as expected. */
  async until<Value>(look: () => Value | Promise<Value>, expected: Value): Promise<void> {
    const end = performance.now() + PATIENCE_MS;
    for (;;) {
      const found = await look();
      if (isDeepStrictEqual(found, expected)) return;
      if (performance.now() > end) assert.deepEqual(found, expected);
      await this.page.waitForTimeout(POLL_MS);
    }
  }

  async shows(ghost: string): Promise<void> {
    await this.until(() => this.ghost(), ghost);
  }

  /** Puts a text in the place of all that stands in the editor, at once, and the cursor behind it. */
  async replaceAll(text: string): Promise<void> {
    await this.press('Control+a');
    await this.page.keyboard.insertText(text);
  }

  /** Saves the file in front, and waits for what is then on disk. */
  async saves(path: string, text: string): Promise<void> {
    await this.press('Control+s');
    await this.until(() => this.read(path), text);
  }

  /** VS Code's own server with a browser in front. */
  async #inBrowser({ open, extension, environment }: Opening): Promise<Page> {
    const folders = [...this.#folders(), '--server-data-dir', join(this.#home, 'server')];
    const env = { ...process.env, ...environment, EXTENSIONS_GALLERY: '{"serviceUrl":""}' };
    const run = [installedServer(), ...folders];
    execFileSync(process.execPath, [...run, '--install-extension', extension], { env, stdio: 'pipe' });
    const options = ['--host', '127.0.0.1', '--port', '0', '--without-connection-token'];
    const quiet = ['--accept-server-license-terms', '--telemetry-level', 'off'];
    const stdio = ['ignore', 'pipe', 'pipe'] as const;
    const child = spawn(process.execPath, [...run, ...options, ...quiet], { env, stdio: [...stdio] });
    this.#close.push(async () => {
      child.kill();
      if (child.exitCode === null) await once(child, 'exit');
    });
    const port = await portOf(child);
    const executablePath = installedBrowser() ?? '';
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    this.#close.push(() => browser.close());
    const context = await browser.newContext({ viewport: VIEWPORT });
    // Nothing is fetched from anywhere but this machine.
    await context.route(/^https?:\/\/(?!127\.0\.0\.1|localhost)/, (route) => route.abort());
    const page = await context.newPage();
    const file = `vscode-remote://127.0.0.1:${port}${join(this.folder, open)}`;
    const payload = JSON.stringify([['openFile', file]]);
    const query = new URLSearchParams({ folder: this.folder, payload });
    await page.goto(`http://127.0.0.1:${port}/?${query.toString()}`);
    return page;
  }

  /** Desktop VS Code, whose paths are in the environment. */
  async #onDesktop({ open, extension, environment }: Opening): Promise<Page> {
    const { SURELINE_VSCODE: executablePath = '', SURELINE_VSCODE_CLI: cli = '' } = process.env;
    const env = { ...ownEnvironment(process.env), ...environment };
    const install = [...this.#folders(), '--install-extension', extension];
    execFileSync(cli, install, { env, stdio: 'pipe', shell: process.platform === 'win32' });
    const quiet = ['--skip-welcome', '--skip-release-notes', '--disable-updates', '--no-sandbox'];
    // Without a desktop's keyring VS Code would ask what to do about it.
    const keys = ['--password-store=basic'];
    const args = [...this.#folders(), ...quiet, ...keys, this.folder, join(this.folder, open)];
    const app = await _electron.launch({ executablePath, args, env });
    this.#close.push(() => app.close());
    return app.firstWindow();
  }

  #folders(): string[] {
    const [user, extensions] = [join(this.#home, 'user'), join(this.#home, 'extensions')];
    return ['--user-data-dir', user, '--extensions-dir', extensions];
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

  /** Files below the profile, the workspace and the logs in which a text stands. */
  filesWith(text: string): string[] {
    const paths = globSync('**/*', { cwd: this.#home, withFileTypes: true });
    const files = paths.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    return files.filter((path) => readFileSync(path).includes(text));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const close of this.#close.toReversed()) await close();
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
