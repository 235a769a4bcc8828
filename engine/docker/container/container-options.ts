import type { ContainerCreateOptions } from "dockerode";
import { parseGoDuration } from "../../../common/go-duration.ts";
import { isMap } from "../../model/property-values.ts";
import type { PropertyMap, PropertyValue } from "../../model/resource-type.ts";
import { labelMap } from "../properties/labels.ts";
import { blocksOf, numberOf, textMapOf, textOf, textsOf } from "../properties/property-access.ts";
import { portKey } from "./ports.ts";

const MIB = 1024 * 1024;

/** The inputs of a container in the form of Docker's API. */
export function createOptions(inputs: PropertyMap): ContainerCreateOptions {
  return {
    name: textOf(inputs.name),
    Image: textOf(inputs.image),
    ...given("Hostname", inputs.hostname),
    ...given("Domainname", inputs.domainname),
    ...given("User", inputs.user),
    ...given("WorkingDir", inputs.workingDir),
    ...given("StopSignal", inputs.stopSignal),
    ...given("StopTimeout", inputs.stopTimeout),
    ...given("Cmd", inputs.command),
    ...given("Entrypoint", inputs.entrypoints),
    ...given("platform", inputs.platform),
    Env: textsOf(inputs.envs),
    Labels: labelMap(inputs.labels),
    Tty: inputs.tty === true,
    OpenStdin: inputs.stdinOpen === true,
    ExposedPorts: Object.fromEntries(blocksOf(inputs.ports).map((port) => [portKey(port), {}])),
    Volumes: Object.fromEntries(anonymousVolumes(inputs).map((path) => [path, {}])),
    ...(isMap(inputs.healthcheck) ? { Healthcheck: healthcheck(inputs.healthcheck) } : {}),
    HostConfig: hostConfig(inputs),
  } as ContainerCreateOptions;
}

function hostConfig(inputs: PropertyMap): Record<string, unknown> {
  return {
    Privileged: inputs.privileged === true,
    PublishAllPorts: inputs.publishAllPorts === true,
    ReadonlyRootfs: inputs.readOnly === true,
    AutoRemove: inputs.rm === true,
    RestartPolicy: { Name: textOf(inputs.restart), MaximumRetryCount: numberOf(inputs.maxRetryCount) ?? 0 },
    PortBindings: portBindings(inputs),
    Binds: binds(inputs),
    VolumesFrom: blocksOf(inputs.volumes).flatMap(({ fromContainer }) =>
      fromContainer ? [textOf(fromContainer)] : [],
    ),
    Mounts: blocksOf(inputs.mounts).map(mount),
    NetworkMode: textOf(inputs.networkMode),
    LogConfig: { Type: textOf(inputs.logDriver), Config: textMapOf(inputs.logOpts) ?? {} },
    ExtraHosts: blocksOf(inputs.hosts).map(({ host, ip }) => `${textOf(host)}:${textOf(ip)}`),
    Ulimits: blocksOf(inputs.ulimits).map(({ name, soft, hard }) => ({ Name: name, Soft: soft, Hard: hard })),
    Devices: blocksOf(inputs.devices).map(device),
    // Without it, the engine's own setting (`"init": true` in its daemon.json) applies.
    ...given("Init", inputs.init),
    ...given("CapAdd", isMap(inputs.capabilities) ? inputs.capabilities.adds : undefined),
    ...given("CapDrop", isMap(inputs.capabilities) ? inputs.capabilities.drops : undefined),
    ...given("SecurityOpt", inputs.securityOpts),
    ...given("Runtime", inputs.runtime),
    ...given("Dns", inputs.dns),
    ...given("DnsOptions", inputs.dnsOpts),
    ...given("DnsSearch", inputs.dnsSearches),
    ...given("GroupAdd", inputs.groupAdds),
    ...given("IpcMode", inputs.ipcMode),
    ...given("PidMode", inputs.pidMode),
    ...given("UsernsMode", inputs.usernsMode),
    ...given("CgroupnsMode", inputs.cgroupnsMode),
    ...given("CgroupParent", inputs.cgroupParent),
    ...given("Tmpfs", textMapOf(inputs.tmpfs)),
    ...given("Sysctls", textMapOf(inputs.sysctls)),
    ...given("StorageOpt", textMapOf(inputs.storageOpts)),
    ...resources(inputs),
    ...(inputs.shmSize === undefined ? {} : { ShmSize: Number(inputs.shmSize) * MIB }),
    ...(inputs.cpus === undefined ? {} : { NanoCpus: Math.round(Number(inputs.cpus) * 1e9) }),
    ...given("CpuPeriod", inputs.cpuPeriod),
    ...given("CpuQuota", inputs.cpuQuota),
  };
}

