import type Dockerode from "dockerode";
import type { NetworkInspectInfo } from "dockerode";
import { EngineError } from "../../../common/engine-error.ts";
import { logText } from "../../../docker-client/log-text.ts";
import type { PropertyMap } from "../../model/resource-type.ts";
import { orNothing, reasonOf } from "../calls/docker-errors.ts";
import { findImage, repoDigestOf } from "../image/local-image.ts";
import { textOf } from "../properties/property-access.ts";
import { checkInputs, type Schema } from "../properties/schema.ts";

/** A function of the package: its arguments, and the call to Docker. */
interface DockerFunction {
  readonly takes: Schema;
  readonly call: (args: PropertyMap, docker: Dockerode) => Promise<PropertyMap>;
}

const NAMED: Schema = { name: { shape: "string", required: true } };

const LOGS: Schema = {
  ...NAMED,
  details: { shape: "boolean" },
  discardHeaders: { shape: "boolean", byDefault: true },
  follow: { shape: "boolean", refused: true },
  logsListStringEnabled: { shape: "boolean", byDefault: true },
  showStderr: { shape: "boolean", byDefault: true },
  showStdout: { shape: "boolean", byDefault: true },
  since: { shape: "string" },
  tail: { shape: "string" },
  timestamps: { shape: "boolean" },
  until: { shape: "string" },
};

/** The functions that need only this machine's Docker; the others need registries. */
const FUNCTIONS: Readonly<Record<string, DockerFunction>> = {
  "docker:index/getNetwork:getNetwork": { takes: NAMED, call: getNetwork },
  "docker:index/getRemoteImage:getRemoteImage": { takes: NAMED, call: getRemoteImage },
  "docker:index/getLogs:getLogs": { takes: LOGS, call: getLogs },
};

/** The alternatives to functions that ask a registry. */
const ADVICE: Readonly<Record<string, string>> = {
  "docker:index/getRegistryImage:getRegistryImage":
    ", or give RemoteImage the name and tag alone, without pullTriggers",
};

/** Calls a function such as `docker.getNetwork`; an unsupported one is refused by name. */
export async function invokeFunction(
  token: string,
  args: PropertyMap,
  docker: Dockerode,
): Promise<PropertyMap> {
  const known = FUNCTIONS[token];
  if (known === undefined)
    throw new EngineError(
      `${token}: not supported by the embedded engine; use the Pulumi CLI${ADVICE[token] ?? ""}`,
    );
  const name = token.split(":").at(-1);
  const { inputs, failures } = checkInputs(known.takes, args);
  const [failure] = failures;
  if (failure !== undefined) throw new EngineError(`${name}: ${failure.property}: ${failure.reason}`);
  return known.call(inputs, docker).catch((error) => {
    throw error instanceof EngineError ? error : new EngineError(`${name}: ${reasonOf(error)}`);
  });
}

async function getNetwork({ name }: PropertyMap, docker: Dockerode): Promise<PropertyMap> {
  const found: NetworkInspectInfo | undefined = await orNothing(docker.getNetwork(textOf(name)).inspect());
  if (found === undefined) throw new EngineError(`getNetwork: there is no network "${textOf(name)}"`);
  return {
    containers: containersOf(found),
    driver: found.Driver,
    id: found.Id,
    internal: found.Internal,
    ipamConfigs: (found.IPAM?.Config ?? []).map((config) => ({
      auxAddress: { ...config.AuxiliaryAddresses } as PropertyMap,
      gateway: config.Gateway ?? "",
      ipRange: config.IPRange ?? "",
      subnet: config.Subnet ?? "",
    })),
    name: found.Name,
    options: found.Options ?? {},
    scope: found.Scope,
  };
}

function containersOf({ Containers }: NetworkInspectInfo): PropertyMap[] {
  const sorted = Object.entries(Containers ?? {}).sort(([one], [other]) => (one < other ? -1 : 1));
  return sorted.map(([containerId, { Name, EndpointID, MacAddress, IPv4Address, IPv6Address }]) => ({
    containerId,
    endpointId: EndpointID,
    ipv4Address: IPv4Address,
    ipv6Address: IPv6Address,
    macAddress: MacAddress,
    name: Name,
  }));
}

async function getRemoteImage(args: PropertyMap, docker: Dockerode): Promise<PropertyMap> {
  const name = textOf(args.name);
  const found = await findImage(name, docker);
  if (found === undefined)
    throw new EngineError(`getRemoteImage: there is no image "${name}" on this machine`);
  return { id: found.Id, name, repoDigest: repoDigestOf(name, found) };
}

async function getLogs(args: PropertyMap, docker: Dockerode): Promise<PropertyMap> {
  const name = textOf(args.name);
  const { __defaults: _, ...given } = args;
  const log = await orNothing(docker.getContainer(name).logs({ follow: false, ...logOptions(args) }));
  if (log === undefined) throw new EngineError(`getLogs: there is no container "${name}"`);
  const lines = logText(docker, log as unknown as Buffer).split("\n");
  const shown = args.logsListStringEnabled === false ? [] : lines.filter((line) => line !== "");
  return { ...given, id: name, logsListStrings: shown };
}

function logOptions(args: PropertyMap): Record<string, unknown> {
  return {
    stdout: args.showStdout !== false,
    stderr: args.showStderr !== false,
    timestamps: args.timestamps === true,
    details: args.details === true,
    ...(args.since ? { since: textOf(args.since) } : {}),
    ...(args.until ? { until: textOf(args.until) } : {}),
    ...(args.tail ? { tail: textOf(args.tail) } : {}),
  };
}
