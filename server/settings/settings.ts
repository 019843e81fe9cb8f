/**
 * What a user can set, parsed once into a frozen value. The keys, defaults and
 * ranges are a contract with other people's configuration files.
 */
export interface Settings {
  readonly enabled: boolean;
  /** Language ids with a switch or settings of their own; what is not set there is as for all. */
  readonly languages: Readonly<Record<string, boolean | LanguageSettings>>;
  /** Least confidence at which anything is shown, 0.5 to 0.9999. */
  readonly cutoff: number;
  /** Least milliseconds between the last key and showing anything. */
  readonly delay: number;
  readonly endpoint: EndpointSettings;
  /** Most tokens asked for at a time. */
  readonly maxTokens: number;
  /** Alternatives asked for at each token. */
  readonly topLogprobs: number;
  /** A longer sure text may replace a shown one that it extends. */
  readonly push: boolean;
  /** When ordinary completion is offered: where the client has no inline completion, always, or never. */
  readonly completion: 'auto' | 'always' | 'never';
  /** The built-in network is taught the workspace, in the background. */
  readonly fineTuning: boolean;
  /** Globs never read, sent or suggested from, besides the built-in ones and ignore files. */
  readonly exclude: readonly string[];
}

/** What may be set for one language apart. */
export type LanguageSettings = Partial<Pick<Settings, (typeof languageKeys)[number]>>;

/** Where text is sent, and what is read, is never a matter of one language. */
export const languageKeys = Object.freeze(['enabled', 'cutoff', 'delay', 'maxTokens', 'push'] as const);

export interface EndpointSettings {
  /** Base URL; empty: nothing leaves the machine. */
  readonly url: string;
  /** The model's name as the endpoint knows it. */
  readonly model: string;
  /** One of `dialectNames`. */
  readonly dialect: string;
}

export const defaultSettings: Settings = Object.freeze({
  enabled: true,
  languages: Object.freeze({}),
  cutoff: 0.95,
  delay: 0,
  endpoint: Object.freeze({ url: '', model: '', dialect: 'auto' }),
  maxTokens: 12,
  topLogprobs: 20,
  push: true,
  completion: 'auto',
  fineTuning: true,
  exclude: Object.freeze([]),
} as const);

/** The settings in force for one language. */
export function settingsFor(settings: Settings, languageId: string): Settings {
  const own = Object.hasOwn(settings.languages, languageId) ? settings.languages[languageId] : undefined;
  if (own === undefined) return settings;
  return { ...settings, ...(typeof own === 'boolean' ? { enabled: own } : own) };
}

/** What `endpoint.dialect` may be: recognised by itself, or one kind of endpoint. */
export const dialectNames: readonly string[] = Object.freeze([
  'auto',
  'openai-chat',
  'openai-completions',
  'azure',
  'deepseek',
  'ollama',
  'llamacpp',
  'vllm',
  'sglang',
  'tgi',
  'lmstudio',
  'together',
  'fireworks',
  'openrouter',
  'xai',
  'litellm',
  'huggingface',
  'anyscale',
  'octoai',
]);
