import type { Agent } from "node:http";
import type { Agent as TlsAgent } from "node:https";
import { inspect } from "node:util";
import type Dockerode from "dockerode";
import { parseDockerHost } from "./address.ts";
import { loadLibrary } from "./client-library.ts";
import { type Endpoint, endpointOf } from "./endpoint.ts";
import { http, https } from "./node-http.ts";
import { SshAgent } from "./ssh-agent.ts";

/** How HTTP reaches an engine, for Node's `request` and for the client library. */
export interface Route {
  readonly protocol: "http" | "https";
  readonly agent: Agent | TlsAgent;
  /** The prefix of every path of the API. */
  readonly pathPrefix: string;
  readonly target: { readonly socketPath: string } | { readonly host: string; readonly port: number };
}

/** One pool of connections for all concurrent calls: a build, a pull and each wait hold a connection for a long time. */
const POOL = { keepAlive: true, maxSockets: 64 };

/** `maxSockets` is left out: with a limit, Node keeps connections anyway, for requests that wait for one. */
const NO_POOL = { keepAlive: false };

/** The route to an engine; without `keepAlive` each call has its own connection, which ends with it. */
export function routeTo({ host, tls }: Endpoint, { keepAlive = true } = {}): Route {
  const address = parseDockerHost(host);
  const pool = keepAlive ? POOL : NO_POOL;
  const plain = { protocol: "http", pathPrefix: "" } as const;
  if (address.kind === "unix") {
    return {
      ...plain,
      agent: withShortInspect(new http.Agent(pool)),
      target: { socketPath: address.socketPath },
    };
  }
  if (address.kind === "ssh") {
    const agent = withShortInspect(new SshAgent(address.sshArguments, pool));
    // The name is only for the header `Host`, because `ssh` knows the destination.
    return { ...plain, agent, target: { host: "docker.example.com", port: 80 } };
  }
  const { pathPrefix, port } = address;
  const target = { host: address.host, port };
  if (tls === undefined && !address.secure) {
    return { protocol: "http", pathPrefix, agent: withShortInspect(new http.Agent(pool)), target };
  }
  return {
    protocol: "https",
    pathPrefix,
    agent: withShortInspect(new https.Agent({ ...pool, ...tls })),
    target,
  };
}

/** A client of the engine that `docker` itself would use. */
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
    // Without a version in its paths, Docker uses its newest API: what we read is in all versions since 20.10.
    // The library puts `version` before every path, which it does not do with its setting for a prefix.
    ...(pathPrefix === "" ? {} : { version: pathPrefix.slice(1) }),
  };
  const docker = withoutLibraryEnv(() => new Client(settings as Dockerode.DockerOptions));
  endpoints.set(docker, endpoint);
  return docker;
}

/** The endpoint of each client, so that another client can be made for it. */
const endpoints = new WeakMap<Dockerode, Endpoint>();

/** A client of the same engine that opens a connection for each call. */
export function withoutKeepAlive(docker: Dockerode): Dockerode {
  const endpoint = endpoints.get(docker);
  return endpoint === undefined ? docker : createClient(endpoint, { keepAlive: false });
}

/** Whether the ports and processes seen here can be the engine's; even a local socket may lead to another machine. */
export function isOnThisMachine(docker: Dockerode): boolean {
  const endpoint = endpoints.get(docker);
  if (endpoint === undefined) return true;
  const address = parseDockerHost(endpoint.host);
  if (address.kind !== "tcp") return address.kind === "unix";
  return /^(localhost|127\.|::1$)/.test(address.host);
}

/** Variables that the client library reads itself, and would mix with an address from another source. */
const LIBRARY_ENV = ["DOCKER_HOST", "DOCKER_TLS_VERIFY", "DOCKER_CERT_PATH", "DOCKER_PATH_PREFIX"];

function withoutLibraryEnv<T>(make: () => T): T {
  const kept = LIBRARY_ENV.map((name) => [name, process.env[name]] as const);
  for (const name of LIBRARY_ENV) delete process.env[name];
  try {
    return make();
  } finally {
    for (const [name, value] of kept) if (value !== undefined) process.env[name] = value;
  }
}

/** Gives the agent a short form: the client library formats it at every call, which took longer than the call itself. */
function withShortInspect<T extends object>(agent: T): T {
  return Object.assign(agent, { [inspect.custom]: () => "Agent" });
}
