import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import { brokerLabel } from "../../common/hosts-layout.ts";

/** What runs as the tasks of one service; the fields are those of a container where they have the same name. */
export interface Task {
  /** Under which the swarm knows it. */
  readonly serviceName: string;
  readonly labels: { label: string; value: string }[];
  readonly networkId: pulumi.Input<string>;
  /** On how many nodes it runs, if it does not stay on one. */
  readonly replicas: number;
  readonly healthcheck: docker.types.input.ServiceTaskSpecContainerSpecHealthcheck;
  readonly alias: string;
  /** How it looks names up: Docker's resolver options and search domains. */
  readonly nameLookups: { readonly options: string[]; readonly searches: string[] };
  /** Its number, if it stays on the node of that number, with its data. */
  readonly member?: number;
  readonly image: pulumi.Input<string>;
  readonly environment: Readonly<Record<string, string>>;
  readonly memoryMb: number;
  readonly readOnly: boolean;
  readonly stopSeconds: number;
  readonly ports?: docker.types.input.ContainerPort[];
  readonly volumes?: readonly { readonly containerPath: string; readonly volumeName: pulumi.Input<string> }[];
  readonly unusedVolumes?: readonly string[];
}

type Of<Key extends keyof docker.types.input.ServiceTaskSpec> = docker.types.input.ServiceTaskSpec[Key];

const bytesOfMb = 1024 * 1024;

/**
 * Declares the service of a swarm that runs this container: one task that stays on its node if the container keeps data,
 * else as many as the settings say, each on a node of its own.
 */
export function createSwarmService(name: string, task: Task, parent: pulumi.Resource): docker.Service {
  return new docker.Service(
    name,
    {
      name: task.serviceName,
      labels: task.labels,
      taskSpec: {
        containerSpec: containerOf(task),
        // By its id: what is read back of a name would replace the service after every refresh.
        networksAdvanceds: [{ id: task.networkId, ...aliasesOf(task) }],
        placement: placementOf(task),
        resources: { limits: { memoryBytes: task.memoryMb * bytesOfMb } },
        // Without a delay a task that fails would be replaced about every second; a window that is left out comes back as 0.
        restartPolicy: { condition: "any", delay: "2s", window: "0s" },
        logDriver: { name: "json-file", options: { "max-file": "3", "max-size": "10m" } },
      },
      mode: { replicated: { replicas: task.member === undefined ? task.replicas : 1 } },
      // A name leads to the tasks themselves, and a port to the task of its node: this works on kernels without IPVS too,
      // and a client of Kafka reaches the broker that it means.
      endpointSpec: { mode: "dnsrr", ports: portsOf(task) },
      updateConfig: updatesOf(task),
      rollbackConfig: { parallelism: 1, order: "stop-first", monitor: "5s", failureAction: "pause" },
      convergeConfig: { delay: "2s", timeout: "3m" },
    },
    // Docker adds the platforms of the image: after a refresh, to take them away would start every broker anew.
    { parent, deleteBeforeReplace: true, ignoreChanges: ["taskSpec.placement.platforms"] },
  );
}

function containerOf(task: Task): Of<"containerSpec"> {
  return {
    image: task.image,
    env: task.environment,
    hostname: task.alias,
    user: "1000:1000",
    capDrops: ["ALL"],
    init: true,
    // A swarm's tmpfs runs no programs, and Java unpacks its compression libraries in /tmp: it keeps a file system that
    // it can write to.
    readOnly: task.readOnly && task.member === undefined,
    mounts: mountsOf(task),
    // The name servers stay those of the node.
    dnsConfig: { nameservers: [], ...task.nameLookups },
    // Never left out, or a task is killed at once.
    stopGracePeriod: `${graceSecondsOf(task)}s`,
    // A task with a health check has no name before it is healthy: members that look for each other would wait for ever.
    // The services have no such peers; and they are ready only when Kafka is.
    ...(task.member === undefined && { healthcheck: task.healthcheck }),
  };
}

/**
 * The provider waits for a task that it deletes only as long as its grace period, and failed on brokers that needed all of
 * 6 s. Those that are deleted together need up to 11 s, and the last one, without a controller to ask, waits until it is
 * killed. Less than a minute, because Docker gives `60s` back as `1m0s`, and the next refresh would find a change.
 */
function graceSecondsOf({ member, stopSeconds }: Task): number {
  return member === undefined ? stopSeconds : 20;
}

/** Its name is known anyway; another one is needed where the settings put a prefix before it. */
function aliasesOf({ serviceName, alias }: Task) {
  return serviceName === alias ? {} : { aliases: [alias] };
}

function placementOf({ member }: Task): Of<"placement"> {
  // Both are always there: a block that is left out later would keep what it was.
  return member === undefined
    ? { constraints: [], maxReplicas: 1 }
    : { constraints: [`node.labels.${brokerLabel}==${member}`], maxReplicas: 1 };
}

function mountsOf(task: Task): docker.types.input.ServiceTaskSpecContainerSpecMount[] {
  const { unusedVolumes = [], volumes = [] } = task;
  const isReadOnly = task.readOnly && task.member === undefined;
  // Without the sticky bit: the provider does not read it back, and a refresh would take it for a change each time.
  const tmpfs = (target: string, sizeMb: number) => ({
    type: "tmpfs",
    target,
    tmpfsOptions: { mode: 0o777, sizeBytes: sizeMb * bytesOfMb },
  });
  return [
    ...volumes.map(({ containerPath, volumeName }) => ({
      type: "volume",
      target: containerPath,
      source: volumeName,
      volumeOptions: { labels: task.labels },
    })),
    ...unusedVolumes.map((path) => tmpfs(path, 1)),
    ...(isReadOnly ? [tmpfs("/tmp", 64)] : []),
  ];
}

function portsOf({ ports = [] }: Task) {
  return ports.map(({ internal, external }) => ({
    targetPort: internal,
    ...(external && { publishedPort: external }),
    publishMode: "host",
  }));
}

/**
 * One task after the other, each healthy before the next is stopped. The port of a node is free only when the task that
 * had it is gone, hence the order. What fails is rolled back; a broker is not, whose data the new version may have changed.
 * Without a delay the swarm may stop the next task before it has noticed that the first one failed, and none is left.
 */
function updatesOf({ member }: Task) {
  const failureAction = member === undefined ? "rollback" : "pause";
  return { parallelism: 1, delay: "5s", order: "stop-first", monitor: "5s", failureAction };
}
