import type { Finding, Patient } from "./run-doctor.ts";

/** Another lab may run beside this one under another `name`; a stack under the same name wants the same containers. */
export async function checkOtherLabs({ config, docker }: Patient): Promise<Finding[]> {
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
