import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import { type Lab, labelsOf, nameOf } from "./lab.ts";

/** What differs between the lab's containers; everything else is decided here, once. */
export interface ContainerSpec {
  readonly name: string;
  /** An image id and never a tag: a tag would replace the container at every run. */
  readonly image: pulumi.Input<string>;
  /** The name by which the others reach it. */
  readonly alias: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly memoryMb: number;
  readonly probe: string;
  readonly readOnly: boolean;
  readonly ports?: docker.types.input.ContainerPort[];
  readonly volumes?: docker.types.input.ContainerVolume[];
}

/** Seconds a container is given to stop; a broker killed at once leaves its registration in ZooKeeper behind. */
const stopSeconds = 30;

/** Declares one container: small rights, bounded memory and logs, a health check, and no surprise at the next run. */
export function createContainer(lab: Lab, spec: ContainerSpec, parent: pulumi.Resource): docker.Container {
  return new docker.Container(
    spec.name,
    {
      name: nameOf(lab.config, spec.name),
      image: spec.image,
      envs: Object.entries(spec.environment)
        .map(([key, value]) => `${key}=${value}`)
        .sort(),
      labels: labelsOf(lab.config),
      // Left unset, newer Docker engines report another mode than was asked for, and every run replaces the container.
      networkMode: "bridge",
      networksAdvanced: [{ name: lab.network.name, aliases: [spec.alias] }],
      ...(spec.ports && { ports: spec.ports }),
      ...(spec.volumes && { volumes: spec.volumes }),
      ...confinement(spec),
      ...lifecycle(spec),
    },
    {
      parent,
      // Names and published ports are fixed, so the old one must go first.
      deleteBeforeReplace: true,
      // The provider plans a changed health check as an update, which never reaches the running container.
      replaceOnChanges: ["healthcheck"],
    },
  );
}

function confinement(spec: ContainerSpec) {
  return {
    user: "1000:1000",
    capabilities: { drops: ["ALL"] },
    securityOpts: ["no-new-privileges:true"],
    init: true,
    memory: spec.memoryMb,
    // Without it the provider plans a change at every run.
    memorySwap: spec.memoryMb,
    readOnly: spec.readOnly,
    // `exec`, because Java unpacks its compression libraries there.
    ...(spec.readOnly && { tmpfs: { "/tmp": "rw,exec,nosuid,size=64m" } }),
    logDriver: "json-file",
    logOpts: { "max-file": "3", "max-size": "10m" },
  };
}

function lifecycle(spec: ContainerSpec) {
  return {
    healthcheck: {
      // bash, because Debian's sh knows no /dev/tcp.
      tests: ["CMD", "bash", "-c", spec.probe],
      // In the form in which the provider reads them back ("1m0s", not "60s"), or a refresh would show a change.
      interval: "1s",
      timeout: "5s",
      startPeriod: "1m0s",
      retries: 20,
    },
    wait: true,
    waitTimeout: 180,
    restart: "unless-stopped",
    stopTimeout: stopSeconds,
    destroyGraceSeconds: stopSeconds,
  };
}
