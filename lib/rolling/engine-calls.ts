import { existsSync, readFileSync } from "node:fs";
import { LabError } from "../../common/lab-error.mjs";
import { settingsFile, stateFile } from "../../engine/stack-files.ts";
import type { OperationEnd, OperationRequest } from "../engines/engine-operation.ts";
import { operate } from "../engines/operate.ts";

/** The engine, as something of several steps calls it: each call must succeed, or the rest is not begun. */
export interface EngineCalls {
  /** Of the whole program, or only of these resources; `refresh` where one of them may be gone unseen. */
  up(targets?: string[], options?: { refresh?: boolean }): Promise<OperationEnd>;
  /** Of these resources, if they are there. */
  destroy(targets: string[]): Promise<void>;
  /** The URN of a resource within a component such as `Kafka`. */
  urnOf(component: string, type: ResourceType, name: string): string;
  /** The URN of such a component itself. */
  componentOf(component: string, name: string): string;
  /** The URNs in the state of all resources within a component. */
  resourcesOf(component: string): string[];
}

const types = {
  container: "docker:index/container:Container",
  image: "docker:index/remoteImage:RemoteImage",
  volume: "docker:index/volume:Volume",
};
type ResourceType = keyof typeof types;

/** The calls on one stack; nobody is asked again, because the whole was agreed to. */
export function engineCalls(request: Omit<OperationRequest, "operation">): EngineCalls {
  const { projectDir, stack } = request;
  const { project } = settingsFile(projectDir, stack);
  const prefix = `urn:pulumi:${stack}::${project}::kafka-lab:infra:`;
  const call = async (operation: "up" | "destroy", targets: string[], options = {}) => {
    const { expectNoChanges: _, ...rest } = request;
    const some = targets.length > 0 && { targets };
    const end = await operate({ ...rest, operation, yes: true, ...some, ...options });
    if (end.exitCode === 0) return end;
    throw new LabError(
      "a step failed, and the ones after it were not begun.",
      "Fix it, then go on: ./lab up",
    );
  };
  const resourcesOf = (component: string) =>
    urnsIn(stateFile(projectDir, stack)).filter((urn) => urn.startsWith(`${prefix}${component}$`));
  return {
    up: (targets = [], options = {}) => call("up", targets, options),
    destroy: async (targets) => {
      if (targets.length > 0) await call("destroy", targets);
    },
    urnOf: (component, type, name) => `${prefix}${component}$${types[type]}::${name}`,
    componentOf: (component, name) => `${prefix}${component}::${name}`,
    resourcesOf,
  };
}

function urnsIn(file: string): string[] {
  if (!existsSync(file)) return [];
  const resources: { urn: string }[] =
    JSON.parse(readFileSync(file, "utf8")).checkpoint?.latest?.resources ?? [];
  return resources.map(({ urn }) => urn);
}
