import { BlockList, isIPv6 } from 'node:net';
import type { ProxySettings } from '../lsp/backend.ts';
import { ProxyFailure } from '../models/endpoint/send.ts';

/**
 * Which proxy requests go through: the one of the editor's settings, else of the
 * environment. Node.js itself speaks to it, and reads `NO_PROXY`.
 */

/** In the spelling that `http.Agent` takes. */
export interface ProxyEnvironment {
  readonly HTTP_PROXY?: string;
  readonly HTTPS_PROXY?: string;
  readonly NO_PROXY?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What an agent for this address has to be told; undefined where no proxy is set,
 * and for this machine, which no proxy could reach.
 * @throws ProxyFailure when one is set that cannot be used
 */
export function proxyFor(
  { protocol, hostname }: URL,
  { proxy, noProxy }: ProxySettings,
  environment: Environment,
): ProxyEnvironment | undefined {
  const name = protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const wanted = proxy.trim() || valueOf(environment, name);
  if (wanted === '' || isLoopback(hostname)) return undefined;
  if (!hasProxies) {
    throw new ProxyFailure('this Node.js cannot use one: update to 22.21 or newer, or set none');
  }
  const exempt = [valueOf(environment, 'NO_PROXY'), ...noProxy].filter((hosts) => hosts !== '');
  return { [name]: addressOf(wanted), NO_PROXY: exempt.join(',') };
}

/** Since 22.21 in one line of Node.js and 24.5 in the next; the flag came with it. */
const hasProxies = process.allowedNodeEnvironmentFlags.has('--use-env-proxy');

/** As everywhere, the lower-case spelling goes first. */
function valueOf(environment: Environment, name: string): string {
  return (environment[name.toLowerCase()] || environment[name] || '').trim();
}

/** Often written without its scheme. What Node.js would pass over in silence is refused. */
function addressOf(proxy: string): string {
  const address = URL.parse(proxy.includes('://') ? proxy : `http://${proxy}`);
  if (address?.protocol === 'http:' || address?.protocol === 'https:') return address.href;
  throw new ProxyFailure(
    'its address cannot be used: set it to an address like http://proxy.example.com:8080',
  );
}

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8);
loopback.addAddress('::1', 'ipv6');

function isLoopback(hostname: string): boolean {
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    loopback.check(host, isIPv6(host) ? 'ipv6' : 'ipv4')
  );
}
