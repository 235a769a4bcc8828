import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { EngineError } from "../common/engine-error.ts";
import { homeFolder } from "../common/user.ts";
import { DEFAULT_SOCKET, parseDockerHost } from "./address.ts";

/** Docker's location as a program or a user gives it; a missing or empty property counts as not given. */
export interface EndpointConfig {
  readonly context?: string;
  readonly host?: string;
  /** A folder with `ca.pem`, `cert.pem` and `key.pem`. */
  readonly certPath?: string;
  readonly caMaterial?: string;
  readonly certMaterial?: string;
  readonly keyMaterial?: string;
}

/** Where Docker listens, with the certificates to use, if any. */
export interface Endpoint {
  /** The address in its full form, such as `tcp://10.0.0.9:2375`. */
  readonly host: string;
  /** Where the address is from, for messages. */
  readonly source: string;
  readonly tls?: Tls;
  /** The folder of the certificates, for programs that we start. */
  readonly certPath?: string;
}

/** Options for Node's TLS. */
export interface Tls {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly rejectUnauthorized?: false;
}

/** The parts of the machine that the choice depends on; tests give their own. */
export interface Surroundings {
  readonly env?: NodeJS.ProcessEnv;
  readonly home?: string;
  readonly exists?: (path: string) => boolean;
}

/**
 * The first that is given: `context` and `host` of the configuration, DOCKER_HOST, the current context, and the default
 * sockets of Docker, Docker Desktop and a rootless engine. This is the order that `docker` uses.
 */
export function endpointOf(config: EndpointConfig, surroundings: Surroundings = {}): Endpoint {
  const { env = process.env, home = homeFolder(), exists = existsSync } = surroundings;
  const folder = dockerConfigFolder(env, home);
  const asked = config.context ?? "";
  if (asked !== "" && asked !== "default") return contextEndpoint(asked, folder);
  const host = config.host || env.DOCKER_HOST;
  if (host) return addressed(host, config, env, folder);
  const chosen = env.DOCKER_CONTEXT || currentContext(folder);
  if (asked === "" && chosen !== undefined && chosen !== "default") return contextEndpoint(chosen, folder);
  return usualSocket(env, home, exists);
}

/** Where `docker` keeps its settings, contexts, certificates and logins. */
export function dockerConfigFolder(env: NodeJS.ProcessEnv = process.env, home = homeFolder()): string {
  return env.DOCKER_CONFIG || join(home, ".docker");
}

function addressed(given: string, config: EndpointConfig, env: NodeJS.ProcessEnv, folder: string): Endpoint {
  const source = config.host ? "the provider's host" : "DOCKER_HOST";
  const address = readAddress(given, source);
  const found = { host: address.url, source };
  if (address.kind !== "tcp") return found;
  const { caMaterial: ca, certMaterial: cert, keyMaterial: key, certPath } = config;
  if (ca && cert && key) return { ...found, tls: { ca, cert, key } };
  if (ca || cert || key)
    throw new EngineError("certMaterial, keyMaterial and caMaterial must be given together: one is missing");
  if (certPath) return { ...found, tls: readTls(certPath), certPath };
  if (!env.DOCKER_TLS_VERIFY && !env.DOCKER_TLS) return found;
  return { ...found, ...fromFolder(env.DOCKER_CERT_PATH || folder, !env.DOCKER_TLS_VERIFY) };
}

/** The endpoint that `docker context create` stored; contexts are stored under the hashes of their names. */
function contextEndpoint(name: string, folder: string): Endpoint {
  const hash = createHash("sha256").update(name).digest("hex");
  const meta = readDockerJson(join(folder, "contexts", "meta", hash, "meta.json"));
  const noted = (meta?.Endpoints as { docker?: { Host?: string; SkipTLSVerify?: boolean } } | undefined)
    ?.docker;
  if (noted?.Host === undefined)
    throw new EngineError(`There is no docker context "${name}" in ${folder}. See: docker context ls`);
  const source = `context ${name}`;
  const address = readAddress(noted.Host, source);
  const found = { host: address.url, source };
  const certificates = join(folder, "contexts", "tls", hash, "docker");
  if (address.kind !== "tcp") return found;
  if (existsSync(certificates))
    return { ...found, ...fromFolder(certificates, noted.SkipTLSVerify === true) };
  return noted.SkipTLSVerify === true ? { ...found, tls: { rejectUnauthorized: false } } : found;
}

function readAddress(text: string, source: string) {
  try {
    return parseDockerHost(text);
  } catch (error) {
    throw new EngineError(`Docker's address (${source}): ${(error as Error).message}`, { cause: error });
  }
}

function currentContext(folder: string): string | undefined {
  const name = readDockerJson(join(folder, "config.json"))?.currentContext;
  return typeof name === "string" && name !== "" ? name : undefined;
}

function usualSocket(env: NodeJS.ProcessEnv, home: string, exists: (path: string) => boolean): Endpoint {
  const sockets = [
    { path: DEFAULT_SOCKET, source: "default socket" },
    { path: join(home, ".docker", "run", "docker.sock"), source: "Docker Desktop" },
    { path: join(home, ".docker", "desktop", "docker.sock"), source: "Docker Desktop" },
    { path: join(env.XDG_RUNTIME_DIR || "/nonexistent", "docker.sock"), source: "rootless engine" },
  ] as const;
  const { path, source } = sockets.find((socket) => exists(socket.path)) ?? sockets[0];
  return { host: `unix://${path}`, source };
}

function fromFolder(certPath: string, skipVerify: boolean): Pick<Endpoint, "tls" | "certPath"> {
  const tls = readTls(certPath);
  return { certPath, tls: skipVerify ? { ...tls, rejectUnauthorized: false } : tls };
}

/** `ca.pem` alone is enough when the engine asks its clients for no certificate. */
function readTls(folder: string): Tls {
  const read = (name: string) => {
    const file = join(folder, name);
    return existsSync(file) ? readFileSync(file, "utf8") : undefined;
  };
  const [ca, cert, key] = [read("ca.pem"), read("cert.pem"), read("key.pem")];
  const missing = [...(ca || cert || key ? [] : ["ca.pem"]), ...lone(cert, key)];
  if (missing.length > 0)
    throw new EngineError(
      `Docker's certificates: expected ${missing.join(" and ")} in ${folder}, saw no such file. See DOCKER_CERT_PATH, or unset DOCKER_TLS_VERIFY`,
    );
  return { ...(ca ? { ca } : {}), ...(cert && key ? { cert, key } : {}) };
}

function lone(cert: string | undefined, key: string | undefined): string[] {
  if (Boolean(cert) === Boolean(key)) return [];
  return [cert ? "key.pem" : "cert.pem"];
}

/** The content of a file that belongs to `docker`; undefined when it does not exist. */
export function readDockerJson(file: string): Record<string, unknown> | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
  } catch (error) {
    const reason = error instanceof SyntaxError ? "something else" : (error as Error).message;
    throw new EngineError(`${file}: expected JSON, saw ${reason}`, { cause: error });
  }
}
