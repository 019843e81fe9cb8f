/** Pieces of HTML that are safe to put together: whatever is filled in is escaped, unless it is such a piece itself. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Filling = string | number | Html | readonly Html[] | undefined;

/** A template whose fillings are escaped. Nothing is put for undefined. */
export function html(pieces: TemplateStringsArray, ...fillings: readonly Filling[]): Html {
  const parts = pieces.map((piece, index) => piece + spelled(fillings[index]));
  return new Html(parts.join(''));
}

function spelled(filling: Filling): string {
  if (filling === undefined) return '';
  if (filling instanceof Html) return filling.text;
  if (typeof filling === 'object') return filling.map(({ text }) => text).join('');
  return String(filling).replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
