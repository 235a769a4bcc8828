import { parseGoDuration } from "../../../common/go-duration.ts";
import { isMap } from "../../model/property-values.ts";
import type { PropertyMap, PropertyValue } from "../../model/resource-type.ts";
import { labelMap } from "../properties/labels.ts";
import { blocksOf, numberOf, textMapOf, textOf, textsOf } from "../properties/property-access.ts";

/** The container of a service's tasks, in the form of Docker's API. */
export function containerSpec(spec: PropertyMap): Record<string, unknown> {
  return {
    Image: textOf(spec.image),
    Labels: labelMap(spec.labels),
    Command: textsOf(spec.commands),
    Args: textsOf(spec.args),
    Hostname: textOf(spec.hostname),
    Env: Object.entries(textMapOf(spec.env) ?? {})
      .map(([name, value]) => `${name}=${value}`)
      .sort(),
    Dir: textOf(spec.dir),
    User: textOf(spec.user),
    Groups: textsOf(spec.groups),
    ReadOnly: spec.readOnly === true,
    Mounts: blocksOf(spec.mounts).map(mount),
    StopSignal: textOf(spec.stopSignal),
    // The provider sends 0 where nothing is given: such a task is killed at once.
    StopGracePeriod: nanoseconds(spec.stopGracePeriod),
    Healthcheck: isMap(spec.healthcheck) ? healthcheck(spec.healthcheck) : {},
    Hosts: blocksOf(spec.hosts).map(({ host, ip }) => `${textOf(ip)} ${textOf(host)}`),
    DNSConfig: isMap(spec.dnsConfig) ? dnsConfig(spec.dnsConfig) : {},
    Secrets: blocksOf(spec.secrets).map((file) => ({
      SecretID: textOf(file.secretId),
      SecretName: textOf(file.secretName),
      File: target(file),
    })),
    Configs: blocksOf(spec.configs).map((file) => ({
      ConfigID: textOf(file.configId),
      ConfigName: textOf(file.configName),
      File: target(file),
    })),
    Isolation: textOf(spec.isolation),
    Sysctls: textMapOf(spec.sysctl) ?? {},
    CapabilityAdd: textsOf(spec.capAdds),
    CapabilityDrop: textsOf(spec.capDrops),
    Init: spec.init === true,
  };
}

function mount(block: PropertyMap): Record<string, unknown> {
  const { bindOptions: bind, tmpfsOptions: tmpfs, volumeOptions: volume } = block;
  return {
    Type: textOf(block.type),
    Target: textOf(block.target),
    Source: textOf(block.source),
    ReadOnly: block.readOnly === true,
    ...(isMap(bind) ? { BindOptions: { Propagation: textOf(bind.propagation) } } : {}),
    ...(isMap(tmpfs)
      ? { TmpfsOptions: { Mode: numberOf(tmpfs.mode) ?? 0, SizeBytes: numberOf(tmpfs.sizeBytes) ?? 0 } }
      : {}),
    ...(isMap(volume) ? { VolumeOptions: volumeOptions(volume) } : {}),
  };
}

function volumeOptions({ driverName, driverOptions, labels, noCopy }: PropertyMap): Record<string, unknown> {
  return {
    NoCopy: noCopy === true,
    Labels: labelMap(labels),
    DriverConfig: { Name: textOf(driverName), Options: textMapOf(driverOptions) ?? {} },
  };
}

function healthcheck(check: PropertyMap): Record<string, unknown> {
  return {
    Test: textsOf(check.tests),
    Interval: nanoseconds(check.interval),
    Timeout: nanoseconds(check.timeout),
    StartPeriod: nanoseconds(check.startPeriod),
    Retries: numberOf(check.retries) ?? 0,
  };
}

function dnsConfig({ nameservers, options, searches }: PropertyMap): Record<string, unknown> {
  return { Nameservers: textsOf(nameservers), Options: textsOf(options), Search: textsOf(searches) };
}

function target({ fileName, fileUid, fileGid, fileMode }: PropertyMap): Record<string, unknown> {
  return {
    Name: textOf(fileName),
    UID: textOf(fileUid),
    GID: textOf(fileGid),
    Mode: numberOf(fileMode) ?? 0o444,
  };
}

function nanoseconds(text: PropertyValue | undefined): number {
  return parseGoDuration(textOf(text)) ?? 0;
}
