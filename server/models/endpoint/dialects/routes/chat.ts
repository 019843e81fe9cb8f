import type { Ask, Route } from '../../dialect.ts';
import { readChat } from '../shapes/choice.ts';
import { below } from './url.ts';

/**
 * Chat completions. A model that cannot be given the start of its answer is
 * asked in words to go on.
 */
export interface ChatRoute {
  readonly maxTopLogprobs?: number;
  /** What the limit is called. */
  readonly cap?: 'max_tokens' | 'max_completion_tokens';
  /** Least limit that is accepted, in tokens. */
  readonly leastTokens?: number;
  /** 0 where logprobs are those before the temperature. */
  readonly temperature?: number;
  /** Where only the start of the answer is given: what else the last message and the request then say. */
  readonly prefill?: Prefill;
  /** What else the request says. */
  readonly also?: Readonly<Record<string, unknown>>;
  readonly hidesTokens?: boolean;
  readonly keyHeader?: string;
  readonly url?: (baseUrl: string) => string;
}

export interface Prefill {
  readonly message?: Readonly<Record<string, unknown>>;
  readonly also?: Readonly<Record<string, unknown>>;
  /** The answer shows the start that it was given once more. */
  readonly isShown?: boolean;
}

/** The chat route of one dialect. */
export function chatRoute(route: ChatRoute = {}): Route {
  const { prefill, maxTopLogprobs = 20, hidesTokens, keyHeader } = route;
  return {
    name: prefill ? 'chat, begun' : 'chat',
    fillsInMiddle: false,
    maxTopLogprobs,
    mayEcho: true,
    ...(hidesTokens ? { hidesTokens } : {}),
    ...(keyHeader === undefined ? {} : { keyHeader }),
    url: route.url ?? ((baseUrl) => below(baseUrl, '/chat/completions')),
    request: (ask) => ({
      model: ask.model,
      messages: messages(ask, prefill),
      temperature: route.temperature ?? 0,
      n: 1,
      stream: true,
      [route.cap ?? 'max_tokens']: Math.max(ask.maxTokens, route.leastTokens ?? 1),
      logprobs: true,
      top_logprobs: ask.topLogprobs,
      ...route.also,
      ...(isBegun(ask, prefill) ? prefill?.also : {}),
    }),
    read: readChat,
    ...(prefill ? { owes: (ask: Ask) => (isBegun(ask, prefill) ? blanksAtEnd(ask) : '') } : {}),
    ...(prefill?.isShown ? { repeats: begun } : {}),
  };
}

const instruction = [
  'You are the autocomplete of a text editor.',
  'Reply with nothing but the characters that come next at the cursor, which is where the user message ends.',
  'Begin with the very next character, be it a blank, a line break or a sign.',
  'Do not repeat what is already there, do not explain, do not quote, do not use Markdown.',
].join(' ');

/** What changes from key to key comes last, so that servers can reuse what they computed for the rest. */
export function messages(ask: Ask, prefill: Prefill | undefined): Readonly<Record<string, unknown>>[] {
  const follows = ask.after === '' ? '' : `After the cursor follows:\n${ask.after}\n\n`;
  const known = `Language: ${ask.languageId}\n\n${follows}`;
  const system = { role: 'system', content: instruction };
  if (!isBegun(ask, prefill)) {
    return [system, { role: 'user', content: `${known}Continue this text:\n${ask.before}` }];
  }
  return [
    { role: 'system', content: begunInstruction },
    { role: 'user', content: `${known}Write the text.` },
    { role: 'assistant', content: begun(ask), ...prefill?.message },
  ];
}

const begunInstruction =
  'You write the text of a file, as its autocomplete would: nothing but the text, no explanation, no Markdown.';

/** Blanks at the end of a message are cut off by many chat templates: they are left for the reply to begin with. */
function begun({ before }: Ask): string {
  return before.trimEnd();
}

function blanksAtEnd({ before }: Ask): string {
  return before.slice(before.trimEnd().length);
}

function isBegun(ask: Ask, prefill: Prefill | undefined): boolean {
  return prefill !== undefined && begun(ask) !== '';
}
