/**
 * One name for a language, whatever the editor calls it: some send the name of a
 * mode, some nothing useful. Unknown ids stay as they are.
 */
const spellings: Readonly<Record<string, string>> = {
  js: 'javascript',
  'js-ts': 'javascript',
  jsx: 'javascriptreact',
  ts: 'typescript',
  tsx: 'typescriptreact',
  py: 'python',
  rs: 'rust',
  rb: 'ruby',
  sh: 'shellscript',
  bash: 'shellscript',
  md: 'markdown',
  yml: 'yaml',
  cs: 'csharp',
  'c++': 'cpp',
  cc: 'cpp',
};

const EXTENSION = /\.([A-Za-z0-9+]+)$/;

/** The language id to go by; that of the file's extension where the editor names none. */
export function languageOf(languageId: string, uri: string): string {
  const named =
    languageId === '' || languageId === 'text' ? (EXTENSION.exec(uri)?.[1] ?? languageId) : languageId;
  return Object.hasOwn(spellings, named) ? (spellings[named] ?? named) : named;
}
