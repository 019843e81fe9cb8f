import type { ReadingExplained, Step } from '../../server/lsp/protocol.ts';
import { html, type Html } from './html.ts';

/** One reply as the inspector shows it: its tokens with their probabilities as colour and figure, and the alternatives to each. */

export function readingPage(reading: ReadingExplained, cutoff: number): Html {
  const { source, cached, typed, best, verdict, steps } = reading;
  const shownEnd = verdict === 'passes' && best ? typed.length + best.text.length : typed.length;
  const since = typed === '' ? undefined : html`; since then <code>${visible(typed)}</code> was typed`;
  if (steps.length === 0) {
    return html`<section class="reading">
      <h3>
        ${source === 'workspace' ? 'Workspace model' : 'Endpoint'}<span class="aside"> had no answer</span>
      </h3>
    </section>`;
  }
  return html`<section class="reading">
    <h3>
      ${source === 'workspace' ? 'Workspace model' : 'Endpoint'}<span class="aside"
        >${cached ? ' an earlier reply, read again' : ' asked now'}${since}</span
      >
    </h3>
    <ol class="tokens" aria-label="Tokens of the reply">
      ${placed(steps).map((at) => tokenItem(at, typed, shownEnd, cutoff))}
    </ol>
    ${best && html`<p>Likeliest start: <code>${visible(best.text)}</code> ${percent(best.estimate)}, at the very least ${percent(best.floor)}; needed: ${percent(cutoff)}.</p>`}
  </section>`;
}

/** One step, and what the reply says before it. */
interface Placed {
  readonly step: Step;
  readonly before: string;
}

function placed(steps: readonly Step[]): Placed[] {
  let before = '';
  return steps.map((step) => {
    const at = { step, before };
    before += step.text;
    return at;
  });
}

function tokenItem({ step, before }: Placed, typed: string, shownEnd: number, cutoff: number): Html {
  const start = before.length;
  const end = start + step.text.length;
  const role = end <= typed.length ? 'typed' : end <= shownEnd ? 'shown' : 'kept';
  const line =
    start <= shownEnd && end > shownEnd
      ? html`<li
          class="cutoff"
          role="separator"
          aria-label="Cutoff ${percent(cutoff)}: nothing after this is shown"
        >
          <span aria-hidden="true">${percent(cutoff)}</span>
        </li>`
      : undefined;
  const label = `${step.ends ? 'end' : visible(step.text)}, ${probability(step)}, ${ROLES[role]}`;
  return html`${line}
    <li class="token ${role} ${band(step.logprob)}">
      <details>
        <summary aria-label="${label}">
          <code>${step.ends ? '⏹' : visible(step.text)}</code><span class="figure">${probability(step)}</span>
        </summary>
        <table>
          <caption>
            Instead of it
          </caption>
          ${alternatives(step, before, typed)}
        </table>
      </details>
    </li>`;
}

const ROLES = { typed: 'typed', shown: 'shown', kept: 'not shown' } as const;

function alternatives(step: Step, before: string, typed: string): readonly Html[] {
  const others = step.alternatives.filter(({ text, ends }) => text !== step.text || ends !== step.ends);
  if (others.length === 0)
    return [
      html`<tr>
        <td>The model named no alternatives.</td>
      </tr>`,
    ];
  return others.map(({ text, ends, logprob }) => {
    const opening = before + text;
    const isOpen = ends
      ? opening.length >= typed.length
      : opening.startsWith(typed) || typed.startsWith(opening);
    const note = isOpen ? '' : 'ruled out by what was typed';
    return html`<tr class="${isOpen ? 'open' : 'ruled-out'}">
      <td><code>${ends ? '⏹' : visible(text)}</code></td>
      <td>${probability({ logprob })}</td>
      <td>${note}</td>
    </tr>`;
  });
}

/** Colour by tenths: the stylesheet has one for each. */
function band(logprob: number | undefined): string {
  return logprob === undefined ? 'unknown' : `p${Math.min(9, Math.floor(10 * Math.exp(logprob)))}`;
}

function probability({ logprob }: { readonly logprob: number | undefined }): string {
  return logprob === undefined ? 'not said' : percent(Math.exp(logprob));
}

/** Per cents, finer where they are near the ends. */
export function percent(value: number): string {
  const digits = value > 0.99 || value < 0.01 ? 2 : value > 0.9 ? 1 : 0;
  return `${(100 * value).toFixed(digits)} %`;
}

/** Blanks and line breaks as signs that can be seen. */
export function visible(text: string): string {
  return text.replaceAll(' ', '·').replaceAll('\t', '→').replaceAll(/\r?\n/g, '⏎');
}
