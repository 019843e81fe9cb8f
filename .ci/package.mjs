// Builds `sureline-<version>.vsix` and `sureline-<version>.tgz` from a fresh build, and says what is in them.
// The extension is packed from a copy of what .vscodeignore allows, since vsce refuses a package.json that serves npm, too.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const VSCE = '@vscode/vsce@4.1.0';
/** 2.5 million of it are the weights of the network. */
const MOST_BYTES = 3_500_000;
/** What in package.json is of no use to VS Code; `files` is refused beside .vscodeignore. */
const FOR_NPM = new Set(['files', 'scripts', 'devDependencies', 'allowScripts', 'private', 'bin']);

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const env = { ...process.env, PATH: `${dirname(process.execPath)}:${process.env.PATH}` };
const vsix = `sureline-${manifest.version}.vsix`;

packExtension(stage());
report(vsix);
const [{ filename }] = JSON.parse(run('npm', ['pack', '--json', '--ignore-scripts']));
report(filename);
if (statSync(vsix).size > MOST_BYTES) {
  process.stderr.write(`${vsix} is larger than ${MOST_BYTES} bytes: see what became large above.\n`);
  process.exit(1);
}

/** Copies what may be in the extension; returns the folder. */
function stage() {
  const folder = join('.cache', 'extension');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const rest = Object.fromEntries(Object.entries(manifest).filter(([key]) => !FOR_NPM.has(key)));
  writeFileSync(join(folder, 'package.json'), JSON.stringify(rest, undefined, 2));
  const allowed = ['.vscodeignore', 'dist', 'media', 'README.md', 'CHANGELOG.md', 'LICENSE', 'docs/images'];
  for (const name of allowed.filter((name) => existsSync(name))) {
    cpSync(name, join(folder, name), { recursive: true });
  }
  return folder;
}

function packExtension(folder) {
  const target = join(process.cwd(), vsix);
  const options = [
    '--no-dependencies',
    '--allow-missing-repository',
    '--skip-license',
    '--no-rewrite-relative-links',
  ];
  run(process.execPath, [vsce(), 'package', ...options, '--out', target], folder);
}

/** Marketplace's own packer, fetched the first time; too large to be a dependency of everybody. */
function vsce() {
  const folder = join(process.cwd(), '.cache', 'vsce');
  const program = join(folder, 'node_modules', '@vscode', 'vsce', 'vsce');
  if (!existsSync(program)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{ "name": "vsce-for-packaging", "private": true }\n');
    run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', VSCE], folder);
  }
  return program;
}

/** Says what is in an archive, the largest first, with the parts that share code under one name. */
function report(archive) {
  const files = archive.endsWith('.vsix') ? packed() : inTarball(archive);
  const sizes = new Map();
  for (const { path, bytes } of files) {
    const name = path.replace(/chunk-\w+/, 'chunk-*');
    sizes.set(name, (sizes.get(name) ?? 0) + bytes);
  }
  const rows = [...sizes]
    .sort(([, one], [, other]) => other - one)
    .map(([name, bytes]) => `${kilobytes(bytes).padStart(10)}  ${name}`);
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  process.stdout.write(
    `${archive}: ${kilobytes(statSync(archive).size)} packed, ${kilobytes(total)} unpacked\n${rows.join('\n')}\n`,
  );
}

function packed() {
  const folder = join('.cache', 'extension');
  const list = run(process.execPath, [vsce(), 'ls', '--no-dependencies'], folder);
  return lines(list).map((path) => ({ path, bytes: statSync(join(folder, path)).size }));
}

function inTarball(archive) {
  const folder = join('.cache', 'tarball');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  run('tar', ['-xzf', archive, '-C', folder]);
  return lines(run('tar', ['-tzf', archive])).map((path) => ({
    path,
    bytes: statSync(join(folder, path)).size,
  }));
}

function lines(text) {
  return text.trim().split(/\r?\n/);
}

function kilobytes(bytes) {
  return `${(bytes / 1000).toFixed(1)} KB`;
}

function run(command, args, cwd = '.') {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, env, encoding: 'utf8' });
  if (status !== 0) {
    process.stderr.write(`${command} ${args.join(' ')} failed:\n${stdout}${stderr}\n`);
    process.exit(1);
  }
  return stdout;
}
