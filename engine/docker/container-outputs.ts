import type { ContainerInspectInfo } from "dockerode";
import { isMap } from "../property-values.ts";
import type { PropertyMap, PropertyValue } from "../resource-type.ts";
import { goDuration } from "./go-duration.ts";
import { blocksOf, textsOf } from "./property-access.ts";

const MIB = 1024 * 1024;

/** dockerode's types leave out what older and newer engines add. */
export type Inspected = ContainerInspectInfo & {
  HostConfig: ContainerInspectInfo["HostConfig"] & Record<string, never>;
};

/**
 * What the provider keeps of a container: what Docker tells, and what it does not tell from the inputs. A first read
 * leaves out collections that were not asked for (null); a later one finds them empty, and so does the provider.
 */
export function containerOutputs(
  found: Inspected,
  inputs: PropertyMap,
  moment: "created" | "read",
): PropertyMap {
  return {
    ...fromInputs(inputs, moment),
    ...fromConfig(found, inputs),
    ...fromHost(found, inputs, moment),
    ...fromState(found, inputs),
  };
}

/** What stands in the state after a create that failed once the container was made: nothing was read yet. */
export function unreadOutputs(id: string, inputs: PropertyMap): PropertyMap {
  const empty = [
    "deviceReadBps",
    "deviceReadIops",
    "deviceRequests",
    "deviceWriteBps",
    "deviceWriteIops",
    "devices",
    "envs",
    "hosts",
    "labels",
    "mounts",
    "networksAdvanced",
    "ports",
    "securityOpts",
    "ulimits",
    "uploads",
    "volumes",
  ];
  const { __defaults: _, ...given } = inputs;
  return {
    ...Object.fromEntries(empty.map((name) => [name, []])),
    ...fromInputs(inputs, "created"),
    memoryReservation: 0,
    readOnly: false,
    rm: false,
    stdinOpen: false,
    tty: false,
    ...plainBlocks(given),
    ...(isMap(given.healthcheck) ? { healthcheck: { retries: 0, ...plainBlocks(given.healthcheck) } } : {}),
    entrypoints: inputs.entrypoints ?? null,
    networkDatas: null,
    exitCode: null,
    id,
  };
}

/** What Docker is not asked for again, because the provider does not ask either. */
function fromInputs(inputs: PropertyMap, moment: "created" | "read"): PropertyMap {
  return {
    attach: inputs.attach ?? false,
    cgroupParent: inputs.cgroupParent ?? null,
    cgroupnsMode: inputs.cgroupnsMode ?? null,
    containerLogs: null,
    containerReadRefreshTimeoutMilliseconds: inputs.containerReadRefreshTimeoutMilliseconds ?? 15000,
    cpuPeriod: inputs.cpuPeriod ?? null,
    cpuQuota: inputs.cpuQuota ?? null,
    destroyGraceSeconds: inputs.destroyGraceSeconds ?? null,
    deviceRequests: [],
    envs: textsOf(inputs.envs).sort(),
    gpus: null,
    labels: blocksOf(inputs.labels).map(({ label, value }) => ({ label: label ?? "", value: value ?? "" })),
    logs: inputs.logs ?? false,
    mustRun: inputs.mustRun ?? true,
    networksAdvanced: blocksOf(inputs.networksAdvanced).map((network) => networkBlock(network, moment)),
    pidMode: inputs.pidMode ?? null,
    removeVolumes: inputs.removeVolumes ?? true,
    start: inputs.start ?? true,
    uploads: plainBlocks({ uploads: inputs.uploads ?? [] }).uploads ?? [],
    volumes: blocksOf(inputs.volumes).map((volume) => volumeBlock(volume, moment)),
    wait: inputs.wait ?? false,
    waitTimeout: inputs.waitTimeout ?? 60,
  };
}

