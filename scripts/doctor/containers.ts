import type { ContainerInspectInfo as Container } from "dockerode";
import type { LabConfig } from "../../lib/project/lab-config.ts";
import type { Finding, Subject } from "./finding.ts";

/** All of the stack's containers exist and are healthy, or none exists: a broken `up` leaves half a stack. */
export async function checkContainers({ config, docker }: Subject): Promise<Finding[]> {
  if (!docker) return [];
  const found = await Promise.all(config.containers.map((name) => inspect(docker, name)));
  if (found.every((container) => container === undefined)) {
    return [
      { check: "containers", expected: "all healthy, or none", seen: "none: ./lab up brings the stack up" },
    ];
  }
  return config.containers.map((name, index) => rate(name, found[index], config));
}

/** Another lab can run next to this one under another `name`; a stack with the same name needs the same containers. */
export async function checkOtherLabs({ config, docker }: Subject): Promise<Finding[]> {
  if (!docker) return [];
  const containers = await docker.listContainers({ all: true, filters: { label: ["kafka-lab.stack"] } });
  const labs = new Set(
    containers.map(({ Labels }) => `${Labels["kafka-lab.stack"]} (name ${Labels["kafka-lab.name"]})`),
  );
  labs.delete(`${config.stack} (name ${config.labelName})`);
  const rival = containers.find(
    ({ Labels }) =>
      Labels["kafka-lab.name"] === config.labelName && Labels["kafka-lab.stack"] !== config.stack,
  )?.Labels["kafka-lab.stack"];
  const finding = {
    check: "other labs",
    expected: "none under the same name",
    seen: [...labs].join(", ") || "none",
  };
  return [
    rival === undefined
      ? finding
      : { ...finding, todo: `./lab destroy --stack ${rival}, or give one of them a name` },
  ];
}

function inspect(docker: import("dockerode"), name: string): Promise<Container | undefined> {
  return docker
    .getContainer(name)
    .inspect()
    .catch(() => undefined);
}

function rate(name: string, container: Container | undefined, config: LabConfig): Finding {
  const finding = { check: name, expected: "healthy" };
  if (!container) return { ...finding, seen: "no such container", todo: "./lab refresh, then ./lab up" };
  if (container.Config.Labels?.["kafka-lab.name"] !== config.labelName) {
    const todo = `rename it (docker rename ${name} ${name}-2), or give this stack a name in Pulumi.${config.stack}.yaml`;
    return { ...finding, seen: "a container that is not of this lab", todo };
  }
  const { Running, Paused, ExitCode, Health } = container.State;
  if (Paused) return { ...finding, seen: "paused", todo: `docker unpause ${name}` };
  if (!Running) return { ...finding, seen: `stopped, exit status ${ExitCode}`, todo: `docker start ${name}` };
  const seen = Health?.Status ?? "running, without a health check";
  if (seen === "healthy") return { ...finding, seen };
  return { ...finding, seen, todo: `see why: docker logs --tail 20 ${name}` };
}
