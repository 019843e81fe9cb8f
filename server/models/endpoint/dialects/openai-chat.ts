import type { Dialect } from '../dialect.ts';
import { type ChatRoute, chatRoute } from './routes/chat.ts';

/** Chat completions as OpenAI spells them, and most others after it: what `auto` takes where nothing tells more. */
export const openaiChat: Dialect = {
  name: 'openai-chat',
  hosts: /(^|\.)api\.openai\.com$/,
  refusal: reasoningOnly,
  routes: (model) => [chatRoute({ cap: 'max_completion_tokens', ...withoutReasoning(model) })],
};

/** Reasons before every answer, which rules out logprobs. */
const REASONING_ONLY = /(^|\/)(o[1-9](-|$)|gpt-5(-(mini|nano|pro|codex))?(-\d{4}-\d{2}-\d{2})?$)/;
/** Gives logprobs when told not to reason. */
const MAY_REASON = /(^|\/)gpt-(5\.\d|[6-9])/;

/** Why a model of OpenAI's gives no probabilities. */
export function reasoningOnly(model: string): string | undefined {
  return REASONING_ONLY.test(model)
    ? `${model} always reasons first, and OpenAI gives no token probabilities for such models. Use gpt-4.1-mini, gpt-4o-mini, or gpt-5.1 or newer.`
    : undefined;
}

/** What has to be said to models that reason unless told not to: they take fewer alternatives, and no limit below 4 tokens. */
export function withoutReasoning(model: string): ChatRoute {
  return MAY_REASON.test(model)
    ? { maxTopLogprobs: 5, leastTokens: 8, also: { reasoning_effort: 'none' } }
    : {};
}
