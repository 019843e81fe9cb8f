import { type CommonWord, type CommonWords, shippedWords } from './common-words.ts';
import type { Evidence } from './evidence.ts';
import type { History } from './history.ts';
import { isLineBreakToken } from './indentation.ts';
import type { Scored } from './scores.ts';
import type { Vocabulary } from './vocabulary.ts';

/**
 * Which tokens could come: those that followed a context like this one, and, once
 * part of a word is typed, every known and every common word that begins with it.
 * What is not among them keeps its share as "something else": a word never seen
 * before has one too.
 */

/** How a token reads here; undefined where it cannot stand here. */
type Renderer = (id: number) => string | undefined;

/** What the user sees of a situation, besides the text. */
export interface Situation {
  readonly history: History;
  /** What is typed of the token already. */
  readonly typed: string;
  /** Text follows on later lines: a gap is being filled, not an end written. */
  readonly isInfill: boolean;
  readonly render: Renderer;
}

export interface Candidate extends Scored {
  readonly id: number;
  /** How it reads in this document. */
  readonly text: string;
  probability: number;
}

export interface Gathered {
  readonly candidates: readonly Candidate[];
  /** Probability without context of everything else that goes on with what is typed. */
  readonly otherBase: number;
}

/** A candidate whose base is not final yet. */
type Found = { -readonly [Name in keyof Candidate]: Candidate[Name] };

/** What a word of this document counts without context, against one of a word elsewhere. */
const DOCUMENT_BASE_WEIGHT = 8;
/** The share of words never seen in a workspace that are common ones. */
const COMMON_SHARE = 0.6;
/** Probability without context that a line break is of a kind not seen in this context. */
const OTHER_LINE_BREAK = 0.002;

/**
 * @param most candidates kept, the likeliest; the rest joins "something else"
 * @param words that may come though the workspace does not know them
 */
export function gatherCandidates(
  evidence: Evidence,
  vocabulary: Vocabulary,
  { history, typed, render }: Situation,
  most: number,
  words: CommonWords = shippedWords(),
): Gathered {
  const baseOf = baseProbability(vocabulary, history);
  let found: Found[] = [];
  for (let slot = 0; slot < evidence.size; slot++) {
    const id = evidence.ids[slot]!;
    const text = render(id);
    if (text === undefined || text === '' || !text.startsWith(typed)) continue;
    found.push(candidateOf(id, slot, text, baseOf(id), history));
  }
  if (typed.trim() !== '') {
    for (const id of vocabulary.startingWith(typed)) {
      const base = baseOf(id);
      if (base === 0 || evidence.has(id)) continue;
      found.push(candidateOf(id, -1, vocabulary.word(id), base, history));
    }
  }
  let otherBase = novelBase(vocabulary, typed);
  const common = words.startingWith(typed);
  if (common.length > 0) {
    otherBase *= 1 - COMMON_SHARE;
    addCommon(found, common, vocabulary, history);
  }
  if (typed === '') otherBase = Math.max(otherBase, 1 - sumOfBases(found));
  if (found.length > most) {
    const rank = ({ slot, base }: Candidate): number => (slot < 0 ? base : evidence.rank(slot));
    found.sort((a, b) => rank(b) - rank(a));
    otherBase += sumOfBases(found.slice(most));
    found = found.slice(0, most);
  }
  return { candidates: found, otherBase };
}

/** A common word that is a candidate already becomes likelier; the others join. */
function addCommon(
  found: Found[],
  common: readonly CommonWord[],
  vocabulary: Vocabulary,
  history: History,
): void {
  const scale = COMMON_SHARE * vocabulary.novelShare;
  const shares = new Map(common.map(({ text, share }) => [text, share]));
  for (const candidate of found) {
    const share = shares.get(candidate.text);
    if (share === undefined) continue;
    candidate.base += scale * share;
    shares.delete(candidate.text);
  }
  for (const [text, share] of shares) {
    const candidate = candidateOf(vocabulary.numberOf(text), -1, text, scale * share, history);
    found.push({ ...candidate, isCommon: true });
  }
}

function candidateOf(id: number, slot: number, text: string, base: number, history: History): Found {
  return { id, slot, text, base, recency: history.recency(id), isCommon: false, probability: 0 };
}

/** Probability without context of a token: how often it stands in the workspace and, weighing more, in this document. */
function baseProbability(vocabulary: Vocabulary, history: History): (id: number) => number {
  const total = vocabulary.total + DOCUMENT_BASE_WEIGHT * history.length;
  const scale = (1 - vocabulary.novelShare) / total;
  return (id) => scale * (vocabulary.count(id) + DOCUMENT_BASE_WEIGHT * history.count(id));
}

/** Probability without context of a token that was never seen and goes on with what is typed. */
function novelBase(vocabulary: Vocabulary, typed: string): number {
  if (typed === '') return vocabulary.novelShare;
  if (isLineBreakToken(typed) || typed.startsWith('\r')) return OTHER_LINE_BREAK;
  return vocabulary.novelShare * vocabulary.novelty.startsWith(typed);
}

function sumOfBases(candidates: readonly Candidate[]): number {
  let sum = 0;
  for (const { base } of candidates) sum += base;
  return sum;
}
