import type { Dialect } from '../dialect.ts';

/** Services that give no probabilities with any model: known so that a person is told at once, and told what to use instead. */

export const mistral = refused(
  'mistral',
  /(^|\.)(api|codestral)\.mistral\.ai$/,
  'Mistral gives no token probabilities, for Codestral neither. Run an open model such as Codestral or Qwen2.5-Coder with llama.cpp, Ollama or vLLM, or use DeepSeek.',
);

export const groq = refused(
  'groq',
  /(^|\.)api\.groq\.com$/,
  'Groq gives no token probabilities. Use OpenAI, DeepSeek, Together or Fireworks, or run a model with llama.cpp, Ollama or vLLM.',
);

export const gemini = refused(
  'gemini',
  /(^|\.)generativelanguage\.googleapis\.com$/,
  'Gemini gives no token probabilities through its OpenAI-compatible API. Use OpenAI, DeepSeek, Together or Fireworks, or run a model such as CodeGemma with llama.cpp, Ollama or vLLM.',
);

function refused(name: string, hosts: RegExp, sentences: string): Dialect {
  return { name, hosts, refusal: () => sentences, routes: () => [] };
}
