import { styleText } from 'node:util';

/** Simple colours for code in any language: good enough to watch, no parser. */
export interface Segment {
  readonly text: string;
  readonly style: keyof typeof styles;
}

const styles = {
  plain: [],
  comment: ['green'],
  string: ['yellow'],
  number: ['cyan'],
  keyword: ['magenta'],
  flash: ['black', 'bgGreen'],
  ghost: ['dim', 'italic'],
  probability: ['cyan', 'dim'],
  status: ['bold'],
} as const satisfies Record<string, Parameters<typeof styleText>[0]>;

const KEYWORDS = new Set(
  `abstract and as async await bool break case catch class const continue def default defer defmodule del do elif else
  end enum except export extends extern false False final finally fn for foreach from func function go if impl implements
  import in include instanceof int interface is lambda let long match mod module mut namespace new nil None not null of or
  package pass private protected public pub raise readonly require return self static string struct super switch this
  throw throws trait true True try type typedef typeof undefined unless unsafe use using var void when where while with yield`.split(
    /\s+/,
  ),
);

const TOKEN =
  /(?<comment>^\s*\*.*|\/\/.*|\/\*.*?(?:\*\/|$)|#(?![[!{a-z(]).*)|(?<string>"(?:\\.|[^"\\])*"?|'(?:\\.|[^'\\])*'?|`(?:\\.|[^`\\])*`?)|(?<number>\b\d[\w.]*)|(?<word>[\p{L}_$][\p{L}\p{N}_$]*)/gu;

/** One line of code as segments that together spell it. */
export function colourLine(line: string): Segment[] {
  const segments: Segment[] = [];
  let end = 0;
  for (const match of line.matchAll(TOKEN)) {
    if (match.index > end) segments.push({ text: line.slice(end, match.index), style: 'plain' });
    segments.push({ text: match[0], style: styleOf(match) });
    end = match.index + match[0].length;
  }
  if (end < line.length) segments.push({ text: line.slice(end), style: 'plain' });
  return segments;
}

/** Segments as a terminal takes them. */
export function paint(segments: readonly Segment[]): string {
  return segments
    .map(({ text, style }) =>
      text === '' ? '' : styleText([...styles[style]], text, { validateStream: false }),
    )
    .join('');
}

function styleOf({ groups, 0: text }: RegExpExecArray): Segment['style'] {
  if (groups?.['comment'] !== undefined) return 'comment';
  if (groups?.['string'] !== undefined) return 'string';
  if (groups?.['number'] !== undefined) return 'number';
  return KEYWORDS.has(text) ? 'keyword' : 'plain';
}
