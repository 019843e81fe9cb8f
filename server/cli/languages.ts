import { extname } from 'node:path';

/** What an editor would call the language of a file; the command line has no editor to ask. */
export interface Language {
  /** As in LSP. */
  readonly id: string;
  /** As people call it. */
  readonly name: string;
}

const plainText: Language = { id: 'plaintext', name: 'text' };

const byExtension = new Map<string, Language>(
  [
    ['typescript', 'TypeScript', '.ts .mts .cts'],
    ['typescriptreact', 'TypeScript', '.tsx'],
    ['javascript', 'JavaScript', '.js .mjs .cjs'],
    ['javascriptreact', 'JavaScript', '.jsx'],
    ['python', 'Python', '.py .pyi'],
    ['go', 'Go', '.go'],
    ['rust', 'Rust', '.rs'],
    ['java', 'Java', '.java'],
    ['kotlin', 'Kotlin', '.kt .kts'],
    ['c', 'C', '.c .h'],
    ['cpp', 'C++', '.cc .cpp .cxx .hh .hpp .hxx'],
    ['csharp', 'C#', '.cs'],
    ['ruby', 'Ruby', '.rb'],
    ['php', 'PHP', '.php'],
    ['swift', 'Swift', '.swift'],
    ['scala', 'Scala', '.scala'],
    ['lua', 'Lua', '.lua'],
    ['elixir', 'Elixir', '.ex .exs'],
    ['haskell', 'Haskell', '.hs'],
    ['ocaml', 'OCaml', '.ml .mli'],
    ['perl', 'Perl', '.pl .pm'],
    ['dart', 'Dart', '.dart'],
    ['zig', 'Zig', '.zig'],
    ['shellscript', 'Shell', '.sh .bash'],
    ['vue', 'Vue', '.vue'],
    ['svelte', 'Svelte', '.svelte'],
  ].flatMap(([id = '', name = '', extensions = '']) =>
    extensions.split(' ').map((extension): [string, Language] => [extension, { id, name }]),
  ),
);

/** The language of a file by its extension; plain text where it is not known. */
export function languageOf(path: string): Language {
  return byExtension.get(extname(path).toLowerCase()) ?? plainText;
}

/** Whether the extension is that of a programming language. */
export function isSource(path: string): boolean {
  return languageOf(path) !== plainText;
}
