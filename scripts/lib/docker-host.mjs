import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { homeFolder } from "../../engine/user.ts";

/** Where Docker's own command line looks first. */
export const defaultSocket = "/var/run/docker.sock";

/**
 * @typedef {object} DockerHost
 * @property {string} url such as `unix:///var/run/docker.sock` or `tcp://127.0.0.1:2375`
 * @property {string} source who said so, for messages
 * @property {string} [certPath] folder of the TLS files of a context
 */

/**
 * The engine that `docker` itself would talk to: DOCKER_HOST, then the context, then the usual sockets.
 * Pulumi's provider does not follow contexts, so the lab hands it the answer as DOCKER_HOST.
 * @param {{ env?: NodeJS.ProcessEnv, home?: string, exists?: (path: string) => boolean }} [options]
 * @returns {DockerHost}
 */
export function findDockerHost({ env = process.env, home = homeFolder(), exists = existsSync } = {}) {
  if (env.DOCKER_HOST) return { url: env.DOCKER_HOST, source: "DOCKER_HOST" };
  const configDir = env.DOCKER_CONFIG ?? join(home, ".docker");
  const context = env.DOCKER_CONTEXT || readJson(join(configDir, "config.json"))?.currentContext;
  if (context && context !== "default") {
    const found = readContext(configDir, context, exists);
    if (found) return found;
  }
  const others = [
    { path: join(home, ".docker/run/docker.sock"), source: "Docker Desktop" },
    { path: join(env.XDG_RUNTIME_DIR ?? "/nonexistent", "docker.sock"), source: "rootless engine" },
  ];
  const other = exists(defaultSocket) ? undefined : others.find(({ path }) => exists(path));
  if (other) return { url: `unix://${other.path}`, source: other.source };
  return { url: `unix://${defaultSocket}`, source: "default socket" };
}

/**
 * Makes everything started from here, the Docker client library included, use that engine; the default needs no word.
 * @param {DockerHost} host
 */
export function useDockerHost(host, env = process.env) {
  if (host.url !== `unix://${defaultSocket}`) env.DOCKER_HOST = host.url;
  if (host.certPath === undefined) return;
  env.DOCKER_CERT_PATH = host.certPath;
  env.DOCKER_TLS_VERIFY = "1";
}

/**
 * Contexts are stored by the SHA-256 of their name: https://docs.docker.com/engine/manage-resources/contexts/
 * @param {string} configDir
 * @param {string} name
 * @param {(path: string) => boolean} exists
 * @returns {DockerHost | undefined}
 */
function readContext(configDir, name, exists) {
  const id = createHash("sha256").update(name).digest("hex");
  const url = readJson(join(configDir, "contexts", "meta", id, "meta.json"))?.Endpoints?.docker?.Host;
  if (typeof url !== "string") return undefined;
  const certPath = join(configDir, "contexts", "tls", id, "docker");
  return { url, source: `context ${name}`, ...(exists(certPath) ? { certPath } : {}) };
}

/** @param {string} path */
function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined; // no such file, or not ours to judge: Docker's own command line complains about it
  }
}
