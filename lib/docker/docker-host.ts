import { DEFAULT_SOCKET } from "../../docker-client/address.ts";
import type { Surroundings } from "../../docker-client/endpoint.ts";
import { endpointOf } from "../../docker-client/endpoint.ts";

/** Where Docker's own command line looks first. */
export const defaultSocket = DEFAULT_SOCKET;

interface DockerHost {
  /** Such as `unix:///var/run/docker.sock` or `tcp://127.0.0.1:2375`. */
  url: string;
  /** Who said so, for messages. */
  source: string;
  /** Folder of the TLS files. */
  certPath?: string;
  /** Whether the engine's own certificate is not looked at. */
  skipsVerify?: boolean;
}

/**
 * The engine that `docker` itself would talk to, by the rule of the embedded engine. Pulumi's provider does not
 * follow contexts, so the lab hands it the answer as DOCKER_HOST.
 */
export function findDockerHost(surroundings?: Surroundings): DockerHost {
  const { host, source, tls, certPath } = endpointOf({}, surroundings);
  return {
    url: host,
    source,
    ...(certPath ? { certPath } : {}),
    ...(tls?.rejectUnauthorized === false ? { skipsVerify: true } : {}),
  };
}

/** Makes everything started from here use that engine; the default needs no word. */
export function useDockerHost({ url, certPath, skipsVerify }: DockerHost, env = process.env) {
  if (env.DOCKER_HOST || url !== `unix://${defaultSocket}`) env.DOCKER_HOST = url;
  if (skipsVerify) {
    // As for `docker`; the two exclude each other.
    env.DOCKER_TLS = "1";
    delete env.DOCKER_TLS_VERIFY;
  }
  if (certPath === undefined) return;
  env.DOCKER_CERT_PATH = certPath;
  if (!skipsVerify) env.DOCKER_TLS_VERIFY = "1";
}
