import { goDuration } from "../../../common/go-duration.ts";
import type { PropertyMap } from "../../model/resource-type.ts";
import { inSetOrder } from "../properties/block-outputs.ts";
import { labelBlocks } from "../properties/labels.ts";
import type { FoundContainer, FoundFile, FoundMount } from "./found-service.ts";

/** The container of a service's tasks, as the provider keeps it. */
export function containerSpecOutputs(found: FoundContainer): PropertyMap {
  return {
    args: found.Args ?? [],
    capAdds: found.CapabilityAdd ?? [],
    capDrops: found.CapabilityDrop ?? [],
    commands: found.Command ?? [],
    configs: inSetOrder(
      (found.Configs ?? []).map(({ ConfigID, ConfigName, File }) => ({
        configId: ConfigID,
        configName: ConfigName ?? "",
        ...fileBlock(File),
      })),
    ),
    dir: found.Dir ?? "",
    dnsConfig: dnsBlock(found.DNSConfig),
    env: Object.fromEntries((found.Env ?? []).map(variable)),
    groups: found.Groups ?? [],
    healthcheck: healthBlock(found.Healthcheck),
    hostname: found.Hostname ?? "",
    hosts: inSetOrder((found.Hosts ?? []).map(hostBlock)),
    image: found.Image,
    init: found.Init ?? false,
    isolation: found.Isolation ?? "",
    labels: labelBlocks(found.Labels),
    mounts: inSetOrder((found.Mounts ?? []).map(mountBlock)),
    privileges: null,
    readOnly: found.ReadOnly ?? false,
    secrets: inSetOrder(
      (found.Secrets ?? []).map(({ SecretID, SecretName, File }) => ({
        secretId: SecretID,
        secretName: SecretName ?? "",
        ...fileBlock(File),
      })),
    ),
    stopGracePeriod: shortDuration(found.StopGracePeriod ?? 0),
    stopSignal: found.StopSignal ?? "",
    sysctl: found.Sysctls ?? {},
    user: found.User ?? "",
  };
}

/** A duration as the provider writes it: `1m`, where Go writes `1m0s`. */
export function shortDuration(ns: number): string {
  return goDuration(ns).replace(/m0s$/, "m").replace(/h0m$/, "h");
}

function variable(text: string): [string, string] {
  const [name = "", ...value] = text.split("=");
  return [name, value.join("=")];
}

function dnsBlock(found: FoundContainer["DNSConfig"]): PropertyMap | null {
  if (found === undefined) return null;
  const given = (texts: string[] | undefined) => (texts === undefined || texts.length === 0 ? null : texts);
  return {
    nameservers: given(found.Nameservers),
    options: given(found.Options),
    searches: given(found.Search),
  };
}

function healthBlock(found: FoundContainer["Healthcheck"]): PropertyMap | null {
  if (found === undefined) return null;
  return {
    interval: shortDuration(found.Interval ?? 0),
    retries: found.Retries ?? 0,
    startPeriod: shortDuration(found.StartPeriod ?? 0),
    tests: found.Test ?? [],
    timeout: shortDuration(found.Timeout ?? 0),
  };
}

function hostBlock(text: string): PropertyMap {
  const [ip = "", host = ""] = text.split(" ");
  return { host, ip };
}

/** Of a mode, the provider reads these back, and no others. */
const permissionBits = 0o777;

function mountBlock(found: FoundMount): PropertyMap {
  const { BindOptions: bind, TmpfsOptions: tmpfs, VolumeOptions: volume } = found;
  return {
    bindOptions: bind === undefined ? null : { propagation: bind.Propagation ?? "" },
    readOnly: found.ReadOnly ?? false,
    source: found.Source ?? "",
    target: found.Target,
    tmpfsOptions:
      tmpfs === undefined
        ? null
        : { mode: (tmpfs.Mode ?? 0) & permissionBits, sizeBytes: tmpfs.SizeBytes ?? 0 },
    type: found.Type,
    volumeOptions:
      volume === undefined
        ? null
        : {
            driverName: volume.DriverConfig?.Name ?? "",
            driverOptions: volume.DriverConfig?.Options ?? {},
            labels: labelBlocks(volume.Labels),
            noCopy: volume.NoCopy ?? false,
          },
  };
}

function fileBlock(file: FoundFile | undefined): PropertyMap {
  return {
    fileGid: file?.GID ?? "",
    fileMode: file?.Mode ?? 0,
    fileName: file?.Name ?? "",
    fileUid: file?.UID ?? "",
  };
}
