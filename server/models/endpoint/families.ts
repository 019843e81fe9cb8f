import type { Ask } from './dialect.ts';

/**
 * How families of models were taught to fill in the middle, for servers that
 * take raw text. A model is known by its name, however an endpoint decorates it.
 */
export interface Family {
  readonly names: RegExp;
  /** Texts that end the reply, besides the end token: the most likely first. */
  readonly stops: readonly string[];
  prompt(ask: FileText): string;
}

/** What a template is filled with. */
type FileText = Pick<Ask, 'fileName' | 'before' | 'after'>;

/** The first whose names fit. Edit models such as Zeta are left out: they rewrite a region instead of filling a gap. */
const families: readonly Family[] = [
  {
    names: /qwen[-_]?(2[.p-]?5|3)[-_]?coder|codegemma/,
    stops: ['<|fim_pad|>', '<|endoftext|>', '<|file_sep|>', '<|file_separator|>', '<|im_end|>'],
    prompt: (text) => prefixFirst(text, '<|fim_prefix|>', '<|fim_suffix|>', '<|fim_middle|>'),
  },
  {
    names: /granite[-_]?4/,
    stops: ['<|end_of_text|>', '<|fim_pad|>', '<|fim_prefix|>', '<|fim_suffix|>'],
    prompt: (text) => prefixFirst(text, '<|fim_prefix|>', '<|fim_suffix|>', '<|fim_middle|>'),
  },
  {
    names: /mercury.*coder/,
    stops: [],
    prompt: (text) => prefixFirst(text, '<|fim_prefix|>', '<|fim_suffix|>', '<|fim_middle|>'),
  },
  {
    names: /star_?coder|santacoder|stable-?code|codeqwen|granite/,
    stops: ['<|endoftext|>', '<file_sep>', '<fim_prefix>', '<fim_suffix>'],
    prompt: (text) => prefixFirst(text, '<fim_prefix>', '<fim_suffix>', '<fim_middle>'),
  },
  {
    names: /deepseek[-_]?coder/,
    stops: ['<｜end▁of▁sentence｜>', '<｜fim▁begin｜>', '<｜fim▁hole｜>', '<｜fim▁end｜>'],
    prompt: (text) => prefixFirst(text, '<｜fim▁begin｜>', '<｜fim▁hole｜>', '<｜fim▁end｜>'),
  },
  {
    // The larger ones, and those for Python, were not taught it.
    names: /code[-_]?llama(?!.*(34b|70b|python))/,
    stops: ['<EOT>', '<PRE>', '<SUF>', '<MID>'],
    prompt: ({ before, after }) => `<PRE> ${before} <SUF>${after} <MID>`,
  },
  {
    names: /codestral/,
    stops: ['[PREFIX]', '[SUFFIX]', '\n+++++ '],
    prompt: ({ before, after }) => `[SUFFIX]${after}[PREFIX]${before}`,
  },
  {
    names: /seed[-_]?coder/,
    stops: ['<[end▁of▁sentence]>', '<[fim-suffix]>', '<[fim-prefix]>', '<[PAD▁TOKEN]>'],
    prompt: ({ before, after }) => `<[fim-suffix]>${after}<[fim-prefix]>${before}<[fim-middle]>`,
  },
  {
    names: /mellum/,
    stops: ['<|endoftext|>', '<filename>'],
    prompt: ({ fileName, before, after }) =>
      `<filename>${fileName}\n<fim_suffix>${after}<fim_prefix>${before}<fim_middle>`,
  },
  {
    names: /codegeex/,
    stops: ['<|endoftext|>', '<|code_prefix|>', '<|code_suffix|>', '<|user|>'],
    prompt: ({ fileName, before, after }) =>
      `<|user|>\n###PATH:${fileName}\n###MODE:BLOCK\n<|code_suffix|>${after}<|code_prefix|>${before}<|code_middle|><|assistant|>\n`,
  },
];

/** The family of a model, by its name; undefined where none is known to fill in the middle. */
export function familyOf(model: string): Family | undefined {
  const name = model.toLowerCase();
  return families.find(({ names }) => names.test(name));
}

/**
 * The line of the cursor is given as the start of the middle. To the model it is
 * the same text; and while a line is typed the prompt only grows at its end, so
 * that a server reuses what it computed for everything before.
 */
function prefixFirst(text: FileText, prefix: string, suffix: string, middle: string): string {
  const { lines, head } = splitAtLine(text.before);
  return `${prefix}${lines}${suffix}${text.after}${middle}${head}`;
}

/** The whole lines before the cursor, and the start of its line. */
export function splitAtLine(before: string): { readonly lines: string; readonly head: string } {
  const start = before.lastIndexOf('\n') + 1;
  return { lines: before.slice(0, start), head: before.slice(start) };
}
