/**
 * What looks like a key, token or password, so that it is neither learnt nor
 * suggested. The workspace may hold such strings outside the excluded files.
 * Every question takes time linear in the text.
 */

/** A place in a text, in UTF-16 code units. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** Shorter runs are names, colours, short hashes; every kind of key we know is longer. */
const MIN_LENGTH = 20;
/** A random run without a single digit: one in thirty keys of 20 characters, but as likely an unusual long name. */
const MIN_LENGTH_WITHOUT_DIGIT = 32;
/** Shorter pieces between signs say nothing by themselves. */
const MIN_PIECE_LENGTH = 4;
/** Share of unlikely neighbours from which on a run is random: reached by 97 of 100 base62 keys of 20 characters and by one of 5000 lines of code. */
const MIN_SURPRISE = 0.42;
/** Up to this share a piece is a name; it ends a random run. */
const MAX_NAME_SURPRISE = 0.3;
/** A small letter before a capital: in every random key, but also in camelCase. */
const HUMP_SURPRISE = 0.8;
/** Changes between letters and digits in a piece of hexadecimal; a digest has 0.47 a character. */
const MIN_HEX_CHANGES = 0.2;
/** How far back a run or an assignment that reaches into the text may begin. */
const MAX_LOOK_BACK = 256;

/** Whether `text`, inserted after `prefix`, would complete, or be, what looks like a secret. */
export function looksSecret(prefix: string, text: string): boolean {
  const tail = prefix.slice(-MAX_LOOK_BACK);
  const before = tail.slice(tail.lastIndexOf('\n') + 1);
  return secretsIn(before + text).some(({ end }) => end > before.length);
}

/**
 * The text with every line that holds a secret emptied. Line breaks stay; the
 * rest of such a line would teach that its quotes are empty.
 */
export function withoutSecrets(text: string): string {
  const kept: string[] = [];
  let done = 0;
  for (const { start, end } of secretsIn(text)) {
    if (start < done) continue;
    kept.push(text.slice(done, Math.max(done, text.lastIndexOf('\n', start) + 1)));
    const lineEnd = text.indexOf('\n', end);
    done = lineEnd < 0 ? text.length : lineEnd;
  }
  return done === 0 ? text : kept.join('') + text.slice(done);
}

/** Whether a run of letters, digits and `+/_=-` is long and random enough to be a key; what is made of names is not. */
function isHighEntropy(run: string): boolean {
  if (run.length < MIN_LENGTH) return false;
  return KNOWN_KEY.test(run) || run.split('=').some(hasRandomStretch);
}

/** Beginnings that issuers give their keys so that scanners find them; the rest is random, but may be short or look like words. */
const KNOWN_KEY =
  /(?:^|[^A-Za-z0-9])(?:A(?:KIA|SIA|GPA|IDA|ROA|NPA)[A-Z0-9]{16}|AIza[\w-]{30}|gh[opsur]_[A-Za-z0-9]{20}|github_pat_[A-Za-z0-9]{20}|glpat-[\w-]{16}|npm_[A-Za-z0-9]{30}|xox[abeprs]-[A-Za-z0-9-]{12}|[prs]k_(?:live|test)_[A-Za-z0-9]{12}|sk-(?:ant-|proj-)?[A-Za-z0-9]{16}|hf_[A-Za-z0-9]{20}|eyJ[\w-]{17})/;
