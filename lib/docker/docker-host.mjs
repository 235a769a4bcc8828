import { DEFAULT_SOCKET } from "../../docker-client/address.ts";
import { endpointOf } from "../../docker-client/endpoint.ts";

/** Where Docker's own command line looks first. */
export const defaultSocket = DEFAULT_SOCKET;

/**
 * @typedef {object} DockerHost
 * @property {string} url such as `unix:///var/run/docker.sock` or `tcp://127.0.0.1:2375`
 * @property {string} source who said so, for messages
 * @property {string} [certPath] folder of the TLS files
 * @property {boolean} [skipsVerify] whether the engine's own certificate is not looked at
 */

/**
 * The engine that `docker` itself would talk to, by the rule of the embedded engine.
 * Pulumi's provider does not follow contexts, so the lab hands it the answer as DOCKER_HOST.
 * @param {import("../../docker-client/endpoint.ts").Surroundings} [surroundings]
 * @returns {DockerHost}
 */
export function findDockerHost(surroundings) {
  const { host, source, tls, certPath } = endpointOf({}, surroundings);
  return {
    url: host,
    source,
    ...(certPath ? { certPath } : {}),
    ...(tls?.rejectUnauthorized === false ? { skipsVerify: true } : {}),
  };
}

/**
 * Makes everything started from here use that engine; the default needs no word.
 * @param {DockerHost} host
 */
export function useDockerHost({ url, certPath, skipsVerify }, env = process.env) {
  if (env.DOCKER_HOST || url !== `unix://${defaultSocket}`) env.DOCKER_HOST = url;
  if (skipsVerify) {
    // As `docker` is told so; the two exclude each other.
    env.DOCKER_TLS = "1";
    delete env.DOCKER_TLS_VERIFY;
  }
  if (certPath === undefined) return;
  env.DOCKER_CERT_PATH = certPath;
  if (!skipsVerify) env.DOCKER_TLS_VERIFY = "1";
}
