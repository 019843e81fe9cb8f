import { globSync, readFileSync } from 'node:fs';
import { parseSync } from 'oxc-parser';

/** The source files of this repository, and what can be read off them without running them. */
export interface SourceFile {
  /** From the top of the repository, with `/`. */
  readonly path: string;
  readonly text: string;
}

const TOP = new URL('../..', import.meta.url);

/** @param patterns globs from the top of the repository */
export function sourceFiles(...patterns: readonly string[]): SourceFile[] {
  const paths = globSync([...patterns], { cwd: TOP }).map((path) => path.replaceAll('\\', '/'));
  return paths.toSorted().map((path) => ({ path, text: readFileSync(new URL(path, TOP), 'utf8') }));
}

/** What one file takes from outside of itself. */
export interface Taken {
  /** Module specifiers as written, of type-only imports too. */
  readonly imports: readonly string[];
  /** Names that are read, properties aside, and `Math.random`. */
  readonly globals: readonly string[];
  /** Functions with their length in lines. */
  readonly functions: readonly { readonly line: number; readonly lines: number }[];
}

type Node = Readonly<Record<string, unknown>>;

export function taken({ path, text }: SourceFile): Taken {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
  const imports: string[] = [];
  const globals: string[] = [];
  const functions: { line: number; lines: number }[] = [];
  visit(program, (node, parent) => {
    const specifier = specifierOf(node);
    if (specifier !== undefined) imports.push(specifier);
    const name = globalOf(node, parent);
    if (name !== undefined) globals.push(name);
    if (isNode(node['body']) && /Function/.test(String(node['type']))) {
      const lines = text.slice(Number(node['start']), Number(node['end'])).split('\n').length;
      functions.push({ line: text.slice(0, Number(node['start'])).split('\n').length, lines });
    }
  });
  return { imports, globals, functions };
}

/** The module that a node imports from, exports from, or names in a type. */
function specifierOf(node: Node): string | undefined {
  if (!/^(Import|Export|TSImport|TSExternalModule)/.test(String(node['type']))) return undefined;
  const source = node['source'] ?? node['argument'] ?? node['expression'];
  const literal = isNode(source) && isNode(source['literal']) ? source['literal'] : source;
  return isNode(literal) && typeof literal['value'] === 'string' ? literal['value'] : undefined;
}

/** The name of an identifier that is read, unless it names a property; `Math.random` with its object. */
function globalOf(node: Node, parent: Node | undefined): string | undefined {
  if (
    node['type'] === 'MemberExpression' &&
    isNamed(node['object'], 'Math') &&
    isNamed(node['property'], 'random')
  ) {
    return 'Math.random';
  }
  if (node['type'] !== 'Identifier' || typeof node['name'] !== 'string') return undefined;
  const namesProperty =
    parent && parent['computed'] !== true && (parent['property'] === node || parent['key'] === node);
  return namesProperty ? undefined : node['name'];
}

function isNamed(node: unknown, name: string): boolean {
  return isNode(node) && node['name'] === name;
}

function visit(node: unknown, look: (node: Node, parent: Node | undefined) => void, parent?: Node): void {
  if (Array.isArray(node)) {
    for (const one of node) visit(one, look, parent);
  } else if (isNode(node)) {
    if (typeof node['type'] === 'string') look(node, parent);
    for (const child of Object.values(node)) visit(child, look, node);
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