/** `password = "hunter2`, `"apiKey": "...`: a name for something secret, then a quoted value. Bounded, so that it cannot backtrack far. */
const NAMED_SECRET =
  /(?:passw(?:or)?d|passphrase|pwd|secret|token|api[_-]?key|access[_-]?key|credential)[\w-]{0,30}["']?[ \t]{0,8}(?:=>|:=|[:=])[ \t]{0,8}["'`]([^\s"'`]{6,200})/gi;
/** `postgres://user:password@host`. */
const PASSWORD_IN_URL = /:\/\/[^\s:@/"'`]{1,64}:([^\s:@/"'`]{3,64})@/g;
/** What stands where a value is put in later: `${PASSWORD}`, `{{ token }}`, `<password>`, `%s`. */
const PLACEHOLDER = /[${}<>%]/;

function secretsIn(text: string): Span[] {
  const spans = longRuns(text).filter(({ start, end }) => isHighEntropy(text.slice(start, end)));
  for (const match of text.matchAll(NAMED_SECRET)) {
    const value = match[1] ?? '';
    if (isPassword(value)) spans.push(spanAtEnd(match, value.length));
  }
  for (const match of text.matchAll(PASSWORD_IN_URL)) {
    if (!PLACEHOLDER.test(match[0])) spans.push({ start: match.index, end: match.index + match[0].length });
  }
  return spans.sort((a, b) => a.start - b.start);
}

function spanAtEnd(match: RegExpExecArray, length: number): Span {
  const end = match.index + match[0].length;
  return { start: end - length, end };
}

/** Letters with digits or signs; a plain word after `token:` is the name of a type or a key. */
function isPassword(value: string): boolean {
  return (
    !PLACEHOLDER.test(value) && /[A-Za-z]/.test(value) && /[0-9!#&*?^]/.test(value) && !value.includes('(')
  );
}

/** All unbroken runs of characters that keys are made of and that are long enough for one. */
function longRuns(text: string): Span[] {
  const runs: Span[] = [];
  let start = 0;
  for (let at = 0; at <= text.length; at++) {
    if (at < text.length && isKeyUnit(text.charCodeAt(at))) continue;
    if (at - start >= MIN_LENGTH) runs.push({ start, end: at });
    start = at + 1;
  }
  return runs;
}

/** Letters, digits and `+/_=-`: the alphabets of hexadecimal, base32 and both kinds of base64. */
function isKeyUnit(unit: number): boolean {
  if (unit >= 97) return unit <= 122;
  if (unit >= 65) return unit <= 90 || unit === 95;
  return (unit >= 47 && unit <= 57) || unit === 43 || unit === 45 || unit === 61;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){0,3}(?:-[0-9a-f]{0,12})?$/i;

/**
 * Whether neighbouring pieces that are not names are, together, as long and as
 * random as a key. Base64 has signs of its own, so a key may come in pieces; a
 * path or a snake_case name is broken up by the words in it.
 */
function hasRandomStretch(part: string): boolean {
  if (part.length < MIN_LENGTH || isMadeOfUuids(part)) return false;
  let stretch = noStretch;
  for (const piece of part.split(/[-_/+]/)) {
    const surprise = surpriseOf(piece);
    stretch =
      surprise !== undefined && surprise <= MAX_NAME_SURPRISE ? noStretch : added(stretch, piece, surprise);
    if (isKey(stretch)) return true;
  }
  return false;
}

/** Neighbouring pieces: their length, how much of it tells something, and the surprise in that. */
interface Stretch {
  readonly length: number;
  readonly telling: number;
  readonly surprise: number;
  readonly hasDigit: boolean;
}

const noStretch: Stretch = { length: 0, telling: 0, surprise: 0, hasDigit: false };

function added(stretch: Stretch, piece: string, surprise: number | undefined): Stretch {
  return {
    length: stretch.length + piece.length,
    telling: stretch.telling + (surprise === undefined ? 0 : piece.length),
    surprise: stretch.surprise + (surprise ?? 0) * piece.length,
    hasDigit: stretch.hasDigit || /[0-9]/.test(piece),
  };
}

function isKey({ length, telling, surprise, hasDigit }: Stretch): boolean {
  // The signs between the pieces are not counted.
  const isLong = length >= (hasDigit ? MIN_LENGTH - 2 : MIN_LENGTH_WITHOUT_DIGIT);
  return isLong && telling * 2 > length && surprise >= telling * MIN_SURPRISE;
}

/** `users/123e4567-e89b-12d3-a456-426614174000/edit`: ids for everyone to see, and too many in test data. */
function isMadeOfUuids(part: string): boolean {
  const names = part.split('/');
  return (
    names.some((name) => UUID.test(name)) &&
    names.every((name) => name.length < MIN_LENGTH || UUID.test(name))
  );
}

/** How unlike a name a piece is, 0 to 1; undefined for what tells nothing: a few letters, a number with its unit. */
function surpriseOf(piece: string): number | undefined {
  if (piece.length < MIN_PIECE_LENGTH || /^[0-9]+[a-zA-Z]{0,3}$/.test(piece)) return undefined;
  if (/^0[xX][0-9a-fA-F]{1,16}[uUlLn]{0,3}$/.test(piece)) return 0;
  if (/^(?:[0-9a-f]+|[0-9A-F]+)$/.test(piece)) return isRandomHex(piece) ? 1 : undefined;
  return shareOfUnlikelyNeighbours(piece);
}

function isRandomHex(piece: string): boolean {
  let changes = 0;
  for (let at = 1; at < piece.length; at++) {
    if (isDigit(piece.charCodeAt(at)) !== isDigit(piece.charCodeAt(at - 1))) changes++;
  }
  return changes >= piece.length * MIN_HEX_CHANGES;
}

/** Neighbours of two digits tell nothing. */
function shareOfUnlikelyNeighbours(piece: string): number {
  let pairs = 0;
  let unlikely = 0;
  for (let at = 1; at < piece.length; at++) {
    const left = piece.charCodeAt(at - 1);
    const right = piece.charCodeAt(at);
    if (isDigit(left) && isDigit(right)) continue;
    pairs++;
    if (isDigit(left) || isDigit(right)) unlikely++;
    else if (isLower(left) && !isLower(right)) unlikely += HUMP_SURPRISE;
    else if (isUnlikelyPair(left, right)) unlikely++;
  }
  return pairs === 0 ? 0 : unlikely / pairs;
}

function isDigit(unit: number): boolean {
  return unit <= 57;
}

function isLower(unit: number): boolean {
  return unit >= 97;
}

/** Two letters in either case. */
function isUnlikelyPair(left: number, right: number): boolean {
  return !COMMON_PAIRS.has((left | 32) * 128 + (right | 32));
}

/** For each letter, the letters that often follow it in the names of programs. */
const FOLLOWERS: Readonly<Record<string, string>> = {
  a: 'bcdgilmnprstuvy',
  b: 'aeijloruy',
  c: 'aehikloprtu',
  d: 'adeiorsuy',
  e: 'acdefglmnpqrstvwxy',
  f: 'aefiloru',
  g: 'aeghilnorsu',
  h: 'aeiort',
  i: 'abcdefglmnoprstvz',
  j: 'aeosu',
  k: 'eis',
  l: 'abdeiloptuy',
  m: 'abeimopsu',
  n: 'acdefgiknostuv',
  o: 'bcdfgklmnoprstuvwx',
  p: 'aehiloprtuy',
  q: 'u',
  r: 'acdegikmnorstuvy',
  s: 'acehikopstuwy',
  t: 'acehiorstuwy',
  u: 'bcdeglmnprst',
  v: 'aeio',
  w: 'aehinors',
  x: 'aceipt',
  y: 'beilmnopst',
  z: 'aeio',
};

const COMMON_PAIRS: ReadonlySet<number> = new Set(
  Object.entries(FOLLOWERS).flatMap(([left, followers]) =>
    Array.from(followers, (right) => left.charCodeAt(0) * 128 + right.charCodeAt(0)),
  ),
);
