/**
 * Line breaks as tokens: so many line breaks and a change of indentation, spelt
 * the same in every file whatever its unit, and rendered back in the unit of the
 * document at hand.
 */
export interface IndentStyle {
  /** One level: a tab or some spaces. */
  readonly unit: string;
  readonly lineBreak: '\n' | '\r\n';
}

/** More blank lines than this are spelt like this many. */
const MAX_BREAKS = 3;
/** Lines looked at to find the unit. */
const LINES_SAMPLED = 400;
/** Of a text of which nothing is known. */
export const DEFAULT_UNIT = '  ';
/** What style guides ask for, where it is something else: gofmt, PEP 8, rustfmt, PSR-12, and those of Java, Kotlin, C# and Swift. */
const CONVENTIONAL_UNITS: ReadonlyMap<string, string> = new Map([
  ['.go', '\t'],
  ...['.py', '.pyi', '.rs', '.php', '.java', '.kt', '.kts', '.cs', '.swift'].map((each): [string, string] => [
    each,
    '    ',
  ]),
]);

const CARRIAGE_RETURN = 13;

/** The style that a text shows. @param unit where nothing is indented */
export function detectIndentStyle(text: string, unit = DEFAULT_UNIT): IndentStyle {
  const firstBreak = text.indexOf('\n');
  return { unit: shownUnit(text) || unit, lineBreak: text[firstBreak - 1] === '\r' ? '\r\n' : '\n' };
}

/** What files with an extension are indented by where none says otherwise. @param extension with its dot */
export function conventionalUnit(extension: string): string {
  return CONVENTIONAL_UNITS.get(extension.toLowerCase()) ?? DEFAULT_UNIT;
}

/** The commonest step between neighbouring lines; empty where nothing is indented. */
export function shownUnit(text: string): string {
  const steps = new Map<string, number>();
  let previous = '';
  let position = 0;
  for (let line = 0; line < LINES_SAMPLED && position < text.length; line++) {
    const end = text.indexOf('\n', position);
    const stop = end < 0 ? text.length : end;
    const indent = indentAt(text, position);
    const content = position + indent.length;
    if (content < stop && text.charCodeAt(content) !== CARRIAGE_RETURN) {
      const step =
        indent.length > previous.length && indent.startsWith(previous) ? indent.slice(previous.length) : '';
      if (step === '\t' || /^ {2,8}$/.test(step)) steps.set(step, (steps.get(step) ?? 0) + 1);
      previous = indent;
    }
    position = stop + 1;
  }
  let unit = '';
  let most = 0;
  for (const [step, count] of steps) {
    if (count > most) [unit, most] = [step, count];
  }
  return unit;
}

/** The blanks at the start of the line that begins at `lineStart`. */
export function indentAt(text: string, lineStart: number): string {
  let end = lineStart;
  while (end < text.length && (text.charCodeAt(end) === 32 || text.charCodeAt(end) === 9)) end++;
  return text.slice(lineStart, end);
}

/** The blanks at the start of the line that `offset` is in. */
export function indentOfLine(text: string, offset: number): string {
  // A negative start would be taken for 0, where a line break may stand.
  return indentAt(text, offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1);
}

/** The token for `breaks` line breaks and the step from one indentation to the next. */
export function spellLineBreak(breaks: number, from: string, to: string, { unit }: IndentStyle): string {
  const start = '\n'.repeat(Math.min(breaks, MAX_BREAKS));
  const fromLevel = levelOf(from, unit);
  const toLevel = levelOf(to, unit);
  if (fromLevel === undefined || toLevel === undefined) return `${start}~${to.length - from.length}`;
  return `${start}${toLevel - fromLevel}`;
}

export function isLineBreakToken(word: string): boolean {
  return word.charCodeAt(0) === 10;
}

/**
 * The text of a line-break token after a line indented by `from`; undefined where it would go left of the
 * margin, or where that text is spelt otherwise: it cannot come, and only takes from the one that can.
 */
export function renderLineBreak(
  word: string,
  from: string,
  { unit, lineBreak }: IndentStyle,
): string | undefined {
  const breaks = word.lastIndexOf('\n') + 1;
  const isOdd = word.charAt(breaks) === '~';
  const step = Number(word.slice(isOdd ? breaks + 1 : breaks));
  const indent = isOdd ? stepByColumns(from, step) : stepByLevels(from, step, unit);
  if (indent === undefined) return undefined;
  const isLevelled = levelOf(from, unit) !== undefined && levelOf(indent, unit) !== undefined;
  return isLevelled === isOdd ? undefined : lineBreak.repeat(breaks) + indent;
}

function stepByLevels(from: string, step: number, unit: string): string | undefined {
  const level = levelOf(from, unit);
  if (level === undefined) return step === 0 ? from : undefined;
  return level + step < 0 ? undefined : unit.repeat(level + step);
}

function stepByColumns(from: string, step: number): string | undefined {
  if (from.length + step < 0) return undefined;
  return step <= 0 ? from.slice(0, from.length + step) : from + ' '.repeat(step);
}

/** Number of units an indentation is made of; undefined when it is not a whole number of them. */
function levelOf(indent: string, unit: string): number | undefined {
  const level = indent.length / unit.length;
  return Number.isInteger(level) && (indent === '' || indent === unit.repeat(level)) ? level : undefined;
}
