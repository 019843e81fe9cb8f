import { type QuickPickItem, window } from 'vscode';
import type { Example, Preview } from '../../server/lsp/protocol.ts';
import { cutoffHere } from '../settings.ts';
import { percent } from './status-bar.ts';

/** Chooses the cutoff, each choice with what it would have shown and hidden lately. */

const CHOICES = [0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.999];
const LEAST = 0.5;
const MOST = 0.9999;

interface Choice extends QuickPickItem {
  readonly cutoff: number;
}

/**
 * Returns the cutoff that was chosen; undefined where it is the one in force, or none was.
 * @param previewOf asks the server
 */
export async function pickCutoff(
  previewOf: (cutoff: number) => Promise<Preview | null>,
): Promise<number | undefined> {
  const current = cutoffHere();
  const pick = window.createQuickPick<Choice>();
  pick.title = 'Sureline: show what is at least this sure';
  pick.placeholder = 'Choose, or type a number such as 97 or 0.97';
  pick.matchOnDescription = true;
  const choices = await Promise.all(
    [...new Set([...CHOICES, current])].sort((one, other) => one - other).map((cutoff) => choiceFor(cutoff)),
  );
  pick.items = choices;
  pick.activeItems = choices.filter(({ cutoff }) => cutoff === current);
  pick.onDidChangeValue(async (typed) => {
    const cutoff = read(typed);
    const own = cutoff === undefined ? [] : [{ ...(await choiceFor(cutoff)), alwaysShow: true }];
    if (pick.value === typed) pick.items = [...own, ...choices.filter((choice) => choice.cutoff !== cutoff)];
  });
  const { promise, resolve } = Promise.withResolvers<number | undefined>();
  pick.onDidAccept(() => resolve(pick.activeItems[0]?.cutoff));
  pick.onDidHide(() => resolve(undefined));
  pick.show();
  const chosen = await promise;
  pick.dispose();
  return chosen === current ? undefined : chosen;

  async function choiceFor(cutoff: number): Promise<Choice> {
    const preview = await previewOf(cutoff);
    const now = cutoff === current ? ' (now)' : '';
    return { cutoff, label: `${percent(cutoff)}${now}`, ...(preview && described(preview)) };
  }
}

function described(preview: Preview): Pick<QuickPickItem, 'description' | 'detail'> {
  const { places, shown, right, wrong, gained, lost } = preview;
  if (places === 0) return { description: 'type a little, and this says what it would show' };
  const known = right + wrong > 0 ? `, ${right} right and ${wrong} wrong as far as known` : '';
  const examples = [...gained.map(spelled('+')), ...lost.map(spelled('−'))].join('   ');
  return {
    description: `shows at ${shown} of the last ${places} places${known}`,
    ...(examples !== '' && { detail: examples }),
  };
}

function spelled(sign: string): (example: Example) => string {
  return ({ before, text }) => `${sign} ${before.trimStart()}[${text.split('\n', 1)[0]}]`;
}

/** A number between the least and the most cutoff; whole numbers are per cents. */
function read(typed: string): number | undefined {
  const number = Number(typed.replace(',', '.').replace('%', ''));
  const cutoff = number > 1 ? number / 100 : number;
  return typed.trim() !== '' && cutoff >= LEAST && cutoff <= MOST ? cutoff : undefined;
}
