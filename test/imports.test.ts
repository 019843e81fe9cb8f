import assert from 'node:assert/strict';
import { posix } from 'node:path';
import { describe, it } from 'node:test';
import { type SourceFile, sourceFiles, taken } from './support/sources.ts';

/** Who may use whom. A folder may use those in the rows below its own, and those named here beside it. */
const ROWS = [
  ['main'],
  ['cli'],
  ['lsp'],
  ['engine'],
  ['cache', 'models'],
  ['gate', 'context', 'shape'],
  ['completion', 'settings', 'base'],
] as const;

const BESIDE: Readonly<Record<string, readonly string[]>> = { settings: ['base'] };
const BELOW_ONLY: Readonly<Record<string, readonly string[]>> = { gate: ['completion', 'base'], base: [] };

/** Packages that one place alone may import. Type-only imports count. */
const PACKAGES: readonly (readonly [name: RegExp, allowed: RegExp])[] = [
  [/^vscode-languageserver($|\/|-protocol|-types|-textdocument)/, /^server\/(lsp|main)\//],
  [/^vscode-jsonrpc/, /^server\/(lsp|main)\//],
  [/^openai($|\/)/, /^server\/models\/endpoint\//],
  [/^lru-cache$/, /^server\/cache\//],
  [/^(vscode|vscode-languageclient)($|\/)/, /^client\//],
  [
    /^(node:)?(fs|worker_threads)($|\/)/,
    /^server\/(main|cli|models\/workspace\/learning)\/|^server\/models\/workspace\/network\/shipped\.ts$/,
  ],
  [
    /^(node:)?(child_process|net|http|https|os|process|timers|perf_hooks)($|\/)/,
    /^(client|server\/(main|cli))\/|^server\/(lsp\/client|models\/workspace\/learning\/worker)\.ts$/,
  ],
];

/** The world outside, which the core is handed and does not reach for. */
const WORLD: readonly (readonly [name: RegExp, allowed: RegExp])[] = [
  [
    /^(Date|performance|setTimeout|setInterval|setImmediate|process|Math\.random|crypto)$/,
    /^(client|server\/(main|cli|models\/workspace\/learning))\/|^server\/lsp\/client\.ts$/,
  ],
  [/^(fetch|WebSocket|XMLHttpRequest)$/, /^server\/models\/endpoint\//],
  [/^(console|require|eval)$/, /^$/],
];

/** What a file takes that it may not, as sentences. */
function complaints(file: SourceFile): string[] {
  const { imports, globals } = taken(file);
  const wrong = imports.flatMap((specifier) => aboutImport(file.path, specifier));
  for (const [name, allowed] of WORLD) {
    const reached = globals.filter((global) => name.test(global) && !allowed.test(file.path));
    wrong.push(...reached.map((global) => `${file.path} reaches for ${global}`));
  }
  return [...new Set(wrong)];
}

function aboutImport(path: string, specifier: string): string[] {
  if (specifier.startsWith('.')) return aboutFolders(path, posix.join(posix.dirname(path), specifier));
  const wrong = PACKAGES.some(([name, allowed]) => name.test(specifier) && !allowed.test(path));
  return wrong ? [`${path} imports ${specifier}`] : [];
}

function aboutFolders(path: string, target: string): string[] {
  const [side = '', from = ''] = path.split('/');
  const [targetSide = '', to = ''] = target.split('/');
  if (side !== targetSide)
    return isKnownToBothSides(target) ? [] : [`${path} imports ${target} of the other side`];
  if (side !== 'server' || from === to) return [];
  return mayUse(from, to) ? [] : [`${path} imports ${target}`];
}

/** The names of the custom messages, and the version. */
function isKnownToBothSides(target: string): boolean {
  return target === 'server/lsp/protocol.ts' || target === 'package.json';
}

function mayUse(from: string, to: string): boolean {
  const only = BELOW_ONLY[from];
  if (only) return only.includes(to);
  return (BESIDE[from] ?? []).includes(to) || rowOf(to) > rowOf(from);
}

function rowOf(folder: string): number {
  return ROWS.findIndex((row) => row.some((name) => name === folder));
}

describe('the directions of the house', () => {
  const files = sourceFiles('server/**/*.ts', 'client/**/*.ts');

  it('are known for every folder of the server', () => {
    const folders = new Set(
      files.map(({ path }) => path.split('/')).map(([side, folder]) => (side === 'server' ? folder : 'main')),
    );
    assert.deepEqual(
      [...folders].filter((folder) => rowOf(folder ?? '') < 0),
      [],
    );
  });

  it('hold in every file', () => assert.deepEqual(files.flatMap(complaints), []));
});

describe('what the directions forbid is seen', () => {
  const rows: readonly [path: string, text: string, expected: readonly string[]][] = [
    ['server/gate/a.ts', "import { a } from '../base/text.ts';", []],
    [
      'server/gate/a.ts',
      "import type { a } from '../settings/settings.ts';",
      ['server/gate/a.ts imports server/settings/settings.ts'],
    ],
    [
      'server/gate/a.ts',
      "import { a } from '../shape/shape.ts';",
      ['server/gate/a.ts imports server/shape/shape.ts'],
    ],
    [
      'server/base/a.ts',
      "import type { a } from '../completion/a.ts';",
      ['server/base/a.ts imports server/completion/a.ts'],
    ],
    [
      'server/cache/a.ts',
      "import { a } from '../models/model.ts';",
      ['server/cache/a.ts imports server/models/model.ts'],
    ],
    [
      'server/engine/a.ts',
      "export * from '../lsp/server.ts';",
      ['server/engine/a.ts imports server/lsp/server.ts'],
    ],
    [
      'server/engine/a.ts',
      "const a = await import('../main/a.ts');",
      ['server/engine/a.ts imports server/main/a.ts'],
    ],
    [
      'server/engine/a.ts',
      "export type A = import('../cli/a.ts').A;",
      ['server/engine/a.ts imports server/cli/a.ts'],
    ],
    [
      'server/engine/a.ts',
      "import type { a } from 'vscode-languageserver/node';",
      ['server/engine/a.ts imports vscode-languageserver/node'],
    ],
    ['server/cli/a.ts', "import { a } from '../lsp/client.ts';", []],
    [
      'server/lsp/a.ts',
      "import { a } from '../cli/replay.ts';",
      ['server/lsp/a.ts imports server/cli/replay.ts'],
    ],
    ['server/lsp/a.ts', "import OpenAI from 'openai';", ['server/lsp/a.ts imports openai']],
    [
      'server/models/workspace/a.ts',
      "import 'openai/core';",
      ['server/models/workspace/a.ts imports openai/core'],
    ],
    ['server/models/a.ts', "import { LRUCache } from 'lru-cache';", ['server/models/a.ts imports lru-cache']],
    [
      'server/context/a.ts',
      "import { readFileSync } from 'node:fs';",
      ['server/context/a.ts imports node:fs'],
    ],
    ['server/lsp/a.ts', "import * as vscode from 'vscode';", ['server/lsp/a.ts imports vscode']],
    [
      'client/a.ts',
      "import { a } from '../server/engine/engine.ts';",
      ['client/a.ts imports server/engine/engine.ts of the other side'],
    ],
    ['client/a.ts', "import { a } from '../server/lsp/protocol.ts';", []],
    [
      'server/engine/a.ts',
      'const a = Date.now() + performance.now();',
      ['server/engine/a.ts reaches for Date', 'server/engine/a.ts reaches for performance'],
    ],
    ['server/gate/a.ts', 'const a = Math.random();', ['server/gate/a.ts reaches for Math.random']],
    ['server/lsp/a.ts', "const a = process.env['KEY'];", ['server/lsp/a.ts reaches for process']],
    ['server/lsp/a.ts', 'const a = { process: 1 }; a.process;', []],
    ['server/main/a.ts', 'setTimeout(() => process.exit(), 1);', []],
    ['server/models/a.ts', "fetch('');", ['server/models/a.ts reaches for fetch']],
  ];
  for (const [path, text, expected] of rows) {
    it(`${path}: ${text}`, () => assert.deepEqual(complaints({ path, text }), expected));
  }
});
