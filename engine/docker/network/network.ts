import { setTimeout as delay } from "node:timers/promises";
import type Dockerode from "dockerode";
import type { NetworkCreateOptions, NetworkInspectInfo } from "dockerode";
import { isMap } from "../../model/property-values.ts";
import type { PropertyMap } from "../../model/resource-type.ts";
import { inBody, inPath } from "../calls/api-path.ts";
import type { DockerType } from "../calls/docker-context.ts";
import { orNothing } from "../calls/docker-errors.ts";
import { type Removal, removeWhenUnused } from "../calls/remove-when-unused.ts";
import { withName } from "../properties/auto-name.ts";
import { inSetOrder } from "../properties/block-outputs.ts";
import { diffAgainst } from "../properties/difference.ts";
import { describedLabels, hasLabels, LABELS, labelBlocks, labelMap } from "../properties/labels.ts";
import { blocksOf, textMapOf, textOf } from "../properties/property-access.ts";
import { refreshedInputs } from "../properties/refreshed-inputs.ts";
import { checkInputs, type Schema } from "../properties/schema.ts";
import { explainNetworkCreate, explainNetworkInUse } from "./network-errors.ts";

/** A network that connects the containers of one host. Docker cannot change one: every change replaces it. */
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

const POLL_MS = 50;
const MADE_WITHIN_MS = 5_000;

export const networkType: DockerType = {
  token: "docker:index/network:Network",

  async check({ name, inputs, old }) {
    const checked = checkInputs(NETWORK, inputs);
    return { ...checked, inputs: withName(name, checked.inputs, old) };
  },

  diff: (old, inputs) => diffAgainst(NETWORK, old, inputs),

  previewOutputs: (inputs) => ({ ...inputs }),

  async create(inputs, context) {
    const { docker } = context;
    const { id } = await docker.createNetwork(inBody(createOptions(inputs))).catch(async (error) => {
      throw new Error(await explainNetworkCreate(error, textOf(inputs.name), context), { cause: error });
    });
    const outputs = outputsOf(id, await inspectMade(id, docker), inputs);
    return { id, inputs, outputs: { ...outputs, ipamOptions: inputs.ipamOptions ?? null } };
  },

  async read(id, known, { docker }) {
    const found = await orNothing(docker.getNetwork(inPath(id)).inspect());
    if (found === undefined) return undefined;
    const outputs = outputsOf(id, found, known.inputs ?? {});
    const inputs = known.inputs ? refreshedInputs(NETWORK, known.inputs, outputs) : describedInputs(found);
    return { id, inputs, outputs };
  },

  /** Every property replaces, so there is nothing to update. */
  async update(old, inputs) {
    return { ...old, inputs };
  },

  delete: (old, { docker, status }) =>
    removeWhenUnused(removalOf(old.id, textOf(old.outputs.name), docker), status),

  claimedName: (inputs) => textOf(inputs.name),

  async halfMade(inputs, _notedAt, context) {
    const name = textOf(inputs.name);
    const found = await orNothing(context.docker.getNetwork(inPath(name)).inspect());
    return hasLabels(found?.Labels, inputs.labels) ? networkType.read(name, {}, context) : undefined;
  },
};

/** A swarm answers with a network's number before it has made all of it. */
async function inspectMade(id: string, docker: Dockerode): Promise<NetworkInspectInfo> {
  const deadline = Date.now() + MADE_WITHIN_MS;
  for (;;) {
    const found: NetworkInspectInfo = await docker.getNetwork(id).inspect();
    if (found.Driver || Date.now() >= deadline) return found;
    await delay(POLL_MS);
  }
}

