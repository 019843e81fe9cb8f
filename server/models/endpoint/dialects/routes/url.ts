/**
 * Addresses below a base URL as people write it: with or without the version of
 * the API, with or without a query that has to stay.
 */

/** A path below the base URL. A base that names only a host stands for that host's `usual` base. */
export function below(baseUrl: string, path: string, usual = '/v1'): string {
  const url = new URL(baseUrl);
  const base = url.pathname.replace(/\/+$/, '');
  url.pathname = `${base === '' ? usual : base}${path}`;
  return url.toString();
}

/** A path at the root of a server, beside its `/v1`. */
export function besideVersion(baseUrl: string, path: string): string {
  const url = new URL(baseUrl);
  url.pathname = `${url.pathname.replace(/\/+$/, '').replace(/\/(v1|api|beta)$/, '')}${path}`;
  return url.toString();
}
