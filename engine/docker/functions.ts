import type Dockerode from "dockerode";
import { EngineError } from "../engine-error.ts";
import type { PropertyMap } from "../resource-type.ts";
import { withoutFrames } from "./container-logs.ts";
import { orNothing } from "./docker-errors.ts";
import { findImage } from "./local-image.ts";
import { textOf } from "./property-access.ts";

type DockerFunction = (args: PropertyMap, docker: Dockerode) => Promise<PropertyMap>;

/** The functions of the package that ask only this machine's Docker. */
const FUNCTIONS: Readonly<Record<string, DockerFunction>> = {
  "docker:index/getNetwork:getNetwork": getNetwork,
  "docker:index/getRemoteImage:getRemoteImage": getRemoteImage,
  "docker:index/getLogs:getLogs": getLogs,
};

/** Calls a function such as `docker.getNetwork`; what is not supported is refused by name. */
export async function invokeFunction(
  token: string,
  args: PropertyMap,
  docker: Dockerode,
): Promise<PropertyMap> {
  const call = FUNCTIONS[token];
  if (call === undefined)
    throw new EngineError(`${token}: not supported by the embedded engine; use the Pulumi CLI`);
  return call(args, docker);
}

async function getNetwork({ name }: PropertyMap, docker: Dockerode): Promise<PropertyMap> {
  const found = await orNothing(docker.getNetwork(textOf(name)).inspect());
  if (found === undefined) throw new EngineError(`getNetwork: there is no network "${textOf(name)}"`);
  return {
    driver: found.Driver,
    id: found.Id,
    internal: found.Internal,
    ipamConfigs: (found.IPAM?.Config ?? []).map((config) => ({
      gateway: config.Gateway ?? "",
      subnet: config.Subnet ?? "",
    })),
    name: found.Name,
    options: found.Options ?? {},
    scope: found.Scope,
  };
}

async function getRemoteImage({ name }: PropertyMap, docker: Dockerode): Promise<PropertyMap> {
  const found = await findImage(textOf(name), docker);
  if (found === undefined)
    throw new EngineError(`getRemoteImage: there is no image "${textOf(name)}" on this machine`);
  return { id: found.Id, name: textOf(name), repoDigest: found.RepoDigests?.[0] ?? "" };
}

async function getLogs(args: PropertyMap, docker: Dockerode): Promise<PropertyMap> {
  const name = textOf(args.name);
  const log = await orNothing(
    docker.getContainer(name).logs({
      follow: false,
      stdout: args.showStdout !== false,
      stderr: args.showStderr !== false,
      timestamps: args.timestamps === true,
      ...(args.tail ? { tail: Number(args.tail) } : {}),
    }),
  );
  if (log === undefined) throw new EngineError(`getLogs: there is no container "${name}"`);
  const lines = withoutFrames(log as unknown as Buffer)
    .split("\n")
    .filter(Boolean);
  return { ...args, id: name, logsListStrings: lines, logsListStringEnabled: true };
}
