import { Agent } from "node:http";
import { Agent as TlsAgent } from "node:https";
import { createRequire } from "node:module";
import { inspect } from "node:util";
import type Dockerode from "dockerode";
import { EngineError } from "../engine-error.ts";
import type { CheckFailure, PropertyMap } from "../resource-type.ts";
import { type Endpoint, endpointOf } from "./endpoint.ts";
import { textOf } from "./property-access.ts";
import { checkInputs, type Schema } from "./schema.ts";

/** Where Docker is, for the resources that name this provider. */
export const PROVIDER: Schema = {
  caMaterial: { shape: "string" },
  certMaterial: { shape: "string" },
  certPath: { shape: "string" },
  context: { shape: "string" },
  disableDockerDaemonCheck: { shape: "boolean" },
  host: { shape: "string" },
  keyMaterial: { shape: "string" },
  registryAuth: { shape: "list", refused: true },
  sshOpts: { shape: "list", refused: true },
  version: { shape: "string" },
};

const HOSTS =
  /^(?:unix:\/\/(?<path>\/.+)|(?:tcp|http|https):\/\/(?<host>[^:/]+|\[[^\]]+\]):(?<port>\d+)\/?)$/;

/** What is wrong with the configuration of a provider. */
export function checkProvider(inputs: PropertyMap): CheckFailure[] {
  const { failures } = checkInputs(PROVIDER, inputs);
  const host = textOf(inputs.host);
  return host === "" || HOSTS.test(host)
    ? failures
    : [...failures, { property: "host", reason: wrongHost(host) }];
}

/** Connects as configured, else as the Docker command line would; a wrong address is refused at once. */
export function connect(config: PropertyMap): () => Dockerode {
  const options = optionsOf(endpointOf(config));
  let docker: Dockerode | undefined;
  return () => {
    docker ??= new (loadLibrary())(options);
    return docker;
  };
}

/** The client library takes a tenth of a second to load: that is better done while the program loads, too. */
export function loadLibrary(): typeof Dockerode {
  return createRequire(import.meta.url)("dockerode");
}

function optionsOf({ host, tls }: Endpoint): Dockerode.DockerOptions {
  const parts = HOSTS.exec(host)?.groups;
  if (parts === undefined) throw new EngineError(`Docker's address: ${wrongHost(host)}`);
  // One pool of connections for all that is done at once: a build, a pull and each wait hold one for long.
  const pool = { keepAlive: true, maxSockets: 64 };
  const plain = { agent: briefly(new Agent(pool)) };
  // Without a version in its paths, Docker answers in its own newest one: what is read here is in all from 20.10 on.
  if (parts.path !== undefined) return { socketPath: parts.path, ...plain };
  const address = { host: parts.host ?? "", port: Number(parts.port) };
  if (tls === undefined && !host.startsWith("https")) return { ...address, protocol: "http", ...plain };
  const secured = { agent: briefly(new TlsAgent({ ...pool, ...tls })) };
  return { ...address, ...tls, protocol: "https", ...secured };
}

/** The client library puts its agent into words at every call, for nobody: that of all its connections took longer than the call. */
function briefly<T extends Agent>(agent: T): T {
  return Object.assign(agent, { [inspect.custom]: () => "Agent" });
}

function wrongHost(host: string): string {
  return `expected unix:///PATH or tcp://HOST:PORT, saw "${host}"; for other ways use the Pulumi CLI`;
}
