/** The names of tokens that models take for commands rather than for text. */

const NAMED =
  '<\\|[A-Za-z0-9_▁-]{1,40}\\|>|<｜[^｜<>\\n]{1,40}｜>|<\\[[A-Za-z▁_ -]{1,40}\\]>|</?s>|<(?:bos|eos|pad|unk)>|<(?:start|end)_of_turn>|<(?:PRE|SUF|MID|EOT)>|<(?:fim_(?:prefix|suffix|middle|pad)|file_sep|filename|repo_name)>|\\[/?(?:INST|PREFIX|SUFFIX|MIDDLE|SYSTEM_PROMPT|AVAILABLE_TOOLS)\\]';
const ANYWHERE = new RegExp(NAMED, 'gu');
const WHOLE = new RegExp(`^ ?(?:${NAMED})$`, 'u');

/** The text with a blank in the middle of each such name: many servers read it as the command even in a user's text. */
export function withoutSpecialTokens(text: string): string {
  return text.replace(ANYWHERE, (name) => `${name.charAt(0)} ${name.slice(1)}`);
}

/** Whether the text of a token is such a name. Text that looks like one is spelled by several tokens. */
export function isSpecialToken(text: string): boolean {
  return WHOLE.test(text);
}
