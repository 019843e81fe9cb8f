import type { Reuse } from '../engine/answer.ts';
import type { Meter } from './metered-model.ts';

/** What went over the line to an endpoint while something was typed, and what was shown without going there again. */
export type Line = Meter & Readonly<Record<Reuse, number>>;

export const noLine: Line = {
  requests: 0,
  tokens: 0,
  tokensAsked: 0,
  repeated: 0,
  unanswered: 0,
  'typed-along': 0,
  'ruled-out': 0,
  'in-flight': 0,
};

/** All of them together. */
export function poolLines(lines: readonly Line[]): Line {
  const sum: { -readonly [Key in keyof Line]: number } = { ...noLine };
  for (const line of lines) {
    sum.requests += line.requests;
    sum.tokens += line.tokens;
    sum.tokensAsked += line.tokensAsked;
    sum.repeated += line.repeated;
    sum.unanswered += line.unanswered;
    sum['typed-along'] += line['typed-along'];
    sum['ruled-out'] += line['ruled-out'];
    sum['in-flight'] += line['in-flight'];
  }
  return sum;
}
