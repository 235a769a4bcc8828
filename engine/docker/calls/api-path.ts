/** A name in a path of Docker's API. An invalid one reaches Docker too, so that Docker's own message refuses it. */
export function inPath(name: string): string {
  return encodeURIComponent(name);
}

/**
 * A description that is sent in the request body only. The client library would put all of it into the URL as well, where
 * proxies truncate it and logs keep it, secrets included; only `query` goes there, because Docker reads it there.
 */
export function inBody<T extends object>(description: T, query: Record<string, string> = {}): T {
  return { _query: query, _body: description } as unknown as T;
}
