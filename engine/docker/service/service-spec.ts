import { parseGoDuration } from "../../../common/go-duration.ts";
import { isMap } from "../../model/property-values.ts";
import type { PropertyMap, PropertyValue } from "../../model/resource-type.ts";
import { labelMap } from "../properties/labels.ts";
import { blocksOf, numberOf, textMapOf, textOf, textsOf } from "../properties/property-access.ts";
import { containerSpec } from "./container-spec.ts";

/** Planned properties of a service in the form of Docker's API. */
export function serviceSpec(planned: PropertyMap): Record<string, unknown> {
  return {
    Name: textOf(planned.name),
    Labels: labelMap(planned.labels ?? undefined),
    TaskTemplate: taskTemplate(blockOf(planned.taskSpec)),
    Mode: mode(blockOf(planned.mode)),
    ...(isMap(planned.updateConfig) ? { UpdateConfig: rollout(planned.updateConfig) } : {}),
    ...(isMap(planned.rollbackConfig) ? { RollbackConfig: rollout(planned.rollbackConfig) } : {}),
    EndpointSpec: endpoint(blockOf(planned.endpointSpec)),
  };
}

function taskTemplate(task: PropertyMap): Record<string, unknown> {
  const { logDriver, resources, restartPolicy, placement } = task;
  return {
    ContainerSpec: containerSpec(blockOf(task.containerSpec)),
    Resources: isMap(resources) ? resourceLimits(resources) : {},
    // The provider sends what is not given as none at all: without a delay a failing task is replaced every second.
    RestartPolicy: isMap(restartPolicy) ? restarts(restartPolicy) : {},
    Placement: isMap(placement) ? placementOf(placement) : {},
    ForceUpdate: numberOf(task.forceUpdate) ?? 0,
    ...(task.runtime ? { Runtime: textOf(task.runtime) } : {}),
    Networks: blocksOf(task.networksAdvanceds).map(network),
    ...(isMap(logDriver)
      ? { LogDriver: { Name: textOf(logDriver.name), Options: textMapOf(logDriver.options) ?? {} } }
      : {}),
  };
}

function resourceLimits({ limits, reservation }: PropertyMap): Record<string, unknown> {
  const amounts = ({ memoryBytes, nanoCpus }: PropertyMap) => ({
    MemoryBytes: numberOf(memoryBytes) ?? 0,
    NanoCPUs: numberOf(nanoCpus) ?? 0,
  });
  return {
    ...(isMap(limits) ? { Limits: amounts(limits) } : {}),
    ...(isMap(reservation) ? { Reservations: amounts(reservation) } : {}),
  };
}

function restarts({ condition, delay, maxAttempts, window }: PropertyMap): Record<string, unknown> {
  return {
    ...(condition ? { Condition: textOf(condition) } : {}),
    Delay: nanoseconds(delay),
    MaxAttempts: numberOf(maxAttempts) ?? 0,
    Window: nanoseconds(window),
  };
}

function placementOf({ constraints, maxReplicas, platforms, prefs }: PropertyMap): Record<string, unknown> {
  return {
    Constraints: textsOf(constraints),
    Preferences: textsOf(prefs).map((descriptor) => ({ Spread: { SpreadDescriptor: descriptor } })),
    MaxReplicas: numberOf(maxReplicas) ?? 0,
    Platforms: blocksOf(platforms).map(({ architecture, os }) => ({
      Architecture: textOf(architecture),
      OS: textOf(os),
    })),
  };
}

function network({ id, name, aliases, driverOpts }: PropertyMap): Record<string, unknown> {
  const options = textsOf(driverOpts).map((text) => text.split("=", 2));
  return {
    Target: textOf(id) || textOf(name),
    Aliases: textsOf(aliases),
    ...(options.length > 0 ? { DriverOpts: Object.fromEntries(options) } : {}),
  };
}

function mode({ global, replicated }: PropertyMap): Record<string, unknown> {
  return {
    ...(isMap(replicated) ? { Replicated: { Replicas: numberOf(replicated.replicas) ?? 1 } } : {}),
    ...(global === true ? { Global: {} } : {}),
  };
}

function rollout(config: PropertyMap): Record<string, unknown> {
  return {
    Parallelism: numberOf(config.parallelism) ?? 0,
    Delay: nanoseconds(config.delay),
    FailureAction: textOf(config.failureAction),
    Monitor: nanoseconds(config.monitor),
    MaxFailureRatio: Number(config.maxFailureRatio),
    Order: textOf(config.order),
  };
}

function endpoint({ mode: resolution, ports }: PropertyMap): Record<string, unknown> {
  return {
    ...(resolution ? { Mode: textOf(resolution) } : {}),
    Ports: blocksOf(ports).map((port) => ({
      Name: textOf(port.name),
      Protocol: textOf(port.protocol),
      TargetPort: numberOf(port.targetPort) ?? 0,
      PublishedPort: numberOf(port.publishedPort) ?? 0,
      PublishMode: textOf(port.publishMode),
    })),
  };
}

function nanoseconds(text: PropertyValue | undefined): number {
  return parseGoDuration(textOf(text)) ?? 0;
}

function blockOf(value: PropertyValue | undefined): PropertyMap {
  return isMap(value) ? value : {};
}
