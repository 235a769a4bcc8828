import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { Agent } from "node:http";
import { homedir } from "node:os";
import { join } from "node:path";
import Dockerode from "dockerode";
import { EngineError } from "../engine-error.ts";
import type { CheckFailure, PropertyMap } from "../resource-type.ts";
import { textOf } from "./property-access.ts";
import { checkInputs, type Schema } from "./schema.ts";

/** Where Docker is, for the resources that name this provider. */
export const PROVIDER: Schema = {
  caMaterial: { shape: "string", refused: true },
  certMaterial: { shape: "string", refused: true },
  certPath: { shape: "string", refused: true },
  context: { shape: "string" },
  disableDockerDaemonCheck: { shape: "boolean" },
  host: { shape: "string" },
  keyMaterial: { shape: "string", refused: true },
  registryAuth: { shape: "list", refused: true },
  sshOpts: { shape: "list", refused: true },
  version: { shape: "string" },
};

/** What is wrong with the configuration of a provider. */
export function checkProvider(inputs: PropertyMap): CheckFailure[] {
  const { failures } = checkInputs(PROVIDER, inputs);
  const host = textOf(inputs.host);
  if (host === "" || /^(unix|tcp|http):\/\//.test(host)) return failures;
  return [
    ...failures,
    {
      property: "host",
      reason: `expected unix://PATH or tcp://HOST:PORT, saw "${host}"; for other ways use the Pulumi CLI`,
    },
  ];
}

/** Connects as configured, else as the Docker command line would: DOCKER_HOST, the context in use, a known socket. */
export function connect(config: PropertyMap): Dockerode {
  const host =
    textOf(config.host) || process.env.DOCKER_HOST || contextHost(textOf(config.context)) || defaultSocket();
  return open(host);
}

function open(host: string): Dockerode {
  // One pool of connections for all that is done at once; a build and a pull each hold one for long.
  const pooled = { agent: new Agent({ keepAlive: true, maxSockets: 32 }) };
  if (host.startsWith("unix://"))
    return new Dockerode({ socketPath: host.slice("unix://".length), ...pooled });
  const url = /^(?:tcp|http):\/\/([^:/]+):(\d+)/.exec(host);
  if (url?.[1] === undefined) {
    throw new EngineError(
      `Docker host "${host}": expected unix://PATH or tcp://HOST:PORT; for other ways use the Pulumi CLI.`,
    );
  }
  return new Dockerode({ protocol: "http", host: url[1], port: Number(url[2]), ...pooled });
}

/** The endpoint of the context that `docker context use` chose; it is stored under the hash of its name. */
function contextHost(asked: string): string | undefined {
  const folder = process.env.DOCKER_CONFIG ?? join(homedir(), ".docker");
  const name = asked || process.env.DOCKER_CONTEXT || readJson(join(folder, "config.json"))?.currentContext;
  if (typeof name !== "string" || name === "" || name === "default") return undefined;
  const hash = createHash("sha256").update(name).digest("hex");
  const meta = readJson(join(folder, "contexts", "meta", hash, "meta.json"));
  const host = (meta?.Endpoints as { docker?: { Host?: string } } | undefined)?.docker?.Host;
  if (host === undefined)
    throw new EngineError(`There is no docker context "${name}" in ${folder}. See: docker context ls`);
  return host;
}

function defaultSocket(): string {
  const sockets = [
    "/var/run/docker.sock",
    join(homedir(), ".docker", "run", "docker.sock"),
    join(homedir(), ".docker", "desktop", "docker.sock"),
    join(process.env.XDG_RUNTIME_DIR ?? "/nonexistent", "docker.sock"),
  ];
  return `unix://${sockets.find((socket) => existsSync(socket)) ?? sockets[0]}`;
}

function readJson(file: string): Record<string, unknown> | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>) : undefined;
}
