import type { Log } from '../base/log.ts';
import type { Engine } from '../engine/engine.ts';
import type { ProbeReport } from '../models/endpoint/probe-report.ts';
import type { Settings } from '../settings/settings.ts';

/** What the language server talks to, and what it is told: the only door between LSP and the rest. */
export interface Backend {
  readonly engine: Pick<
    Engine,
    'complete' | 'longer' | 'explain' | 'hindsight' | 'textChanged' | 'closed' | 'accepted'
  >;
  /** Settings, folders (paths), the proxy or the key may be new. Resolves when requests are answered by them. */
  configure(settings: Settings, folders: readonly string[], proxy: ProxySettings): Promise<void>;
  /** What the endpoint can do; null where none is set. Asked once, and again once something failed. */
  probe(signal: AbortSignal): Promise<ProbeReport | null>;
  /** Files on disk are new or changed; canonical URIs. */
  filesChanged(uris: readonly string[]): void;
  /** Files on disk are gone; canonical URIs. */
  filesRemoved(uris: readonly string[]): void;
  /** Ends what runs beside the requests. */
  dispose(): void;
}

/** The editor's own proxy settings. */
export interface ProxySettings {
  /** Address of a proxy for everything; empty: as the environment says. */
  readonly proxy: string;
  /** Hosts that are reached without it. */
  readonly noProxy: readonly string[];
}

/** What a backend is given by the language server. */
export interface Surroundings {
  readonly log: Log;
  /** The key that was set for the endpoint at this URL, from wherever this client keeps it. */
  apiKey(url: string): Promise<string | undefined>;
  onLearning(progress: LearningProgress): void;
  onEndpoint(state: EndpointState): void;
}

export interface LearningProgress {
  readonly done: boolean;
  readonly files: number;
  readonly totalFiles: number;
}

export interface EndpointState {
  readonly state: 'ready' | 'no-key' | 'no-probabilities' | 'failed';
  /** One sentence for a person. */
  readonly reason?: string;
}
