import type Dockerode from "dockerode";
import { parseDockerHost } from "../../../docker-client/address.ts";
import { createClient } from "../../../docker-client/client.ts";
import { type EndpointConfig, endpointOf } from "../../../docker-client/endpoint.ts";
import { type CheckFailure, type PropertyMap, UNKNOWN } from "../../model/resource-type.ts";
import type { DockerConnection } from "../calls/docker-context.ts";
import { textOf } from "../properties/property-access.ts";
import { checkInputs, type Schema } from "../properties/schema.ts";

/** Docker's address, for the resources that use this provider. */
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

/** The problems in the configuration of a provider. */
export function checkProvider(inputs: PropertyMap): CheckFailure[] {
  const failures = checkInputs(PROVIDER, inputs).failures.map(withLoginAdvice);
  const reason = wrongHost(textOf(inputs.host));
  return reason === undefined ? failures : [...failures, { property: "host", reason }];
}

/** A login in a program ends up in its state and its repository; the one from `docker login` is used anyway. */
function withLoginAdvice(failure: CheckFailure): CheckFailure {
  if (!/^registryAuth\b/.test(failure.property)) return failure;
  return { ...failure, reason: `${failure.reason}, or leave it out and log in: docker login REGISTRY` };
}

/** Connects as configured, else as the `docker` command would; a wrong address is refused at once. */
export function connect(config: PropertyMap): DockerConnection {
  const endpoint = endpointOf(endpointConfigOf(config));
  let docker: Dockerode | undefined;
  return () => {
    docker ??= createClient(endpoint);
    return docker;
  };
}

function endpointConfigOf(config: PropertyMap): EndpointConfig {
  return {
    context: textOf(config.context),
    host: textOf(config.host),
    certPath: textOf(config.certPath),
    caMaterial: textOf(config.caMaterial),
    certMaterial: textOf(config.certMaterial),
    keyMaterial: textOf(config.keyMaterial),
  };
}

function wrongHost(host: string): string | undefined {
  if (host === "" || host === UNKNOWN) return undefined;
  try {
    parseDockerHost(host);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
