import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { EngineError } from "../engine-error.ts";
import type { PropertyMap } from "../resource-type.ts";
import { homeFolder } from "../user.ts";
import { textOf } from "./property-access.ts";

/** Where Docker listens, and what proves who speaks, where that is asked for. */
export interface Endpoint {
  readonly host: string;
  readonly tls?: { readonly ca: string; readonly cert: string; readonly key: string };
}

/**
 * The first that says something: `context` and `host` of the configuration, DOCKER_HOST, the context that is in use,
 * and the sockets that Docker, Docker Desktop and a rootless engine have by default. That is the order of `docker`.
 */
export function endpointOf(config: PropertyMap, env: NodeJS.ProcessEnv = process.env): Endpoint {
  const folder = env.DOCKER_CONFIG ?? join(homeFolder(), ".docker");
  const asked = textOf(config.context);
  if (asked !== "" && asked !== "default") return contextEndpoint(asked, folder);
  const host = textOf(config.host) || env.DOCKER_HOST;
  if (host) return withTls(host, config, env);
  const chosen = env.DOCKER_CONTEXT || currentContext(folder);
  if (asked === "" && chosen !== undefined && chosen !== "default") return contextEndpoint(chosen, folder);
  return { host: defaultSocket(env) };
}

function withTls(host: string, config: PropertyMap, env: NodeJS.ProcessEnv): Endpoint {
  if (host.startsWith("unix://")) return { host };
  const [ca, cert, key] = [config.caMaterial, config.certMaterial, config.keyMaterial].map(textOf);
  if (ca && cert && key) return { host, tls: { ca, cert, key } };
  if (ca || cert || key)
    throw new EngineError("certMaterial, keyMaterial and caMaterial go together: one is missing");
  const folder = textOf(config.certPath) || (env.DOCKER_TLS_VERIFY ? env.DOCKER_CERT_PATH : undefined);
  return folder ? { host, tls: readTls(folder) } : { host };
}

/** What `docker context create` noted; contexts are stored under the hashes of their names. */
function contextEndpoint(name: string, folder: string): Endpoint {
  const hash = createHash("sha256").update(name).digest("hex");
  const meta = readJson(join(folder, "contexts", "meta", hash, "meta.json"));
  const host = (meta?.Endpoints as { docker?: { Host?: string } } | undefined)?.docker?.Host;
  if (host === undefined)
    throw new EngineError(`There is no docker context "${name}" in ${folder}. See: docker context ls`);
  const certificates = join(folder, "contexts", "tls", hash, "docker");
  return existsSync(certificates) ? { host, tls: readTls(certificates) } : { host };
}

function currentContext(folder: string): string | undefined {
  const name = readJson(join(folder, "config.json"))?.currentContext;
  return typeof name === "string" && name !== "" ? name : undefined;
}

function defaultSocket(env: NodeJS.ProcessEnv): string {
  const sockets = [
    "/var/run/docker.sock",
    join(homeFolder(), ".docker", "run", "docker.sock"),
    join(homeFolder(), ".docker", "desktop", "docker.sock"),
    join(env.XDG_RUNTIME_DIR ?? "/nonexistent", "docker.sock"),
  ];
  return `unix://${sockets.find((socket) => existsSync(socket)) ?? sockets[0]}`;
}

function readTls(folder: string): NonNullable<Endpoint["tls"]> {
  const read = (name: string) => {
    const file = join(folder, name);
    if (!existsSync(file)) throw new EngineError(`Docker's certificates: expected ${file}, saw no such file`);
    return readFileSync(file, "utf8");
  };
  return { ca: read("ca.pem"), cert: read("cert.pem"), key: read("key.pem") };
}

function readJson(file: string): Record<string, unknown> | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
  } catch (error) {
    throw new EngineError(`${file}: expected JSON, saw something else (${(error as Error).message})`);
  }
}
