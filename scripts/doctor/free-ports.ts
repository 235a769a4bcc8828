import { namesOfLabContainers } from "../../lib/docker/lab-containers.ts";
import { describePortHolder, findPortHolder } from "../../lib/docker/port-holder.ts";
import { isEngineElsewhere } from "../../lib/reach/place.ts";
import type { PublishedPort } from "../../lib/stack/published-ports.ts";
import { publishedPorts } from "../../lib/stack/published-ports.ts";
import type { Finding, Subject } from "./finding.ts";

/** Checks that every port that the stack publishes is free, or already held by the stack itself. */
export async function checkPorts(subject: Subject): Promise<Finding[]> {
  return Promise.all(publishedPorts(subject.config).map((published) => checkPort(subject, published)));
}

async function checkPort(
  { config, docker }: Subject,
  { key, port, hostIp }: PublishedPort,
): Promise<Finding> {
  const listContainers = async () => (await docker?.listContainers()) ?? [];
  const isLocal = !isEngineElsewhere();
  const holder = await findPortHolder(port, { hostIp, listContainers, isLocal });
  const finding = { check: `port ${port}`, expected: "free, or held by this lab" };
  if (holder === undefined)
    return { ...finding, seen: isLocal ? "free" : "free on the engine's machine, as far as Docker knows" };
  if (holder.kind === "no-address") {
    return {
      ...finding,
      seen: `${hostIp} is not an address of this machine`,
      todo: `give this stack another dockerHostIp in Pulumi.${config.stack}.yaml: hostname -I lists them`,
    };
  }
  const seen = describePortHolder(holder);
  const ours = [...config.containers, ...namesOfLabContainers(await listContainers(), config)];
  if (holder.kind === "container" && ours.includes(holder.name)) return { ...finding, seen };
  const stop = holder.kind === "container" ? `docker stop ${holder.name}` : "stop it";
  return {
    ...finding,
    seen,
    todo: `${stop}, or give this stack another ${key} in Pulumi.${config.stack}.yaml`,
  };
}
