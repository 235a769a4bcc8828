import { DOCKER_HUB, registryOf } from "./registry-name.ts";

/** Why a registry did not deliver an image, by what to do about it. */
export type RegistryFailure = "rate-limit" | "login" | "absent" | "network" | "trust" | "other";

/** The kinds by the messages of engines and registries; the first match counts. */
const PATTERNS: readonly [RegistryFailure, RegExp][] = [
  ["rate-limit", /toomanyrequests|too many requests|rate limit|HTTP 429/i],
  ["login", /incorrect username or password|no basic auth credentials|invalid username\/password/i],
  ["absent", /manifest unknown|name unknown|manifest for .* not found|does not exist|no matching manifest/i],
  ["login", /unauthorized|authentication required|access to the resource is denied|^denied|: denied/i],
  ["trust", /x509:|certificate|server gave HTTP response to HTTPS client/i],
  [
    "network",
    /no such host|dial tcp|connection (refused|reset)|timeout|deadline exceeded|unreachable|no answer within|proxyconnect|Temporary failure|\bEOF\b|request canceled/i,
  ],
];

/** The kind of failure that the engine's answer means; `status` is its HTTP status, if there was one. */
export function kindOfFailure(image: string, reason: string, status?: number): RegistryFailure {
  if (status === 429) return "rate-limit";
  const kind = PATTERNS.find(([, pattern]) => pattern.test(reason))?.[0];
  // Docker Hub gives the same answer for a missing repository and for a private one that the user may not read.
  if (kind === "login" && registryOf(image) === DOCKER_HUB && !/incorrect|basic auth/i.test(reason))
    return "absent";
  if (kind !== undefined) return kind;
  if (status === 401 || status === 403) return "login";
  return status === 404 ? "absent" : "other";
}

/** What to do about it, in one sentence; empty for `other`. */
export function adviceFor(image: string, kind: RegistryFailure): string {
  const registry = registryOf(image);
  const login = registry === DOCKER_HUB ? "docker login" : `docker login ${registry}`;
  switch (kind) {
    case "rate-limit":
      return `${registry} limits how many images one address may pull: log in, because an account has a limit of its own (${login}), or wait; images that are already on this machine are not pulled again`;
    case "login":
      return `${registry} needs another login: ${login}`;
    case "absent":
      return `check the name and the tag; if the image is private, log in: ${login}`;
    case "network":
      return `the engine cannot reach ${registry}: check its network, its DNS and its proxy`;
    case "trust":
      return `the engine does not trust ${registry}: give it the registry's certificate (/etc/docker/certs.d/${registry}/ca.crt), or name it under insecure-registries in its daemon.json`;
    case "other":
      return "";
  }
}
