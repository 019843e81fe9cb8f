import { keysByHand, type Task, type Turn } from './typist.ts';

/**
 * Counts what happened while texts were typed, and makes figures of the counts.
 * Pure arithmetic: it types nothing and prints nothing.
 */
export interface Session {
  /** UTF-16 code units to be typed, and those of them that are no white space. */
  readonly characters: number;
  readonly visible: number;
  /** Those that came by accepting. */
  readonly acceptedCharacters: number;
  readonly acceptedVisible: number;
  /** Keys it takes without suggestions, and keys it took; an accept is one key. */
  readonly keysByHand: number;
  readonly keys: number;
  readonly suggestions: readonly Suggestion[];
  /** Texts that vanished or changed though the last key agreed with them. */
  readonly withdrawn: number;
  /** Milliseconds, one a question. */
  readonly waits: readonly number[];
}

/** One text on screen, from when it appears until it is accepted, typed over or grows. */
export interface Suggestion {
  readonly length: number;
  readonly visible: number;
  readonly confidence: number;
  readonly isRight: boolean;
}

export interface Figures {
  readonly characters: number;
  readonly keys: number;
  readonly shown: number;
  readonly wrong: number;
  /** Shares, 0 to 1; undefined where there is nothing to take a share of. */
  readonly shareRight: number | undefined;
  readonly coverage: number | undefined;
  readonly coverageVisible: number | undefined;
  /** 1 - keys / keys by hand, each accept counted as a key. */
  readonly saved: number | undefined;
  readonly shownPerThousandKeys: number | undefined;
  readonly wrongPerThousandKeys: number | undefined;
  readonly withdrawnPerThousandKeys: number | undefined;
  /** Of a suggestion, in UTF-16 code units. */
  readonly meanLength: number | undefined;
  /** Of suggestions with at least `LONG` visible characters. */
  readonly longShown: number;
  readonly longShareRight: number | undefined;
  /** Mean confidence of what was shown; to be held against `shareRight`. */
  readonly claimed: number | undefined;
  /** Expected calibration error of what was shown, over ten bins of equal count by confidence. */
  readonly calibrationError: number | undefined;
  /** Milliseconds from question to answer. */
  readonly waitMedian: number | undefined;
  readonly waitP99: number | undefined;
}

/** Visible characters from which a suggestion is more than a bracket or the end of a word. */
const LONG = 3;
const BINS = 10;

/** Counts one task. @param turns all its turns, in order */
export function countTurns(task: Task, turns: readonly Turn[], givesIndent: boolean): Session {
  const accepted = turns.flatMap((turn) =>
    turn.isRight && turn.outcome.kind === 'shown' ? [turn.outcome.text] : [],
  );
  return {
    characters: task.target.length,
    visible: visibleLength(task.target),
    acceptedCharacters: sum(accepted.map((text) => text.length)),
    acceptedVisible: sum(accepted.map(visibleLength)),
    keysByHand: keysByHand(task.target, givesIndent),
    keys: turns.length,
    suggestions: turns.flatMap(suggestionOf),
    withdrawn: turns.filter((turn) => turn.isWithdrawn).length,
    waits: turns.map((turn) => turn.waited),
  };
}

/** All sessions as one. */
export function pool(sessions: readonly Session[]): Session {
  return {
    characters: sum(sessions.map((one) => one.characters)),
    visible: sum(sessions.map((one) => one.visible)),
    acceptedCharacters: sum(sessions.map((one) => one.acceptedCharacters)),
    acceptedVisible: sum(sessions.map((one) => one.acceptedVisible)),
    keysByHand: sum(sessions.map((one) => one.keysByHand)),
    keys: sum(sessions.map((one) => one.keys)),
    suggestions: sessions.flatMap((one) => one.suggestions),
    withdrawn: sum(sessions.map((one) => one.withdrawn)),
    waits: sessions.flatMap((one) => one.waits),
  };
}

export function figuresOf(session: Session): Figures {
  const { suggestions, keys } = session;
  const long = suggestions.filter((one) => one.visible >= LONG);
  const wrong = suggestions.filter((one) => !one.isRight).length;
  const perThousand = (count: number): number | undefined => share(count * 1000, keys);
  return {
    characters: session.characters,
    keys,
    shown: suggestions.length,
    wrong,
    shareRight: shareRight(suggestions),
    coverage: share(session.acceptedCharacters, session.characters),
    coverageVisible: share(session.acceptedVisible, session.visible),
    saved: share(session.keysByHand - keys, session.keysByHand),
    shownPerThousandKeys: perThousand(suggestions.length),
    wrongPerThousandKeys: perThousand(wrong),
    withdrawnPerThousandKeys: perThousand(session.withdrawn),
    meanLength: mean(suggestions.map((one) => one.length)),
    longShown: long.length,
    longShareRight: shareRight(long),
    claimed: mean(suggestions.map((one) => one.confidence)),
    calibrationError: calibrationError(suggestions),
    waitMedian: quantile(session.waits, 0.5),
    waitP99: quantile(session.waits, 0.99),
  };
}

/** Mean distance of claimed and held over bins of equal count, weighed by their size; undefined without suggestions. */
export function calibrationError(suggestions: readonly Suggestion[]): number | undefined {
  const error = equalBins(suggestions).map((members) => {
    const claimed = sum(members.map((one) => one.confidence));
    return Math.abs(claimed - members.filter((one) => one.isRight).length);
  });
  return share(sum(error), suggestions.length);
}

/** Suggestions by confidence, in ten bins of equal count; fewer where there are fewer. */
export function equalBins<One extends { readonly confidence: number }>(
  suggestions: readonly One[],
): readonly (readonly One[])[] {
  const sorted = suggestions.toSorted((a, b) => a.confidence - b.confidence);
  const bins = Math.min(BINS, sorted.length);
  return Array.from({ length: bins }, (_, bin) =>
    sorted.slice(Math.round((bin * sorted.length) / bins), Math.round(((bin + 1) * sorted.length) / bins)),
  );
}

/** The least value that at least `part` of all values do not exceed; undefined without values. */
export function quantile(values: readonly number[], part: number): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)];
}

function suggestionOf({ outcome, isNew, isRight }: Turn): readonly Suggestion[] {
  if (outcome.kind === 'silent' || !isNew) return [];
  const { text, confidence } = outcome;
  return [{ length: text.length, visible: visibleLength(text), confidence, isRight }];
}

function shareRight(suggestions: readonly Suggestion[]): number | undefined {
  return share(suggestions.filter((one) => one.isRight).length, suggestions.length);
}

function visibleLength(text: string): number {
  return text.replaceAll(/\s/g, '').length;
}

function mean(values: readonly number[]): number | undefined {
  return share(sum(values), values.length);
}

function share(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : part / whole;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
