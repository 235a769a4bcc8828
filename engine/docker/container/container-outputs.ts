import type { ContainerInspectInfo } from "dockerode";
import { goDuration } from "../../../common/go-duration.ts";
import { isMap } from "../../model/property-values.ts";
import type { PropertyMap, PropertyValue } from "../../model/resource-type.ts";
import { completeBlocks, inSetOrder, type Moment } from "../properties/block-outputs.ts";
import { textsOf } from "../properties/property-access.ts";
import { CONTAINER } from "./container-schema.ts";
import { type PublishedPorts, portBlocks } from "./ports.ts";

const MIB = 1024 * 1024;

/** dockerode's types lack what older and newer engines add. */
export type Inspected = ContainerInspectInfo & {
  HostConfig: ContainerInspectInfo["HostConfig"] & Record<string, never>;
};

/**
 * The outputs of a container as the provider keeps them: from Docker's answer, and the others from what is known, which is
 * the inputs at creation and later the state, although the program may have changed since. As in the provider, the first
 * read gives null for collections that were not asked for, and a later one gives empty ones.
 */
export function containerOutputs(found: Inspected, known: PropertyMap, moment: Moment): PropertyMap {
  return {
    ...fromKnown(known, moment),
    ...fromConfig(found, known),
    ...fromHost(found, known, moment),
    ...fromState(found, known),
  };
}

/** The outputs that are not read from Docker again, because the provider does not read them either. */
export function fromKnown(known: PropertyMap, moment: Moment): PropertyMap {
  const blocks = (name: string) => completeBlocks(CONTAINER[name]?.of ?? {}, known[name], moment);
  return {
    attach: known.attach ?? false,
    cgroupParent: known.cgroupParent ?? null,
    cgroupnsMode: known.cgroupnsMode ?? null,
    containerLogs: known.containerLogs ?? null,
    containerReadRefreshTimeoutMilliseconds: known.containerReadRefreshTimeoutMilliseconds ?? 15000,
    cpuPeriod: known.cpuPeriod ?? null,
    cpuQuota: known.cpuQuota ?? null,
    destroyGraceSeconds: known.destroyGraceSeconds ?? null,
    deviceRequests: [],
    envs: inSetOrder(textsOf(known.envs)),
    gpus: null,
    labels: blocks("labels"),
    logs: known.logs ?? false,
    mustRun: known.mustRun ?? true,
    mounts: blocks("mounts"),
    networksAdvanced: blocks("networksAdvanced"),
    pidMode: known.pidMode ?? null,
    removeVolumes: known.removeVolumes ?? true,
    start: known.start ?? true,
    // The recorded provider knows neither owner nor group of an upload.
    uploads: blocks("uploads").map(({ group: _, owner: __, ...upload }) => upload),
    volumes: blocks("volumes"),
    wait: known.wait ?? false,
    waitTimeout: known.waitTimeout ?? 60,
  };
}

function fromConfig({ Config, Id, Name, Image }: Inspected, known: PropertyMap): PropertyMap {
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
    // An id is compared with the image's id, a name with the name that the container was created with.
    image: String(known.image ?? "").startsWith("sha256:") ? Image : Config.Image,
    name: Name.replace(/^\//, ""),
    stdinOpen: Config.OpenStdin,
    stopSignal: (Config as { StopSignal?: string }).StopSignal ?? "",
    stopTimeout: (Config as { StopTimeout?: number }).StopTimeout ?? 0,
    tty: Config.Tty,
    user: Config.User,
    workingDir: Config.WorkingDir,
  };
}

