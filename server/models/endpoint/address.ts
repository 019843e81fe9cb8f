import type { EndpointSettings } from '../../settings/settings.ts';
import { ModelFailure } from '../model.ts';

/** Where an endpoint is, checked before anything is sent there. */
export interface Address {
  /** Without a slash at the end of its path; with the query, where there is one. */
  readonly baseUrl: string;
  /** Scheme, host and port: what may be shown and logged. */
  readonly origin: string;
}

/** The address of a route, which people copy where its base URL is wanted. */
const ROUTE = /\/(chat\/completions|completions|models|api\/(generate|chat|tags)|infill|completion)\/*$/;

/** @throws ModelFailure when the settings name no place to send a request to */
export function addressOf({ url, model }: EndpointSettings): Address {
  const parsed = URL.parse(url.trim());
  if (parsed?.protocol !== 'http:' && parsed?.protocol !== 'https:') {
    throw new ModelFailure(
      'sureline.endpoint.url is no web address: write it like http://localhost:11434/v1.',
    );
  }
  if (parsed.username !== '' || parsed.password !== '') {
    throw new ModelFailure(
      'sureline.endpoint.url holds a user name or password: take it out, and set it as the API key.',
    );
  }
  if (model.trim() === '') {
    throw new ModelFailure(`sureline.endpoint.model is empty: set it to a model that ${parsed.origin} has.`);
  }
  parsed.hash = '';
  parsed.pathname = parsed.pathname.replace(ROUTE, '').replace(/\/+$/, '');
  return { baseUrl: parsed.toString().replace(/\/$/, ''), origin: parsed.origin };
}
