import type { Dialect } from '../dialect.ts';
import { anyscale } from './anyscale.ts';
import { azure } from './azure.ts';
import { deepseek } from './deepseek.ts';
import { fireworks } from './fireworks.ts';
import { huggingface } from './huggingface.ts';
import { litellm } from './litellm.ts';
import { llamacpp } from './llamacpp.ts';
import { lmstudio } from './lmstudio.ts';
import { octoai } from './octoai.ts';
import { ollama } from './ollama.ts';
import { openaiChat } from './openai-chat.ts';
import { openaiCompletions } from './openai-completions.ts';
import { openrouter } from './openrouter.ts';
import { sglang } from './sglang.ts';
import { tgi } from './tgi.ts';
import { together } from './together.ts';
import { vllm } from './vllm.ts';
import { gemini, groq, mistral } from './without-logprobs.ts';
import { xai } from './xai.ts';

/** All dialects, the particular before the general. One that is added here has to be named in the settings, too. */
export const dialects: readonly Dialect[] = [
  openaiCompletions,
  openaiChat,
  azure,
  deepseek,
  ollama,
  llamacpp,
  vllm,
  sglang,
  tgi,
  lmstudio,
  together,
  fireworks,
  openrouter,
  xai,
  litellm,
  huggingface,
  anyscale,
  octoai,
  mistral,
  groq,
  gemini,
];
