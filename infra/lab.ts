import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { certificatesVolume, kraftClusterId, labelName, partName } from "../common/lab-layout.ts";
import { readMigrationRecord } from "../common/migration.ts";
import type { Config } from "./config.ts";
import { isSwarm } from "./swarm/nodes.ts";

/** What every part of the lab needs: the settings, the common network, and the services' certificates. */
export interface Lab {
  readonly config: Config;
  readonly network: docker.Network;
  /** Not there without https. */
  readonly certificates: docker.Volume | undefined;
  /** With which KRaft nodes are formatted. */
  readonly clusterId: string;
}

/**
 * The id of the cluster: in a migration the one that ZooKeeper has assigned. Only `./lab` can look at the live cluster, so
 * nothing is declared that it has not found to be next: a step at the wrong moment would lose every message.
 */
export function clusterIdOf({ migration, name }: Pick<Config, "migration" | "name">): string {
  const stack = pulumi.getStack();
  const record = readMigrationRecord(stack);
  if (migration === (record?.step ?? "none")) return record?.clusterId ?? kraftClusterId;
  const seen = record ? `it was looked at for ${record.step} (${record.seen})` : "nobody has looked at it";
  throw new pulumi.RunError(
    `kafka-lab:migration: "${migration}" is a step of the cluster ${nameOf({ name }, "kafka")}, and ${seen}; let the lab look, and take the step: ./lab up --stack ${stack}`,
  );
}

/** Names and labels: two labs differ by config `name`, and commands recognise the lab's own resources by the labels. */
export function nameOf(config: Pick<Config, "name">, part: string): string {
  return partName(config.name, part);
}

/** Sorted, because Docker's provider compares them as a set and people read them as a list. */
export function labelsOf(config: Pick<Config, "name">): { label: string; value: string }[] {
  return [
    { label: "kafka-lab.name", value: labelName(config.name) },
    { label: "kafka-lab.stack", value: pulumi.getStack() },
  ];
}

/**
 * One network: containers find each other on it by alias, and aliases are unknown outside. On one machine it is a bridge;
 * an overlay reaches over the nodes of a swarm, and `./lab trace` may attach a container to it.
 */
export function createNetwork(config: Config): docker.Network {
  const kind = isSwarm(config) ? { driver: "overlay", attachable: true } : { driver: "bridge" };
  return new docker.Network(
    "network",
    { name: nameOf(config, "kafka-lab"), ...kind, labels: labelsOf(config) },
    { deleteBeforeReplace: true },
  );
}

/**
 * The volume in which the services keep the certificate that they make at their first start, and its private key: it is
 * known nowhere else. No data, so it goes with `destroy` even where data is kept.
 */
export function createCertificates(config: Config): docker.Volume | undefined {
  if (config.httpsPortOffset === 0) return undefined;
  return new docker.Volume(
    certificatesVolume,
    { name: nameOf(config, certificatesVolume), labels: labelsOf(config) },
    { deleteBeforeReplace: true },
  );
}

/** A volume by its name; the resource is there where Pulumi makes it. */
export interface NamedVolume {
  readonly name: pulumi.Input<string>;
  readonly resource?: docker.Volume;
}

/**
 * A named volume; with `keepData` Pulumi forgets it on destroy and Docker keeps it. In a swarm a volume is of one node,
 * which makes it when a task that names it starts there, and keeps it.
 */
export function createVolume(
  config: Config,
  name: string,
  parent: pulumi.Resource,
  dependsOn: pulumi.Resource[] = [],
): NamedVolume {
  if (isSwarm(config)) return { name: nameOf(config, name) };
  const resource = new docker.Volume(
    name,
    { name: nameOf(config, name), labels: labelsOf(config) },
    { parent, deleteBeforeReplace: true, retainOnDelete: config.keepData, dependsOn },
  );
  return { name: resource.name, resource };
}
