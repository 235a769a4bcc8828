import { Agent } from "node:http";
import { Agent as TlsAgent } from "node:https";
import { createRequire } from "node:module";
import { inspect } from "node:util";
import type Dockerode from "dockerode";
import { parseDockerHost } from "./address.ts";
import { type Endpoint, endpointOf } from "./endpoint.ts";
import { SshAgent } from "./ssh-agent.ts";

/** How HTTP reaches an engine: for Node's own `request`, and for the client library. */
export interface Route {
  readonly protocol: "http" | "https";
  readonly agent: Agent | TlsAgent;
  /** What stands before every path of the API. */
  readonly pathPrefix: string;
  readonly target: { readonly socketPath: string } | { readonly host: string; readonly port: number };
}

/** One pool of connections for all that is done at once: a build, a pull and each wait hold one for long. */
const POOL = { keepAlive: true, maxSockets: 64 };

/** Where the number of connections is limited, Node keeps them all the same for those who wait for one. */
const NO_POOL = { keepAlive: false };

/** The way to an engine; without `keepAlive` each call has a connection of its own, which ends with it. */
export function routeTo({ host, tls }: Endpoint, { keepAlive = true } = {}): Route {
  const address = parseDockerHost(host);
  const pool = keepAlive ? POOL : NO_POOL;
  const plain = { protocol: "http", pathPrefix: "" } as const;
  if (address.kind === "unix") {
    return { ...plain, agent: briefly(new Agent(pool)), target: { socketPath: address.socketPath } };
  }
  if (address.kind === "ssh") {
    const agent = briefly(new SshAgent(address.sshArguments, pool));
    // The name goes into the header `Host` alone: where to, `ssh` knows.
    return { ...plain, agent, target: { host: "docker.example.com", port: 80 } };
  }
  const { pathPrefix, port } = address;
  const target = { host: address.host, port };
  if (tls === undefined && !address.secure) {
    return { protocol: "http", pathPrefix, agent: briefly(new Agent(pool)), target };
  }
  return { protocol: "https", pathPrefix, agent: briefly(new TlsAgent({ ...pool, ...tls })), target };
}

/** A client of the engine that `docker` itself would talk to. */
export function openDocker(): Dockerode {
  return createClient(endpointOf({}));
}

/** A client of an engine. */
export function createClient(endpoint: Endpoint, options?: { keepAlive: boolean }): Dockerode {
  const { protocol, agent, pathPrefix, target } = routeTo(endpoint, options);
  const Client = loadLibrary();
  const settings = {
    ...{ host: undefined, socketPath: undefined, ...target },
    ...{ protocol, agent },
    // Without a version in its paths, Docker answers in its own newest one: what is read here is in all from 20.10 on.
    // The library puts it before every path, which its own setting for a prefix does not.
    ...(pathPrefix === "" ? {} : { version: pathPrefix.slice(1) }),
  };
  const docker = withoutOwnWay(() => new Client(settings as Dockerode.DockerOptions));
  endpoints.set(docker, endpoint);
  return docker;
}

/** Where a client goes to, so that another one can. */
const endpoints = new WeakMap<Dockerode, Endpoint>();

/** A client of the same engine, each of whose calls has a connection of its own. */
export function withoutKeepAlive(docker: Dockerode): Dockerode {
  const endpoint = endpoints.get(docker);
  return endpoint === undefined ? docker : createClient(endpoint, { keepAlive: false });
}

/** Whether ports and processes that are seen from here can be those of the engine; a socket may lead elsewhere all the same. */
export function isOnThisMachine(docker: Dockerode): boolean {
  const endpoint = endpoints.get(docker);
  if (endpoint === undefined) return true;
  const address = parseDockerHost(endpoint.host);
  if (address.kind !== "tcp") return address.kind === "unix";
  return /^(localhost|127\.|::1$)/.test(address.host);
}

/** The client library takes a tenth of a second to load: that is better done while the program loads, too. */
export function loadLibrary(): typeof Dockerode {
  const { DEBUG } = process.env;
  // With DEBUG=* it would print every request with its headers, and with them the logins of registries.
  if (DEBUG !== undefined) process.env.DEBUG = `${DEBUG},-modem`;
  try {
    return createRequire(import.meta.url)("dockerode");
  } finally {
    if (DEBUG !== undefined) process.env.DEBUG = DEBUG;
  }
}

/** What the client library reads by itself, and would mix with an address that is from elsewhere. */
const OWN_WAY = ["DOCKER_HOST", "DOCKER_TLS_VERIFY", "DOCKER_CERT_PATH", "DOCKER_PATH_PREFIX"];

function withoutOwnWay<T>(make: () => T): T {
  const kept = OWN_WAY.map((name) => [name, process.env[name]] as const);
  for (const name of OWN_WAY) delete process.env[name];
  try {
    return make();
  } finally {
    for (const [name, value] of kept) if (value !== undefined) process.env[name] = value;
  }
}

/** The client library puts its agent into words at every call, for nobody: that of all its connections took longer than the call. */
function briefly<T extends object>(agent: T): T {
  return Object.assign(agent, { [inspect.custom]: () => "Agent" });
}
