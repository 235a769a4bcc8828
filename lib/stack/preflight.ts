import { LabError } from "../../common/lab-error.mjs";
import { serviceHostIp } from "../../common/lab-layout.ts";
import { engineGet } from "../docker/docker-api.ts";
import { namesOfLabContainers } from "../docker/lab-containers.ts";
import type { ContainerSummary } from "../docker/port-holder.ts";
import { describePortHolder, findPortHolder } from "../docker/port-holder.ts";
import type { LabConfig } from "../project/lab-config.ts";
import { readLabConfig } from "../project/lab-config.ts";
import { isEngineElsewhere } from "../reach/place.ts";
import type { PublishedPort } from "./published-ports.ts";
import { publishedPorts } from "./published-ports.ts";

/** What a busy machine may take from a container's first port to its being listed as started. */
const CONTAINER_START_MS = 10_000;

/**
 * Before anything is created: the names and ports that the stack wants are free, or its own already. Docker would
 * say so too, but late, one at a time, and without the name of what has the port.
 */
export async function passPreflight(stack: string) {
  const config = readLabConfig(stack);
  const containers = await listContainers();
  requireNames(config, containers);
  await Promise.all(publishedPorts(config).map((published) => requirePort(config, published, containers)));
}

async function listContainers(): Promise<ContainerSummary[]> {
  const { body } = await engineGet("/containers/json?all=1");
  return Array.isArray(body) ? body : [];
}

function requireNames({ containers: wanted, labelName, stack }: LabConfig, containers: ContainerSummary[]) {
  for (const name of wanted) {
    const holder = containers.find(({ Names }) => Names.includes(`/${name}`));
    const ours = holder?.Labels["kafka-lab.name"] === labelName;
    const other = ours ? holder.Labels["kafka-lab.stack"] : undefined;
    if (!holder || other === stack) continue;
    if (other !== undefined) {
      throw new LabError(
        `the stack ${other} of this lab is up, and ${stack} would use the same names and ports.`,
        `Take it down first: ./lab destroy --stack ${other}. Or give one of them a name: kafka-lab:name in its Pulumi.STACK.yaml.`,
      );
    }
    throw new LabError(
      `the stack wants a container named ${name}, and there is one already that is not of this lab (image ${holder.Image}).`,
      `Rename it: docker rename ${name} ${name}-2. Or give this lab a name: kafka-lab:name in its Pulumi.STACK.yaml.`,
    );
  }
}

/** The containers as they were a moment ago are enough for a first look; each further one lists anew. */
async function requirePort(
  config: LabConfig,
  { key, port, hostIp }: PublishedPort,
  containers: ContainerSummary[],
) {
  const { stack } = config;
  const listed = [containers];
  const lookAgain = async () => listed.pop() ?? (await listContainers());
  const isLocal = !isEngineElsewhere();
  const where = { hostIp, listContainers: lookAgain, patienceMs: CONTAINER_START_MS, isLocal };
  const holder = await findPortHolder(port, where);
  if (holder === undefined) return;
  if (holder.kind === "container" && (await isOurs(config, holder.name))) return;
  if (holder.kind === "no-address") {
    throw new LabError(
      `the stack publishes Kafka on ${hostIp}, and that is not an address of this machine.`,
      `Choose another dockerHostIp in Pulumi.${stack}.yaml; hostname -I lists those that there are.`,
    );
  }
  throw new LabError(
    `the stack publishes port ${port}${hostIp === serviceHostIp ? "" : ` on ${hostIp}`}, and it is taken by ${describePortHolder(holder)}.`,
    `Stop that, or choose another ${key} in Pulumi.${stack}.yaml.`,
  );
}

async function isOurs(config: LabConfig, name: string) {
  return (
    config.containers.includes(name) || namesOfLabContainers(await listContainers(), config).includes(name)
  );
}
