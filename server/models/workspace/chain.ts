import type { Alternative, Step } from '../../completion/continuation.ts';
import { isWordAt } from '../../base/text.ts';
import type { Candidate } from './candidates.ts';
import { canFollow } from './lexer.ts';
import type { OpenDocument } from './open-document.ts';
import type { Predictor } from './predictor.ts';

/**
 * Predicts token after token from the cursor on, as the steps of a reply: the
 * first finishes what is typed or, where that is a whole token, follows it.
 */

/**
 * What a token lacks to certainty counts so many times where it begins a word at the
 * cursor and nothing of it is typed, but perhaps the blank before it: what was claimed
 * at 97 % held at 93 there.
 */
const START_DOUBT = 2;
/**
 * A chain less probable than this share of the cutoff can pass only with texts that
 * several ways lead to: of 22,009 verdicts at 0.95 none was another for it, and a
 * third of the tokens need not be told. What a lower cutoff would show is told up to
 * the token where it becomes unsure.
 */
const SHARE_OF_CUTOFF = 0.9;
/** Where no cutoff is known, any may be in force. */
const LEAST_CUTOFF = 0.5;
/** Alternatives given with a step; less probable ones never changed a verdict. */
const MOST_ALTERNATIVES = 8;
/** Options kept at the cursor: more than are given, since some may not follow what is typed. */
const MOST_FIRST = 3 * MOST_ALTERNATIVES;
/**
 * What is typed is taken for a whole token where it is one with at least this
 * probability. What follows a less probable one cannot pass, and an eighth of the
 * time of a key went into telling it.
 */
const LEAST_WHOLE = 0.05;
/** Options less probable than this are not listed. */
const LEAST_LISTED = 1e-4;

/** How much of a chain is told. */
export interface Bounds {
  /** Tokens are told until the chain is less probable than this. */
  readonly leastMass: number;
  /** With each token. */
  readonly mostAlternatives: number;
}

/** What is told where only texts as probable as this are shown. */
export function boundsFor(cutoff = LEAST_CUTOFF): Bounds {
  return { leastMass: SHARE_OF_CUTOFF * cutoff, mostAlternatives: MOST_ALTERNATIVES };
}

/** A way to go on. */
interface Option {
  readonly id: number;
  /** What would be inserted. */
  readonly text: string;
  readonly probability: number;
  /** The history and the indentation that it follows. */
  readonly from: Place;
  /** The token's whole text, with what is typed of it. */
  readonly whole: string;
}

/** A whole token taken as finished, if any, and the indentation of the line then. */
interface Place {
  readonly finished: number | undefined;
  readonly indent: string;
}

/** Leaves the history as it was found, also when it is not read to the end. */
export function* chain(
  predictor: Predictor,
  document: OpenDocument,
  maxTokens: number,
  { leastMass, mostAlternatives }: Bounds = boundsFor(),
): Generator<Step> {
  const { history } = document;
  const length = history.length;
  try {
    let options = firstOptions(predictor, document);
    let mass = 1;
    for (let steps = 1; ; steps++) {
      const [chosen, ...others] = options;
      if (!chosen) return;
      yield toStep(chosen, others.slice(0, mostAlternatives));
      mass *= chosen.probability;
      if (mass < leastMass || steps >= maxTokens) return;
      if (chosen.from.finished !== undefined) history.push(chosen.from.finished);
      history.push(chosen.id);
      const place = { finished: undefined, indent: indentAfter(chosen.whole, chosen.from.indent) };
      options = optionsAt(predictor, document, '', place, 1 + mostAlternatives);
    }
  } finally {
    while (history.length > length) history.pop();
  }
}

/** Ways to go on from the cursor, likeliest first. */
function firstOptions(predictor: Predictor, document: OpenDocument): Option[] {
  const { tail, indent, history, style } = document;
  const found = optionsAt(predictor, document, tail, { finished: undefined, indent }, MOST_FIRST);
  const options = tail === '' || tail === ' ' ? doubted(found) : found;
  const whole = options.find((option) => option.text === '');
  if (!whole) return options;
  if (whole.probability < LEAST_WHOLE) return options.filter((option) => option !== whole);
  history.push(whole.id);
  const place = { finished: whole.id, indent: indentAfter(tail, indent) };
  const following = doubted(optionsAt(predictor, document, '', place, MOST_FIRST));
  history.pop();
  return options
    .filter((option) => option !== whole)
    .concat(
      following
        .filter((option) => canFollow(tail, option.text, style))
        .map((option) => withProbability(option, whole.probability * option.probability)),
    )
    .toSorted((a, b) => b.probability - a.probability);
}

/** The likeliest ways to go on from the end of the history. */
function optionsAt(
  predictor: Predictor,
  document: OpenDocument,
  typed: string,
  from: Place,
  most: number,
): Option[] {
  const { history, isInfill } = document;
  predictor.attend(history, document.neighbours);
  const render = (id: number): string | undefined => document.render(id, from.indent);
  const options: Option[] = [];
  for (const candidate of predictor.predict({ history, typed, isInfill, render })) {
    if (options.length === most || candidate.probability < LEAST_LISTED) break;
    options.push(toOption(candidate, typed, from));
  }
  return options;
}

function toOption({ id, text, probability }: Candidate, typed: string, from: Place): Option {
  return { id, text: text.slice(typed.length), whole: text, probability, from };
}

/** The likeliest option less sure where it begins a word, and still the likeliest. */
function doubted(options: Option[]): Option[] {
  const [chosen, ...others] = options;
  if (!chosen || !isWordAt(chosen.text, 0)) return options;
  const probability = 1 - START_DOUBT * (1 - chosen.probability);
  return [
    withProbability(chosen, Math.max(probability, others[0]?.probability ?? 0, LEAST_LISTED)),
    ...others,
  ];
}

function withProbability({ id, text, whole, from }: Option, probability: number): Option {
  return { id, text, whole, from, probability };
}

function toStep({ text, probability }: Option, others: readonly Option[]): Step {
  return {
    text,
    logprob: Math.log(probability),
    alternatives: others.map(toAlternative),
  };
}

function toAlternative({ text, probability }: Option): Alternative {
  return { text, logprob: Math.log(probability) };
}

/** The indentation of the line after `text` has been inserted in one indented by `indent`. */
function indentAfter(text: string, indent: string): string {
  const lineBreak = text.lastIndexOf('\n');
  return lineBreak < 0 ? indent : text.slice(lineBreak + 1);
}
