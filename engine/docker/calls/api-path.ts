/** A name as part of a path of Docker's API: one that Docker does not take reaches it, too, to be refused in its words. */
export function inPath(name: string): string {
  return encodeURIComponent(name);
}

/**
 * A description as the body of a request alone. The client library would put all of it into the address, too, where
 * proxies cut it off and logs keep it, secrets included; only what Docker reads from there is left in it.
 */
export function inBody<T extends object>(description: T, query: Record<string, string> = {}): T {
  return { _query: query, _body: description } as unknown as T;
}
