import type { ProxySettings } from './backend.ts';

/** No proxy but that of the environment. */
export const noProxy: ProxySettings = { proxy: '', noProxy: [] };

/** Reads the editor's own proxy settings, as VS Code and its kin have them in the section `http`. What is odd counts as not set. */
export function proxyOf(section: unknown): ProxySettings {
  const proxySupport = at(section, 'proxySupport');
  const proxy = at(section, 'proxy');
  const noProxy = at(section, 'noProxy');
  return {
    proxy: typeof proxy === 'string' && proxySupport !== 'off' ? proxy : '',
    noProxy: Array.isArray(noProxy) ? noProxy.filter((host) => typeof host === 'string') : [],
  };
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
