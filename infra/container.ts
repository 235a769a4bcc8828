import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import { type Lab, labelsOf, nameOf } from "./lab.ts";
import { isSwarm } from "./swarm/nodes.ts";
import { createSwarmService, type Task } from "./swarm/swarm-service.ts";

/** The differences between the lab's containers; everything else is decided here, once. */
export interface ContainerSpec {
  readonly name: string;
  /** An image id and never a tag, which would replace the container at every run. */
  readonly image: pulumi.Input<string>;
  /** The name by which the others reach it. */
  readonly alias: string;
  /** Its number, if it is one of a cluster whose members keep data: in a swarm it stays on the node of that number. */
  readonly member?: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly memoryMb: number;
  /** The bash command that checks whether the container is ready: it fails until then. */
  readonly probe: string;
  /** How often the probe runs, in Docker's own form; first one interval after the start. */
  readonly probeInterval: `${number}s` | `${number}ms`;
  readonly readOnly: boolean;
  /** Seconds it has to stop; a broker that is killed at once leaves its registration in ZooKeeper. */
  readonly stopSeconds: number;
  readonly ports?: docker.types.input.ContainerPort[];
  readonly volumes?: readonly Mounted[];
  /** Paths that an image declares as volumes but that nothing here writes to. */
  readonly unusedVolumes?: readonly string[];
}

/**
 * How long a probe waits for an answer before it asks again: a ZooKeeper that is starting neither answers nor closes
 * the connection. The last question of a probe may come after 8 s, and Docker waits for 10.
 */
export const answerLimitSeconds = 1;

/** A volume, and where the container finds it. */
export interface Mounted {
  readonly containerPath: string;
  readonly volumeName: pulumi.Input<string>;
}

/**
 * Declares one container: few rights, bounded memory and logs, a health check, and no change at the next run. In a swarm
 * it becomes a service, here and nowhere else.
 */
export function createContainer(lab: Lab, spec: ContainerSpec, parent: pulumi.Resource): pulumi.Resource {
  if (isSwarm(lab.config)) return createSwarmService(spec.name, taskOf(lab, spec), parent);
  return new docker.Container(
    spec.name,
    {
      name: nameOf(lab.config, spec.name),
      image: spec.image,
      envs: Object.entries(spec.environment)
        .map(([key, value]) => `${key}=${value}`)
        .sort(),
      labels: labelsOf(lab.config),
      // The name by which a controller tells the others to reach it. The default is the container's id, which Docker's
      // resolver knows only while it runs, and which says nothing to people.
      hostname: spec.alias,
      // Left unset, newer Docker engines report another mode than was requested, and every run replaces the container.
      networkMode: "bridge",
      networksAdvanced: [{ name: lab.network.name, aliases: [spec.alias] }],
      dnsOpts: nameLookups.options,
      dnsSearches: nameLookups.searches,
      ...(spec.ports && { ports: spec.ports }),
      ...(spec.volumes && { volumes: [...spec.volumes] }),
      ...confinement(spec),
      ...lifecycle(spec),
    },
    {
      parent,
      // Names and published ports are fixed, so the old container must go first.
      deleteBeforeReplace: true,
      // The provider plans a change of these as an update, which never reaches the running container.
      replaceOnChanges: ["healthcheck", "tmpfs"],
    },
  );
}

/** The same as a task of a swarm. */
function taskOf({ config, network }: Lab, spec: ContainerSpec): Task {
  return {
    ...spec,
    serviceName: nameOf(config, spec.name),
    labels: labelsOf(config),
    networkId: network.id,
    replicas: config.serviceReplicas,
    healthcheck: healthcheckOf(spec),
    nameLookups,
  };
}

/**
 * Docker asks outside for a name that it does not know, such as that of a container that has stopped, or of a node that
 * is gone. Where no resolver can be reached, as on a train, that takes a second for each name: controllers that had to
 * elect another leader looked for the dead one first, and their votes came too late, again and again. With `ndots` set
 * Docker keeps a name without a dot to itself (libnetwork's resolver.go); a search domain would give it one. The rest is
 * for names that have a dot.
 */
const nameLookups = { options: ["ndots:0", "timeout:1", "attempts:1"], searches: ["."] };

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
    // Docker would make a nameless volume for each, which remains when the container is removed by hand.
    ...Object.fromEntries(unusedVolumes.map((path) => [path, "rw,noexec,nosuid,size=1m"])),
    // `exec`, because Java unpacks its compression libraries there.
    ...(readOnly && { "/tmp": "rw,exec,nosuid,size=64m" }),
  };
  return Object.keys(tmpfs).length > 0 && { tmpfs };
}

function lifecycle(spec: ContainerSpec) {
  return {
    healthcheck: healthcheckOf(spec),
    wait: true,
    waitTimeout: 180,
    restart: "unless-stopped",
    stopTimeout: spec.stopSeconds,
    destroyGraceSeconds: spec.stopSeconds,
  };
}

/** The health check of a container: ready within a minute, or unhealthy. */
function healthcheckOf({ probe, probeInterval }: Pick<ContainerSpec, "probe" | "probeInterval">) {
  return {
    // bash, because Debian's sh knows no /dev/tcp.
    tests: ["CMD", "bash", "-c", waitingProbe(probe)],
    interval: probeInterval,
    timeout: "10s",
    // A minute to get ready, because a probe that fails takes 8 s. Not by `startPeriod`, during which Docker 25 and
    // later asks only every 5 s: https://docs.docker.com/reference/dockerfile/#healthcheck (--start-interval).
    retries: 7,
  };
}

/**
 * Asks for up to 8 s within one probe, and shows the errors of the last attempt only: readiness is seen at once and not
 * at the next interval. After a probe that succeeded the next one rests first, because starting a probe takes Docker more
 * work than the probe itself; `/tmp/healthy` says so, by the start of the container's first process. Bash itself waits,
 * because a `sleep` each time would take a twentieth of a core per container.
 */
function waitingProbe(probe: string): string {
  return [
    "exec 9<> <(:); { read -ra init </proc/1/stat; read -r seen </tmp/healthy; } 2>/dev/null",
    `start=\${init[21]}; [[ $start && $seen == "$start" ]] && read -rt 4 -u 9`,
    `while ((SECONDS < 8)); do (${probe}) 2>/dev/null && { echo "$start" >/tmp/healthy; exit 0; } 2>/dev/null`,
    `read -rt 0.1 -u 9; done; : >/tmp/healthy; ${probe}`,
  ].join("; ");
}