function createOptions(inputs: PropertyMap): NetworkCreateOptions {
  return {
    Name: textOf(inputs.name),
    CheckDuplicate: true,
    ...(inputs.driver === undefined ? {} : { Driver: textOf(inputs.driver) }),
    Attachable: inputs.attachable === true,
    Ingress: inputs.ingress === true,
    Internal: inputs.internal === true,
    EnableIPv6: inputs.ipv6 === true,
    Labels: labelMap(inputs.labels),
    Options: textMapOf(inputs.options) ?? {},
    IPAM: {
      Driver: textOf(inputs.ipamDriver),
      Options: textMapOf(inputs.ipamOptions) ?? {},
      Config: blocksOf(inputs.ipamConfigs).map(ipamConfig),
    },
  } as NetworkCreateOptions;
}

function outputsOf(id: string, found: NetworkInspectInfo, inputs: PropertyMap): PropertyMap {
  return {
    attachable: found.Attachable,
    driver: found.Driver,
    id,
    ingress: found.Ingress,
    internal: found.Internal,
    ipamConfigs: inSetOrder((found.IPAM?.Config ?? []).map(ipamBlock)),
    ipamDriver: found.IPAM?.Driver ?? "default",
    ipamOptions: found.IPAM?.Options ?? {},
    ipv6: found.EnableIPv6,
    labels: labelBlocks(found.Labels),
    name: found.Name,
    options: askedOptions(found.Options, inputs),
    scope: found.Scope,
  };
}

/** An import has no inputs, so they are derived from Docker's answer, without what is the same for every network. */
function describedInputs(found: NetworkInspectInfo): PropertyMap {
  const configs = (found.IPAM?.Config ?? []).map(({ Gateway, Subnet }) => ({
    __defaults: [],
    ...(Gateway ? { gateway: Gateway } : {}),
    ...(Subnet ? { subnet: Subnet } : {}),
  }));
  return {
    __defaults: [],
    driver: found.Driver,
    ...(found.Attachable ? { attachable: true } : {}),
    ...(found.Internal ? { internal: true } : {}),
    ...(configs.length === 0 ? {} : { ipamConfigs: configs }),
    ...(found.EnableIPv6 ? { ipv6: true } : {}),
    ...describedLabels(found.Labels),
    name: found.Name,
  };
}

/** Newer engines add options of their own to those that were asked for; they are not drift. */
function askedOptions(found: Record<string, string> | null | undefined, inputs: PropertyMap): PropertyMap {
  const asked = textMapOf(inputs.options);
  const ownOption = /^com\.docker\.network\.enable_ipv[46]$/;
  return Object.fromEntries(
    Object.entries(found ?? {}).filter(([name]) => !ownOption.test(name) || asked?.[name] !== undefined),
  );
}

function removalOf(id: string, name: string, docker: Dockerode): Removal {
  return {
    remove: () => docker.getNetwork(inPath(id)).remove(),
    refusal: /active endpoints|is in use by/,
    async holders() {
      const found: NetworkInspectInfo | undefined = await orNothing(docker.getNetwork(inPath(id)).inspect());
      return Object.values(found?.Containers ?? {}).map(({ Name }) => Name);
    },
    explain: (holders) => explainNetworkInUse(name, holders),
  };
}

type IpamConfig = {
  Subnet?: string | undefined;
  Gateway?: string | undefined;
  IPRange?: string | undefined;
  AuxiliaryAddresses?: object | undefined;
};

function ipamBlock({ Subnet, Gateway, IPRange, AuxiliaryAddresses }: IpamConfig): PropertyMap {
  return {
    auxAddress: (AuxiliaryAddresses ?? {}) as PropertyMap,
    gateway: Gateway ?? "",
    ipRange: IPRange ?? "",
    subnet: Subnet ?? "",
  };
}

function ipamConfig({ subnet, gateway, ipRange, auxAddress }: PropertyMap): IpamConfig {
  return {
    ...(subnet ? { Subnet: textOf(subnet) } : {}),
    ...(gateway ? { Gateway: textOf(gateway) } : {}),
    ...(ipRange ? { IPRange: textOf(ipRange) } : {}),
    ...(isMap(auxAddress) ? { AuxiliaryAddresses: auxAddress } : {}),
  };
}
