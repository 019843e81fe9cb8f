// Installs what is missing, then bundles `dist/`: the server with its command line, its worker, and the VS Code client, apart.
// Runs on any Node that npm runs on; everything after it runs on the Node that package.json pins.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('.', import.meta.url)));
installWhatIsMissing();
await bundle();

function installWhatIsMissing() {
  const stamp = 'node_modules/.sureline-lock';
  const lock = readFileSync('package-lock.json', 'utf8');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  process.stderr.write('Installing dependencies (once) ...\n');
  const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (npm.status !== 0) {
    process.stderr.write('npm ci failed; run it by hand to see more.\n');
    process.exit(npm.status ?? 1);
  }
  writeFileSync(stamp, lock);
}

/** What the client imports only when it is needed is read from files of their own, so that activating reads little. */
function apart(build) {
  build.onResolve({ filter: /(language-server|on-demand)\.ts$/ }, ({ kind, path }) =>
    kind === 'dynamic-import' ? { path: `./${basename(path, '.ts')}.cjs`, external: true } : undefined,
  );
}

async function bundle() {
  const { build } = await import('esbuild');
  rmSync('dist', { recursive: true, force: true });
  const shared = {
    bundle: true,
    platform: 'node',
    target: 'node22',
    minify: true,
    keepNames: true,
    sourcemap: false,
    logLevel: 'warning',
    legalComments: 'none',
  };
  await Promise.all([
    build({
      ...shared,
      format: 'esm',
      splitting: true,
      outdir: 'dist',
      entryPoints: {
        sureline: 'server/main/sureline.ts',
        learner: 'server/models/workspace/learning/worker.ts',
      },
      // The language server library is CommonJS and requires Node's own modules at run time.
      banner: {
        js: "import { createRequire } from 'node:module';const require = createRequire(import.meta.url);",
      },
    }),
    build({
      ...shared,
      keepNames: false,
      format: 'cjs',
      outdir: 'dist',
      outExtension: { '.js': '.cjs' },
      entryPoints: {
        client: 'client/extension.ts',
        'language-server': 'client/language-server.ts',
        'on-demand': 'client/views/on-demand.ts',
      },
      external: ['vscode'],
      plugins: [{ name: 'apart', setup: apart }],
    }),
  ]);
  // The bundle reads it from beside itself, as the source does.
  copyFileSync('server/models/workspace/network/network.bin', 'dist/network.bin');
}
