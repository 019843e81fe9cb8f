import type { Band } from '../../server/lsp/protocol.ts';
import { html, type Html } from './html.ts';
import { percent } from './tokens.ts';

/** The reliability of what has been shown: how often it was right, by the confidence it was shown with. */

/** Units of the drawing; the stylesheet gives it its size. */
const SIZE = 100;
/** Confidences below are never shown. */
const LEAST = 0.5;
/** Least and most radius of a dot: the area tells how many it stands for. */
const RADII = { least: 1.5, most: 5 } as const;

export function reliabilityPage(bands: readonly Band[]): Html {
  const known = bands.filter(({ shown }) => shown > 0);
  if (known.length === 0) {
    return html`<section aria-label="Reliability">
      <h2>Right so far</h2>
      <p>Nothing that was shown has been decided by what you typed yet.</p>
    </section>`;
  }
  const shown = known.reduce((sum, band) => sum + band.shown, 0);
  const held = known.reduce((sum, band) => sum + band.held, 0);
  const summary = `${held} of ${shown} suggestions became what you typed (${percent(held / shown)})`;
  return html`<section aria-label="Reliability">
    <h2>Right so far</h2>
    <p>${summary}, since this window was opened.</p>
    <svg viewBox="-14 -4 124 120" role="img" aria-label="${summary}; the table below has the figures">
      <rect class="frame" x="0" y="0" width="${SIZE}" height="${SIZE}"></rect>
      <line class="ideal" x1="0" y1="${yOf(LEAST)}" x2="${SIZE}" y2="0"></line>
      ${known.map((band) => dot(band, shown))}
      <text x="0" y="${SIZE + 9}">50 %</text>
      <text x="${SIZE}" y="${SIZE + 9}" text-anchor="end">100 % claimed</text>
      <text x="-2" y="4" text-anchor="end">100</text>
      <text x="-2" y="${SIZE}" text-anchor="end">0</text>
    </svg>
    <table>
      <caption>
        Held, by confidence claimed
      </caption>
      <tr>
        <th scope="col">from</th>
        <th scope="col">claimed</th>
        <th scope="col">held</th>
      </tr>
      ${known.map(
        ({ from, claimed, held, shown }) =>
          html`<tr>
            <td>${percent(from)}</td>
            <td>${percent(claimed)}</td>
            <td>${percent(held / shown)} of ${shown}</td>
          </tr>`,
      )}
    </table>
  </section>`;
}

function dot({ claimed, held, shown }: Band, total: number): Html {
  const radius = RADII.least + (RADII.most - RADII.least) * Math.sqrt(shown / total);
  const x = (SIZE * (claimed - LEAST)) / (1 - LEAST);
  return html`<circle
    class="dot"
    cx="${x.toFixed(1)}"
    cy="${yOf(held / shown)}"
    r="${radius.toFixed(1)}"
  ></circle>`;
}

function yOf(share: number): string {
  return (SIZE * (1 - share)).toFixed(1);
}