/** The limits that can be changed while a container runs, in bytes as in Docker's API. */
export function resources(inputs: PropertyMap): Record<string, unknown> {
  const swap = numberOf(inputs.memorySwap);
  return {
    Memory: (numberOf(inputs.memory) ?? 0) * MIB,
    MemoryReservation: (numberOf(inputs.memoryReservation) ?? 0) * MIB,
    ...(swap === undefined ? {} : { MemorySwap: swap > 0 ? swap * MIB : swap }),
    CpuShares: numberOf(inputs.cpuShares) ?? 0,
    CpusetCpus: textOf(inputs.cpuSet),
    BlkioDeviceReadBps: throttles(inputs.deviceReadBps),
    BlkioDeviceReadIOps: throttles(inputs.deviceReadIops),
    BlkioDeviceWriteBps: throttles(inputs.deviceWriteBps),
    BlkioDeviceWriteIOps: throttles(inputs.deviceWriteIops),
  };
}

function healthcheck(check: PropertyMap): Record<string, unknown> {
  const ns = (text: PropertyValue | undefined) => parseGoDuration(textOf(text)) ?? 0;
  return {
    Test: textsOf(check.tests),
    Interval: ns(check.interval),
    Timeout: ns(check.timeout),
    StartPeriod: ns(check.startPeriod),
    // Engines before 25 ignore it silently, so it is sent only when it has a value.
    ...(ns(check.startInterval) > 0 ? { StartInterval: ns(check.startInterval) } : {}),
    Retries: numberOf(check.retries) ?? 0,
  };
}

function portBindings(inputs: PropertyMap): Record<string, { HostIp: string; HostPort: string }[]> {
  const bindings: Record<string, { HostIp: string; HostPort: string }[]> = {};
  for (const port of blocksOf(inputs.ports)) {
    const binding = { HostIp: textOf(port.ip), HostPort: textOf(port.external) };
    bindings[portKey(port)] = [...(bindings[portKey(port)] ?? []), binding];
  }
  return bindings;
}

function binds(inputs: PropertyMap): string[] {
  return blocksOf(inputs.volumes).flatMap((volume) => {
    const source = textOf(volume.volumeName) || textOf(volume.hostPath);
    if (source === "") return [];
    const modes = [volume.readOnly === true ? "ro" : "rw", textOf(volume.selinuxRelabel)].filter(Boolean);
    return [`${source}:${textOf(volume.containerPath)}:${modes.join(",")}`];
  });
}

function anonymousVolumes(inputs: PropertyMap): string[] {
  return blocksOf(inputs.volumes)
    .filter(({ volumeName, hostPath, fromContainer }) => !volumeName && !hostPath && !fromContainer)
    .map(({ containerPath }) => textOf(containerPath));
}

function mount(block: PropertyMap): Record<string, unknown> {
  const bind = isMap(block.bindOptions) ? block.bindOptions : undefined;
  const tmpfs = isMap(block.tmpfsOptions) ? block.tmpfsOptions : undefined;
  const volume = isMap(block.volumeOptions) ? block.volumeOptions : undefined;
  return {
    Type: textOf(block.type),
    Target: textOf(block.target),
    Source: textOf(block.source),
    ReadOnly: block.readOnly === true,
    ...(bind === undefined ? {} : { BindOptions: { Propagation: textOf(bind.propagation) } }),
    ...(tmpfs === undefined
      ? {}
      : { TmpfsOptions: { ...given("Mode", tmpfs.mode), ...given("SizeBytes", tmpfs.sizeBytes) } }),
    ...(volume === undefined
      ? {}
      : {
          VolumeOptions: {
            NoCopy: volume.noCopy === true,
            Labels: labelMap(volume.labels),
            ...(volume.driverName
              ? {
                  DriverConfig: {
                    Name: textOf(volume.driverName),
                    Options: textMapOf(volume.driverOptions) ?? {},
                  },
                }
              : {}),
          },
        }),
  };
}

function device({ hostPath, containerPath, permissions }: PropertyMap): Record<string, string> {
  return {
    PathOnHost: textOf(hostPath),
    PathInContainer: textOf(containerPath) || textOf(hostPath),
    CgroupPermissions: textOf(permissions) || "rwm",
  };
}

function throttles(devices: PropertyValue | undefined): { Path: string; Rate: number }[] {
  return blocksOf(devices).map(({ path, rate }) => ({ Path: textOf(path), Rate: Number(rate) }));
}

function given(name: string, value: unknown): Record<string, unknown> {
  return value === undefined || value === null ? {} : { [name]: value };
}
