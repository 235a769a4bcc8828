import type { NetworkInspectInfo } from "dockerode";
import { isMap } from "../property-values.ts";
import type { PropertyMap, ResourceContext, ResourceState, ResourceType } from "../resource-type.ts";
import { withName } from "./auto-name.ts";
import { diffAgainst } from "./difference.ts";
import { orNothing, reasonOf, statusOf } from "./docker-errors.ts";
import { LABELS, labelMap } from "./labels.ts";
import { listOf, textOf } from "./property-access.ts";
import { checkInputs, type Schema, withoutEmptyDefaults } from "./schema.ts";

/** A network among the containers of one host. Docker cannot change one: every change replaces it. */
export const NETWORK: Schema = {
  attachable: { shape: "boolean", replaces: true },
  driver: { shape: "string", computed: true, replaces: true },
  ingress: { shape: "boolean", replaces: true },
  internal: { shape: "boolean", computed: true, replaces: true },
  ipamConfigs: {
    shape: "set",
    computed: true,
    replaces: true,
    of: {
      auxAddress: { shape: "map" },
      gateway: { shape: "string", computed: true },
      ipRange: { shape: "string" },
      subnet: { shape: "string" },
    },
  },
  ipamDriver: { shape: "string", byDefault: "default", replaces: true },
  ipamOptions: { shape: "map", replaces: true },
  ipv6: { shape: "boolean", replaces: true },
  labels: LABELS,
  name: { shape: "string", replaces: true },
  options: { shape: "map", computed: true, replaces: true },
};

export const networkType: ResourceType = {
  token: "docker:index/network:Network",

  async check({ name, inputs, old }) {
    const checked = checkInputs(NETWORK, inputs);
    return { ...checked, inputs: withName(name, checked.inputs, old) };
  },

  diff: (old, inputs) => diffAgainst(NETWORK, old, inputs),

  previewOutputs: (inputs) => ({ ...inputs }),

  async create(inputs, { docker }) {
    const { id } = await docker.createNetwork({
      Name: textOf(inputs.name),
      CheckDuplicate: true,
      ...(inputs.driver === undefined ? {} : { Driver: textOf(inputs.driver) }),
      Attachable: inputs.attachable === true,
      Ingress: inputs.ingress === true,
      Internal: inputs.internal === true,
      EnableIPv6: inputs.ipv6 === true,
      Labels: labelMap(inputs.labels),
      Options: (inputs.options ?? {}) as Record<string, string>,
      IPAM: {
        Driver: textOf(inputs.ipamDriver),
        Options: (inputs.ipamOptions ?? {}) as Record<string, string>,
        Config: listOf(inputs.ipamConfigs).map(ipamConfig),
      },
    });
    const outputs = outputsOf(id, await docker.getNetwork(id).inspect());
    return { id, inputs, outputs: { ...outputs, ipamOptions: inputs.ipamOptions ?? null } };
  },

  async read(id, known, { docker }) {
    const found = await orNothing(docker.getNetwork(id).inspect());
    if (found === undefined) return undefined;
    const inputs = known.inputs === undefined ? describedInputs(found) : withoutEmptyDefaults(known.inputs);
    return { id, inputs, outputs: outputsOf(id, found) };
  },

  /** Every property replaces, so there is nothing to update. */
  async update(old, inputs) {
    return { ...old, inputs };
  },

  async delete(old, context) {
    try {
      await context.docker.getNetwork(old.id).remove();
    } catch (error) {
      if (statusOf(error) === 404) return;
      throw new Error(await explain(error, old, context), { cause: error });
    }
  },

  claimedName: (inputs) => textOf(inputs.name),
};

/** The network cannot go while containers hang on it that are not ours to remove: say which. */
async function explain(error: unknown, old: ResourceState, { docker }: ResourceContext): Promise<string> {
  if (!reasonOf(error).includes("active endpoints")) return reasonOf(error);
  const found: NetworkInspectInfo = await docker.getNetwork(old.id).inspect();
  const names = Object.values(found.Containers ?? {}).map(({ Name }) => Name);
  const disconnect = names.map((name) => `docker network disconnect ${found.Name} ${name}`).join(" && ");
  return `the network ${found.Name} is still used by: ${names.join(", ")}. They are not of this stack, and were left alone. Take them off it, then try again: ${disconnect}`;
}

function outputsOf(id: string, found: NetworkInspectInfo): PropertyMap {
  return {
    attachable: found.Attachable,
    driver: found.Driver,
    id,
    ingress: found.Ingress,
    internal: found.Internal,
    ipamConfigs: (found.IPAM?.Config ?? []).map((config) => ({
      auxAddress: (config as { AuxiliaryAddresses?: Record<string, string> }).AuxiliaryAddresses ?? {},
      gateway: config.Gateway ?? "",
      ipRange: (config as { IPRange?: string }).IPRange ?? "",
      subnet: config.Subnet ?? "",
    })),
    ipamDriver: found.IPAM?.Driver ?? "default",
    ipamOptions: found.IPAM?.Options ?? {},
    ipv6: found.EnableIPv6,
    labels: Object.entries(found.Labels ?? {}).map(([label, value]) => ({ label, value })),
    name: found.Name,
    options: found.Options ?? {},
    scope: found.Scope,
  };
}

/** What a program would have written to get this network: for imports. */
function describedInputs(found: NetworkInspectInfo): PropertyMap {
  const configs = (found.IPAM?.Config ?? []).map(({ Gateway, Subnet }) => ({
    __defaults: [],
    ...(Gateway ? { gateway: Gateway } : {}),
    ...(Subnet ? { subnet: Subnet } : {}),
  }));
  return {
    __defaults: [],
    driver: found.Driver,
    ...(configs.length === 0 ? {} : { ipamConfigs: configs }),
    name: found.Name,
  };
}

function ipamConfig(config: unknown): Record<string, unknown> {
  const { subnet, gateway, ipRange, auxAddress } = (
    isMap(config as PropertyMap) ? config : {}
  ) as PropertyMap;
  return {
    ...(subnet ? { Subnet: subnet } : {}),
    ...(gateway ? { Gateway: gateway } : {}),
    ...(ipRange ? { IPRange: ipRange } : {}),
    ...(auxAddress ? { AuxiliaryAddresses: auxAddress } : {}),
  };
}