function fromConfig({ Config, Id, Name, Image }: Inspected, inputs: PropertyMap): PropertyMap {
  const health = Config.Healthcheck as
    | {
        Test?: string[];
        Interval?: number;
        Timeout?: number;
        StartPeriod?: number;
        StartInterval?: number;
        Retries?: number;
      }
    | undefined;
  return {
    command: Config.Cmd ?? [],
    domainname: Config.Domainname,
    entrypoints: typeof Config.Entrypoint === "string" ? [Config.Entrypoint] : (Config.Entrypoint ?? []),
    healthcheck:
      health?.Test === undefined
        ? null
        : {
            interval: goDuration(health.Interval ?? 0),
            retries: health.Retries ?? 0,
            startInterval: goDuration(health.StartInterval ?? 0),
            startPeriod: goDuration(health.StartPeriod ?? 0),
            tests: health.Test,
            timeout: goDuration(health.Timeout ?? 0),
          },
    hostname: Config.Hostname,
    id: Id,
    // An id is compared with the id of what runs, a name with the name it was run by.
    image: String(inputs.image ?? "").startsWith("sha256:") ? Image : Config.Image,
    name: Name.replace(/^\//, ""),
    stdinOpen: Config.OpenStdin,
    stopSignal: (Config as { StopSignal?: string }).StopSignal ?? "",
    stopTimeout: (Config as { StopTimeout?: number }).StopTimeout ?? 0,
    tty: Config.Tty,
    user: Config.User,
    workingDir: Config.WorkingDir,
  };
}

function fromHost(found: Inspected, inputs: PropertyMap, moment: "created" | "read"): PropertyMap {
  // biome-ignore lint/suspicious/noExplicitAny: dockerode's HostConfig lacks half of what the API answers.
  const host = found.HostConfig as any;
  const optional = (
    given: PropertyValue | undefined,
    seen: PropertyValue | undefined,
    empty: PropertyValue,
  ): PropertyValue => (given === undefined && moment === "created" ? null : (seen ?? empty));
  const mib = (bytes: number): number => (bytes > 0 ? Math.trunc(bytes / MIB) : bytes);
  const capabilities = [...(host.CapAdd ?? []), ...(host.CapDrop ?? [])].length > 0;
  return {
    capabilities: capabilities ? { adds: host.CapAdd ?? [], drops: host.CapDrop ?? [] } : null,
    cpuSet: host.CpusetCpus ?? "",
    cpuShares: host.CpuShares ?? 0,
    cpus: host.NanoCpus > 0 ? String(host.NanoCpus / 1e9) : null,
    deviceReadBps: throttles(host.BlkioDeviceReadBps),
    deviceReadIops: throttles(host.BlkioDeviceReadIOps),
    deviceWriteBps: throttles(host.BlkioDeviceWriteBps),
    deviceWriteIops: throttles(host.BlkioDeviceWriteIOps),
    devices: (host.Devices ?? []).map((device: Record<string, string>) => ({
      containerPath: device.PathInContainer ?? "",
      hostPath: device.PathOnHost ?? "",
      permissions: device.CgroupPermissions ?? "",
    })),
    dns: optional(inputs.dns, host.Dns, []),
    dnsOpts: optional(inputs.dnsOpts, host.DnsOptions, []),
    dnsSearches: optional(inputs.dnsSearches, host.DnsSearch, []),
    groupAdds: optional(inputs.groupAdds, host.GroupAdd, []),
    hosts: ((host.ExtraHosts ?? []) as string[]).map((text) => {
      const [name = "", ...ip] = text.split(":");
      return { host: name, ip: ip.join(":") };
    }),
    init: host.Init ?? false,
    ipcMode: host.IpcMode ?? "",
    logDriver: host.LogConfig?.Type ?? "",
    logOpts:
      inputs.logOpts === undefined ? (moment === "created" ? null : {}) : (host.LogConfig?.Config ?? {}),
    maxRetryCount: host.RestartPolicy?.MaximumRetryCount ?? 0,
    memory: mib(host.Memory ?? 0),
    memoryReservation: mib(host.MemoryReservation ?? 0),
    memorySwap: mib(host.MemorySwap ?? 0),
    mounts: plainBlocks({ mounts: inputs.mounts ?? [] }).mounts ?? [],
    networkMode: host.NetworkMode,
    privileged: host.Privileged ?? false,
    publishAllPorts: host.PublishAllPorts ?? false,
    readOnly: host.ReadonlyRootfs ?? false,
    restart: host.RestartPolicy?.Name || "no",
    rm: host.AutoRemove ?? false,
    runtime: host.Runtime ?? "",
    securityOpts: host.SecurityOpt ?? [],
    shmSize: mib(host.ShmSize ?? 0),
    storageOpts: optional(inputs.storageOpts, host.StorageOpt, {}),
    sysctls: optional(inputs.sysctls, host.Sysctls, {}),
    tmpfs: optional(inputs.tmpfs, host.Tmpfs, {}),
    ulimits:
      inputs.ulimits === undefined
        ? []
        : (host.Ulimits ?? []).map((limit: Record<string, PropertyValue>) => ({
            hard: limit.Hard ?? 0,
            name: limit.Name ?? "",
            soft: limit.Soft ?? 0,
          })),
    usernsMode: host.UsernsMode ?? "",
  };
}

function fromState(found: Inspected, inputs: PropertyMap): PropertyMap {
  const { State, NetworkSettings } = found;
  const running = State.Running;
  const portsAsked = inputs.ports !== undefined;
  return {
    bridge: (NetworkSettings as { Bridge?: string }).Bridge ?? "",
    exitCode: running ? null : State.ExitCode,
    // A container that should run and does not is the drift that a refresh can see.
    mustRun: inputs.mustRun !== false && running,
    networkDatas: Object.entries(NetworkSettings.Networks ?? {}).map(([networkName, network]) => ({
      gateway: network.Gateway ?? "",
      globalIpv6Address: network.GlobalIPv6Address ?? "",
      globalIpv6PrefixLength: network.GlobalIPv6PrefixLen ?? 0,
      ipAddress: network.IPAddress ?? "",
      ipPrefixLength: network.IPPrefixLen ?? 0,
      ipv6Gateway: network.IPv6Gateway ?? "",
      macAddress: network.MacAddress ?? "",
      networkName,
    })),
    platform: (found as { Platform?: string }).Platform ?? "",
    ports:
      portsAsked && (running || inputs.mustRun !== false)
        ? publishedPorts(found, inputs)
        : portsAsked
          ? (inputs.ports ?? [])
          : [],
  };
}

/** Ports as Docker published them, in the order in which they were asked for. */
function publishedPorts(found: Inspected, inputs: PropertyMap): PropertyValue {
  const published = Object.entries(
    (found.NetworkSettings.Ports ?? {}) as Record<string, { HostIp: string; HostPort: string }[] | null>,
  ).flatMap(([key, bindings]) => {
    const [internal, protocol = "tcp"] = key.split("/");
    return (bindings ?? []).map((binding) => ({
      external: Number(binding.HostPort),
      internal: Number(internal),
      ip: binding.HostIp,
      protocol,
    }));
  });
  const order = blocksOf(inputs.ports).map(({ internal, external }) => `${internal}:${external}`);
  const place = (port: { internal: number; external: number }) => {
    const index = order.indexOf(`${port.internal}:${port.external}`);
    return index < 0 ? order.length : index;
  };
  return published.sort((one, other) => place(one) - place(other));
}

function networkBlock(network: PropertyMap, moment: "created" | "read"): PropertyMap {
  return {
    aliases: textsOf(network.aliases).sort(),
    driverOpts: [],
    gwPriority: moment === "created" ? null : 0,
    ipv4Address: network.ipv4Address ?? "",
    ipv6Address: network.ipv6Address ?? "",
    linkLocalIps: network.linkLocalIps ?? [],
    macAddress: "",
    name: network.name ?? "",
  };
}

function volumeBlock(volume: PropertyMap, moment: "created" | "read"): PropertyMap {
  return {
    containerPath: volume.containerPath ?? "",
    fromContainer: volume.fromContainer ?? "",
    hostPath: volume.hostPath ?? "",
    readOnly: volume.readOnly ?? (moment === "created" ? null : false),
    selinuxRelabel: volume.selinuxRelabel ?? "",
    volumeName: volume.volumeName ?? "",
  };
}

/** Blocks without the marks that `check` leaves in them. */
function plainBlocks(properties: PropertyMap): PropertyMap {
  return JSON.parse(
    JSON.stringify(properties, (key, value) => (key === "__defaults" ? undefined : value)),
  ) as PropertyMap;
}

function throttles(devices: { Path: string; Rate: number }[] | null | undefined): PropertyValue {
  return (devices ?? []).map(({ Path, Rate }) => ({ path: Path, rate: Rate }));
}
