import type { Log } from '../base/log.ts';
import type { Engine } from '../engine/engine.ts';
import type { Settings } from '../settings/settings.ts';

/** What the language server talks to, and what it is told: the only door between LSP and the rest. */
export interface Backend {
  readonly engine: Pick<Engine, 'complete' | 'explain' | 'textChanged' | 'closed' | 'accepted'>;
  /** Settings or folders (paths) are new. Resolves when requests are answered by them. */
  configure(settings: Settings, folders: readonly string[]): Promise<void>;
  /** Files on disk are new or changed; canonical URIs. */
  filesChanged(uris: readonly string[]): void;
  /** Files on disk are gone; canonical URIs. */
  filesRemoved(uris: readonly string[]): void;
  /** Ends what runs beside the requests. */
  dispose(): void;
}

/** What a backend is given by the language server. */
export interface Surroundings {
  readonly log: Log;
  /** The key for the endpoint, from wherever this client keeps it. */
  apiKey(): Promise<string | undefined>;
  onLearning(progress: LearningProgress): void;
  onEndpoint(state: EndpointState): void;
}

export interface LearningProgress {
  readonly done: boolean;
  readonly files: number;
  readonly totalFiles: number;
}

export interface EndpointState {
  readonly state: 'ready' | 'no-key' | 'failed';
  /** One sentence for a person. */
  readonly reason?: string;
}
