import { DOCKER_HUB, registryOf } from "./registry-name.ts";

/** Why a registry did not give an image, as far as it decides what to do. */
export type RegistryFailure = "rate-limit" | "login" | "absent" | "network" | "trust" | "other";

/** By what engines and registries say; the first that fits counts. */
const WORDS: readonly [RegistryFailure, RegExp][] = [
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

/** From the engine's answer to what it means; `status` is that of the engine's own HTTP, where there was one. */
export function kindOfFailure(image: string, reason: string, status?: number): RegistryFailure {
  if (status === 429) return "rate-limit";
  const kind = WORDS.find(([, words]) => words.test(reason))?.[0];
  // Docker Hub tells a repository that is not there from one that is private to those who may read it only.
  if (kind === "login" && registryOf(image) === DOCKER_HUB && !/incorrect|basic auth/i.test(reason))
    return "absent";
  if (kind !== undefined) return kind;
  if (status === 401 || status === 403) return "login";
  return status === 404 ? "absent" : "other";
}

/** What to do about it, in one sentence that works as it stands; nothing is known for `other`. */
export function adviceFor(image: string, kind: RegistryFailure): string {
  const registry = registryOf(image);
  const login = registry === DOCKER_HUB ? "docker login" : `docker login ${registry}`;
  switch (kind) {
    case "rate-limit":
      return `${registry} limits how many images one address may pull: log in, which has a limit of its own (${login}), or wait; what is on this machine already is not asked for again`;
    case "login":
      return `${registry} wants another login: ${login}`;
    case "absent":
      return `see whether the name is right, and its tag; if the image is private, log in: ${login}`;
    case "network":
      return `the engine does not reach ${registry}: see its network, its DNS and its proxy`;
    case "trust":
      return `the engine does not trust ${registry}: give it the registry's certificate (/etc/docker/certs.d/${registry}/ca.crt), or name it under insecure-registries in its daemon.json`;
    case "other":
      return "";
  }
}
