import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';

/** Reads the arguments of one command. Bad ones become a sentence for the person who typed them. */

/** What is wrong with the input and what to do, in one line; the command ends with it. */
export class Misuse extends Error {
  override readonly name = 'Misuse';
}

/** @throws Misuse for an option that is unknown or lacks its value */
export function readArguments<const Options extends ParseArgsOptionsConfig>(
  args: readonly string[],
  options: Options,
) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new Misuse(error instanceof Error ? error.message : String(error));
  }
}

/** A number within bounds; undefined where the option was not given. @throws Misuse */
export function numberOf(
  option: string,
  value: string | undefined,
  least: number,
  most = Number.MAX_SAFE_INTEGER,
): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (value.trim() !== '' && number >= least && number <= most) return number;
  const bounds = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
  throw new Misuse(`--${option} wants a number ${bounds}, not "${value}".`);
}