function fromHost(found: Inspected, known: PropertyMap, moment: Moment): PropertyMap {
  // biome-ignore lint/suspicious/noExplicitAny: dockerode's HostConfig lacks half of what the API answers.
  const host = found.HostConfig as any;
  const optional = (
    given: PropertyValue | undefined,
    seen: PropertyValue | undefined,
    empty: PropertyValue,
  ): PropertyValue => (given === undefined && moment === "created" ? null : (seen ?? empty));
  const mib = (bytes: number): number => (bytes > 0 ? Math.trunc(bytes / MIB) : bytes);
  const set = (seen: PropertyValue[] | null | undefined) => inSetOrder(seen ?? []);
  return {
    capabilities: capabilitiesOf(host, known),
    cpuSet: host.CpusetCpus ?? "",
    cpuShares: host.CpuShares ?? 0,
    cpus: host.NanoCpus > 0 ? String(host.NanoCpus / 1e9) : null,
    deviceReadBps: throttles(host.BlkioDeviceReadBps),
    deviceReadIops: throttles(host.BlkioDeviceReadIOps),
    deviceWriteBps: throttles(host.BlkioDeviceWriteBps),
    deviceWriteIops: throttles(host.BlkioDeviceWriteIOps),
    devices: set(host.Devices?.map(device)),
    dns: optional(known.dns, set(host.Dns), []),
    dnsOpts: optional(known.dnsOpts, set(host.DnsOptions), []),
    dnsSearches: optional(known.dnsSearches, set(host.DnsSearch), []),
    groupAdds: optional(known.groupAdds, set(host.GroupAdd), []),
    hosts: set(host.ExtraHosts?.map(extraHost)),
    init: host.Init ?? false,
    ipcMode: host.IpcMode ?? "",
    logDriver: host.LogConfig?.Type ?? "",
    logOpts: isGiven(known.logOpts) ? (host.LogConfig?.Config ?? {}) : moment === "created" ? null : {},
    maxRetryCount: host.RestartPolicy?.MaximumRetryCount ?? 0,
    memory: mib(host.Memory ?? 0),
    memoryReservation: mib(host.MemoryReservation ?? 0),
    memorySwap: mib(host.MemorySwap ?? 0),
    networkMode: host.NetworkMode,
    privileged: host.Privileged ?? false,
    publishAllPorts: host.PublishAllPorts ?? false,
    readOnly: host.ReadonlyRootfs ?? false,
    restart: host.RestartPolicy?.Name || "no",
    rm: host.AutoRemove ?? false,
    runtime: host.Runtime ?? "",
    // Docker adds to what was asked for (`label=disable` for the host's PID namespace); only a later read shows it.
    securityOpts: set(moment === "created" ? (known.securityOpts ?? host.SecurityOpt) : host.SecurityOpt),
    shmSize: mib(host.ShmSize ?? 0),
    storageOpts: optional(known.storageOpts, host.StorageOpt, {}),
    sysctls: optional(known.sysctls, host.Sysctls, {}),
    tmpfs: optional(known.tmpfs, host.Tmpfs, {}),
    // Docker adds those of its own configuration: they are kept only when the program gives some.
    ulimits: isGiven(known.ulimits) ? set(host.Ulimits?.map(ulimit)) : [],
    usernsMode: host.UsernsMode ?? "",
  };
}

function fromState(found: Inspected, known: PropertyMap): PropertyMap {
  const { State, NetworkSettings } = found;
  const running = State.Running;
  const portsAsked = isGiven(known.ports);
  return {
    bridge: (NetworkSettings as { Bridge?: string }).Bridge ?? "",
    exitCode: running ? null : State.ExitCode,
    // A container that should run and does not is drift that a refresh shows.
    mustRun: known.mustRun !== false && running,
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
      portsAsked && (running || known.mustRun !== false)
        ? portBlocks(NetworkSettings.Ports as PublishedPorts)
        : portsAsked
          ? (known.ports ?? [])
          : [],
  };
}

/** An empty collection counts as not given, because the provider only checks whether its state has any members. */
function isGiven(value: PropertyValue | undefined): boolean {
  return Object.keys(value ?? {}).length > 0;
}

function throttles(devices: { Path: string; Rate: number }[] | null | undefined): PropertyValue {
  return inSetOrder((devices ?? []).map(({ Path, Rate }) => ({ path: Path, rate: Rate })));
}

/** Newer engines answer `CAP_NET_ADMIN` for `NET_ADMIN`: names that mean the same are kept as they were given. */
function capabilitiesOf(
  { CapAdd, CapDrop }: { CapAdd?: string[] | null; CapDrop?: string[] | null },
  known: PropertyMap,
): PropertyValue {
  const asked = isMap(known.capabilities) ? known.capabilities : undefined;
  if (asked === undefined && [...(CapAdd ?? []), ...(CapDrop ?? [])].length === 0) return null;
  const bare = (name: string) => name.toUpperCase().replace(/^CAP_/, "");
  const asAsked = (seen: string[], names: string[]) =>
    inSetOrder(seen.map((name) => names.find((other) => bare(other) === bare(name)) ?? name));
  return {
    adds: asAsked(CapAdd ?? [], textsOf(asked?.adds)),
    drops: asAsked(CapDrop ?? [], textsOf(asked?.drops)),
  };
}

function device({ PathInContainer, PathOnHost, CgroupPermissions }: Record<string, string>): PropertyMap {
  return {
    containerPath: PathInContainer ?? "",
    hostPath: PathOnHost ?? "",
    permissions: CgroupPermissions ?? "",
  };
}

function extraHost(text: string): PropertyMap {
  const [host = "", ...ip] = text.split(":");
  return { host, ip: ip.join(":") };
}

function ulimit({ Hard, Name, Soft }: Record<string, PropertyValue>): PropertyMap {
  return { hard: Hard ?? 0, name: Name ?? "", soft: Soft ?? 0 };
}
