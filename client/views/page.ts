import {
  type Band,
  type Explanation,
  type Outcome,
  type ReadingExplained,
  silenceReasons,
} from '../../server/lsp/protocol.ts';
import { html, type Html } from './html.ts';
import { reliabilityPage } from './plot.ts';
import { percent, readingPage, visible } from './tokens.ts';

/**
 * The inspector's page, from what the server explains. It holds no script: what
 * opens and closes does so by itself, by mouse, keyboard and screen reader.
 */
export interface PageParts {
  /** Undefined before anything was asked. */
  readonly explanation: Explanation | undefined;
  readonly reliability: readonly Band[];
  readonly styles: string;
  /** Where styles may come from; nothing else may be loaded from anywhere. */
  readonly styleSource: string;
}

export function inspectorPage({ explanation, reliability, styles, styleSource }: PageParts): string {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${styleSource}" />
        <link rel="stylesheet" href="${styles}" />
        <title>Sureline: Why?</title>
      </head>
      <body>
        <div class="columns">
          <main>
            ${explanation ? decision(explanation) : html`<p>Type somewhere, and the last decision shows here. For another place, put the cursor there and run "Sureline: Why?".</p>`}
          </main>
          <aside>${reliabilityPage(reliability)}</aside>
        </div>
      </body>
    </html>`;
  return page.text;
}

function decision({ outcome, cutoff, readings, timings }: Explanation): Html {
  const steps = timings.map(({ stage, at }) => html`<li>${stage}: ${at.toFixed(1)} ms</li>`);
  const telling = readings.filter((reading) => !isSpent(reading)).toReversed();
  return html`<h2>${headline(outcome)}</h2>
    ${telling.length === 0 ? html`<p>No reply was read.</p>` : undefined}
    ${telling.map((reading) => readingPage(reading, cutoff))}
    <section aria-label="Timings">
      <h3>Time from the key on</h3>
      <ol class="timings">
        ${steps}
      </ol>
    </section>`;
}

/** An earlier reply that was typed to its end says nothing about what comes now. */
function isSpent({ cached, steps, typed }: ReadingExplained): boolean {
  const length = steps.reduce((sum, step) => sum + step.text.length, 0);
  return cached && length <= typed.length;
}

function headline(outcome: Outcome): Html {
  if (outcome.kind === 'silent') {
    const detail = outcome.detail === undefined ? '' : ` ${outcome.detail}`;
    return html`Nothing is shown. ${silenceReasons[outcome.reason]}${detail}`;
  }
  const sources = {
    workspace: 'the workspace model',
    endpoint: 'the endpoint',
    cache: 'an earlier reply',
  } as const;
  return html`Shown: <code>${visible(outcome.text)}</code> ${percent(outcome.confidence)} sure, from
    ${sources[outcome.source]}`;
}
