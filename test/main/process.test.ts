import assert from 'node:assert/strict';
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-languageserver/node';
import { EditorClient, spawnServer } from '../../server/lsp/client.ts';
import { clients, Editor } from '../support/editor.ts';

/** The built program as a process: how it is started, how it answers over each wire, and how it ends. */
const program = fileURLToPath(new URL('../../dist/sureline.js', import.meta.url));
/** Enough to learn for the worker to be busy when the editor leaves. */
const source = new URL('../../server', import.meta.url).href;
const started: ChildProcess[] = [];
const folders: string[] = [];
after(() => {
  for (const process of started) process.kill('SIGKILL');
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A server over standard input and output, with nothing of this machine's environment that it would read. */
function start(): { editor: Editor; server: ChildProcess } {
  const { client, server } = spawnServer(process.execPath, [program, '--stdio'], {});
  started.push(server);
  return { editor: new Editor(client), server };
}

async function exitOf(server: ChildProcess): Promise<readonly unknown[]> {
  return server.exitCode === null && server.signalCode === null
    ? once(server, 'exit')
    : [server.exitCode, server.signalCode];
}

/** Runs the program to its end with these arguments. */
async function check(args: readonly string[]): Promise<{ code: unknown; out: string; err: string }> {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  started.push(child);
  const [[code], out, err] = await Promise.all([
    once(child, 'close'),
    child.stdout.setEncoding('utf8').toArray(),
    child.stderr.setEncoding('utf8').toArray(),
  ]);
  return { code, out: out.join(''), err: err.join('') };
}

test('--version and --help print and end well', async () => {
  assert.match((await check(['--version'])).out, /^\d+\.\d+\.\d+\n$/);
  const help = await check(['--help']);
  assert.deepEqual([help.code, help.err], [0, '']);
  assert.match(help.out, /--stdio.*--socket=PORT.*--node-ipc/s);
});

test('a command line that asks for nothing possible gets one line and exit code 2', async () => {
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [[], /Say what to do/],
    [['--studio'], /Unknown option '--studio'/],
    [['--stdio=1'], /'--stdio' does not take an argument/],
    [['invent'], /There is no command "invent"/],
    [['--socket=http'], /"http" is no port/],
    [['--socket=1'], /Nothing listens at port 1/],
    [['--node-ipc'], /IPC channel/],
  ];
  for (const [args, complaint] of cases) {
    const { code, out, err } = await check(args);
    assert.deepEqual([code, out, err.split('\n').length], [2, '', 2], err);
    assert.match(err, complaint);
  }
});

test('it learns the open folder and then suggests what stands there, without key or network', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sureline-'));
  folders.push(folder);
  const line = "import { describeEverything } from './describe-everything.ts';\n";
  for (const name of ['a', 'b', 'c', 'd']) writeFileSync(join(folder, `${name}.ts`), line);
  const { editor, server } = start();
  await editor.initialize({
    ...clients.coc,
    workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'x' }],
  });
  const states = () => editor.told('sureline/status').map((status) => JSON.stringify(status));
  await editor.hearing(() => states().length > 1 && states().at(-1) === '{"state":"ready"}');
  const uri = pathToFileURL(join(folder, 'e.ts')).href;
  editor.client.open(uri, 'typescript', 'import { describeE');
  const items = await editor.client.inlineCompletion(uri, { line: 0, character: 18 });
  const insertText = items?.[0]?.insertText;
  assert.ok(typeof insertText === 'string' && `describeE${insertText}`.startsWith('describeEverything'));
  await editor.client.shutdown();
  assert.deepEqual(await exitOf(server), [0, null]);
});

test('it ends when the editor leaves in any way', async () => {
  const ways: readonly (readonly [
    string,
    (editor: Editor, server: ChildProcess) => unknown,
    readonly unknown[],
  ])[] = [
    ['shutdown and exit', ({ client }) => client.shutdown(), [0, null]],
    ['exit without shutdown', ({ client }) => client.notify('exit'), [1, null]],
    ['closed pipe', (_, server) => server.stdin?.end(), [0, null]],
    ['SIGTERM', (_, server) => server.kill('SIGTERM'), [null, 'SIGTERM']],
    ['SIGHUP', (_, server) => server.kill('SIGHUP'), [null, 'SIGHUP']],
    ['SIGINT', (_, server) => server.kill('SIGINT'), [null, 'SIGINT']],
  ];
  for (const [way, leave, exit] of ways) {
    const { editor, server } = start();
    await editor.initialize({ ...clients.neovim, rootUri: source });
    await leave(editor, server);
    assert.deepEqual(await exitOf(server), exit, way);
  }
});

test('it ends when the pipe closes before anything was said', async () => {
  const { server } = start();
  server.stdin?.end();
  assert.deepEqual(await exitOf(server), [0, null]);
});

test('over --socket it connects to the editor and ends with the connection', async () => {
  const listener = createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  assert.ok(typeof address === 'object' && address);
  const server = spawn(process.execPath, [program, `--socket=${address.port}`], { stdio: 'inherit' });
  started.push(server);
  const [socket] = (await once(listener, 'connection')) as [Socket];
  const editor = new Editor(new EditorClient(socket, socket));
  const { serverInfo } = await editor.initialize(clients.coc);
  assert.equal(serverInfo?.name, 'sureline');
  socket.destroy();
  assert.deepEqual(await exitOf(server), [0, null]);
  listener.close();
});

test('over --node-ipc, started as VS Code does, it answers and ends with the channel', async () => {
  const server = fork(program, ['--node-ipc', `--clientProcessId=${process.pid}`]);
  started.push(server);
  const connection = createMessageConnection(new IPCMessageReader(server), new IPCMessageWriter(server));
  connection.listen();
  const params = { processId: process.pid, rootUri: null, capabilities: {} };
  const { serverInfo } = await connection.sendRequest<{ serverInfo: { name: string } }>('initialize', params);
  assert.equal(serverInfo.name, 'sureline');
  server.disconnect();
  assert.deepEqual(await exitOf(server), [0, null]);
});
