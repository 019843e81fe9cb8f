import type { Page } from 'playwright-core';

/**
 * What was painted as ghost text, frame after frame, and the keys between, on
 * the clock of the page; and what a person would have seen flicker in it.
 */
export type Seen = Key | Frame;

interface Key {
  readonly kind: 'key';
  /** When it was pressed, in milliseconds on the page's clock. */
  readonly at: number;
  readonly key: string;
}

/** The first of one or more frames with the same ghost text. */
export interface Frame {
  readonly kind: 'frame';
  readonly at: number;
  /** Empty where none is painted. */
  readonly text: string;
}

/** Begins to write down; what was seen so far is had as often as it is asked for. */
export async function record(page: Page): Promise<() => Promise<readonly Seen[]>> {
  await page.evaluate(recordInPage);
  return () =>
    page.evaluate(async () => {
      const inside = globalThis as unknown as Inside;
      // What was painted just now may not have been written down yet.
      await new Promise((resolve) =>
        inside.requestAnimationFrame(() => inside.requestAnimationFrame(() => setTimeout(resolve))),
      );
      return inside.seen;
    });
}

/** Runs in the page, so that it uses nothing from here. */
function recordInPage(): void {
  const inside = globalThis as unknown as Inside;
  inside.stopRecording?.();
  const seen: Seen[] = [];
  inside.seen = seen;
  let isOver = false;
  let last: string | undefined;
  const pressed = (event: { readonly timeStamp: number; readonly key: string }): void => {
    seen.push({ kind: 'key', at: event.timeStamp, key: event.key });
  };
  const look = (): void => {
    const parts = [...inside.document.querySelectorAll('.ghost-text-decoration, .ghost-text .view-line')];
    const text = parts
      .map(({ textContent }) => textContent)
      .join('')
      .replaceAll('\u00a0', ' ');
    if (text !== last) seen.push({ kind: 'frame', at: performance.now(), text });
    last = text;
  };
  // A message posted in a frame is read once everybody has drawn what belongs to that frame.
  const drawn = new MessageChannel();
  drawn.port1.addEventListener('message', look);
  drawn.port1.start();
  const everyFrame = (): void => {
    if (isOver) return;
    drawn.port2.postMessage(undefined);
    inside.requestAnimationFrame(everyFrame);
  };
  inside.addEventListener('keydown', pressed, true);
  inside.stopRecording = () => {
    isOver = true;
    inside.removeEventListener('keydown', pressed, true);
  };
  everyFrame();
}

/** The texts that were painted, one after the other. */
export function texts(seen: readonly Seen[]): readonly string[] {
  return seen.filter((one) => one.kind === 'frame').map(({ text }) => text);
}

/** How calm it was. */
export interface Calm {
  /** Keys typed along with a shown text. */
  readonly along: number;
  /** Texts that became longer without a key. */
  readonly swaps: number;
  /** Moments at which a text that was not typed to its end was gone, with no key that speaks against it. */
  readonly blank: number;
  /** Moments at which another text stood in the place of one that nothing spoke against. */
  readonly replaced: number;
}

/** Holds each painted frame against what was shown before it and the keys since. */
export function calmOf(seen: readonly Seen[]): Calm {
  const calm = { along: 0, swaps: 0, blank: 0, replaced: 0 };
  let shown = '';
  let typed = '';
  for (const one of seen) {
    if (one.kind === 'key') {
      if (shown === '') continue;
      const isAlong = one.key.length === 1 && shown.startsWith(typed + one.key);
      if (isAlong) calm.along++;
      typed = isAlong ? typed + one.key : '';
      // Any other key may take it away: Tab, Escape, a letter that it does not go on with.
      if (!isAlong) shown = '';
      continue;
    }
    typed = shown === '' ? '' : late(one.text);
    shown = one.text;
  }
  return calm;

  /** Notes what a frame shows in the place of what was shown before; returns those of the keys that it came too early for. */
  function late(text: string): string {
    const rest = shown.slice(typed.length);
    if (text === '') {
      calm.blank += rest === '' ? 0 : 1;
      return '';
    }
    const rests = Array.from({ length: typed.length + 1 }, (_, count) => shown.slice(count));
    const same = rests.indexOf(text);
    const count = same < 0 ? rests.findLastIndex((rest) => text.startsWith(rest)) : same;
    if (count < 0) calm.replaced++;
    else if (typed === '' && text.length > rest.length) calm.swaps++;
    return count < 0 ? '' : typed.slice(count);
  }
}

/** Milliseconds from the key to the frame, wherever a text appeared that was not there before. */
export function keyToPaint(seen: readonly Seen[]): readonly number[] {
  const times: number[] = [];
  let key: Key | undefined;
  let shown = '';
  for (const one of seen) {
    if (one.kind === 'key') key = one;
    else {
      if (shown === '' && one.text !== '' && key) times.push(one.at - key.at);
      shown = one.text;
    }
  }
  return times;
}

/** As much of a browser as runs in the page. */
interface Inside {
  readonly document: { querySelectorAll(selector: string): Iterable<{ readonly textContent: string }> };
  requestAnimationFrame(look: () => void): void;
  addEventListener(type: 'keydown', listener: (event: KeyEvent) => void, isFirst: boolean): void;
  removeEventListener(type: 'keydown', listener: (event: KeyEvent) => void, isFirst: boolean): void;
  seen: readonly Seen[];
  stopRecording?: () => void;
}

interface KeyEvent {
  readonly timeStamp: number;
  readonly key: string;
}
