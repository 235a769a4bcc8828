import type { LabConfig } from "../project/lab-config.ts";

/**
 * The names of those of the listed containers that carry this lab's labels, whatever they are called by now: one that
 * was renamed is still the lab's own, and the next `up` gives it its name back.
 */
export function namesOfLabContainers(
  containers: readonly { Names: string[]; Labels: Record<string, string> }[],
  { labelName, stack }: Pick<LabConfig, "labelName" | "stack">,
) {
  return containers
    .filter(({ Labels }) => Labels["kafka-lab.name"] === labelName && Labels["kafka-lab.stack"] === stack)
    .flatMap(({ Names }) => Names.map((name) => name.slice(1)));
}
