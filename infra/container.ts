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
  /** What bash runs to see whether the container is ready: it fails until then. */
  readonly probe: string;
  /** How often it is asked, in Docker's own form; the first time one interval after the start. */
  readonly probeInterval: `${number}s`;
  readonly readOnly: boolean;
  /** Seconds it is given to stop; a broker killed at once leaves its registration in ZooKeeper behind. */
  readonly stopSeconds: number;
  readonly ports?: docker.types.input.ContainerPort[];
  readonly volumes?: docker.types.input.ContainerVolume[];
  /** Paths that an image declares as volumes and nothing here writes to. */
  readonly unusedVolumes?: readonly string[];
}

/**
 * How long a probe waits for an answer before it asks anew: a ZooKeeper that is asked while it starts neither answers
 * nor closes. The last question of a probe may come after 8 s, and Docker waits for 10.
 */
export const answerLimitSeconds = 1;

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
      // What a controller tells the others to reach it by; it would be the container's id, which is known to Docker's
      // resolver only while it runs, and says nothing to people.
      hostname: spec.alias,
      // Left unset, newer Docker engines report another mode than was asked for, and every run replaces the container.
      networkMode: "bridge",
      networksAdvanced: [{ name: lab.network.name, aliases: [spec.alias] }],
      // The name of a stopped container is looked up outside. Where no resolver can be reached, as on a train, that
      // took 20 s, in which a broker's heartbeats waited too.
      dnsOpts: ["timeout:1", "attempts:1"],
      ...(spec.ports && { ports: spec.ports }),
      ...(spec.volumes && { volumes: spec.volumes }),
      ...confinement(spec),
      ...lifecycle(spec),
    },
    {
      parent,
      // Names and published ports are fixed, so the old one must go first.
      deleteBeforeReplace: true,
      // The provider plans a change of these as an update, which never reaches the running container.
      replaceOnChanges: ["healthcheck", "tmpfs"],
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
    ...tmpfsOf(spec),
    logDriver: "json-file",
    logOpts: { "max-file": "3", "max-size": "10m" },
  };
}

function tmpfsOf({ readOnly, unusedVolumes = [] }: ContainerSpec) {
  const tmpfs = {
    // Docker would make a nameless volume for each, which stays behind when the container is removed by hand.
    ...Object.fromEntries(unusedVolumes.map((path) => [path, "rw,noexec,nosuid,size=1m"])),
    // `exec`, because Java unpacks its compression libraries there.
    ...(readOnly && { "/tmp": "rw,exec,nosuid,size=64m" }),
  };
  return Object.keys(tmpfs).length > 0 && { tmpfs };
}

function lifecycle(spec: ContainerSpec) {
  return {
    healthcheck: {
      // bash, because Debian's sh knows no /dev/tcp.
      tests: ["CMD", "bash", "-c", waitingProbe(spec.probe)],
      interval: spec.probeInterval,
      timeout: "10s",
      // A minute to get ready: a probe that fails takes 8 s. Not by `startPeriod`, within which Docker 25 and later asks
      // only every 5 s: https://docs.docker.com/reference/dockerfile/#healthcheck (--start-interval).
      retries: 7,
    },
    wait: true,
    waitTimeout: 180,
    restart: "unless-stopped",
    stopTimeout: spec.stopSeconds,
    destroyGraceSeconds: spec.stopSeconds,
  };
}

/**
 * Asks for up to 8 s within one probe, and the last time aloud: readiness is seen at once and not at the next interval,
 * which would be 2 s later. Bash waits by itself, for a `sleep` each time would take a twentieth of a core a container.
 */
function waitingProbe(probe: string): string {
  return `exec 9<> <(:); while ((SECONDS < 8)); do (${probe}) 2>/dev/null && exit; read -rt 0.1 -u 9; done; ${probe}`;
}
