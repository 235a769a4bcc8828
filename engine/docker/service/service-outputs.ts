import { isMap } from "../../model/property-values.ts";
import type { PropertyMap, PropertyValue } from "../../model/resource-type.ts";
import { inSetOrder } from "../properties/block-outputs.ts";
import { labelBlocks } from "../properties/labels.ts";
import { containerSpecOutputs, shortDuration } from "./container-spec-outputs.ts";
import {
  amountsOf,
  type FoundPort,
  type FoundRollout,
  type FoundService,
  type FoundTask,
} from "./found-service.ts";

/**
 * The outputs of a service as the provider keeps them: from Docker's answer, and from what is known (the inputs, or at a
 * refresh the state) what Docker does not keep or completes by itself.
 */
export function serviceOutputs(found: FoundService, known: PropertyMap): PropertyMap {
  const { Spec, Endpoint } = found;
  const { Replicated, Global } = Spec.Mode;
  return {
    auth: null,
    convergeConfig: plainBlock(known.convergeConfig),
    endpointSpec: {
      mode: Endpoint?.Spec?.Mode ?? Spec.EndpointSpec?.Mode ?? "",
      ports: (Endpoint?.Ports ?? Spec.EndpointSpec?.Ports ?? []).map(portBlock),
    },
    id: found.ID,
    labels: labelBlocks(Spec.Labels),
    mode: {
      global: Global !== undefined,
      replicated: Replicated === undefined ? null : { replicas: Replicated.Replicas ?? 0 },
    },
    name: Spec.Name,
    // Docker fills in defaults where the program gives nothing.
    rollbackConfig: isMap(known.rollbackConfig) ? rolloutBlock(Spec.RollbackConfig) : null,
    taskSpec: taskOutputs(Spec.TaskTemplate),
    updateConfig: isMap(known.updateConfig) ? rolloutBlock(Spec.UpdateConfig) : null,
  };
}

function taskOutputs(task: FoundTask): PropertyMap {
  const { LogDriver, Placement = {}, Resources, RestartPolicy = {} } = task;
  return {
    containerSpec: containerSpecOutputs(task.ContainerSpec ?? { Image: "" }),
    forceUpdate: task.ForceUpdate ?? 0,
    logDriver: LogDriver === undefined ? null : { name: LogDriver.Name, options: LogDriver.Options ?? {} },
    networksAdvanceds: inSetOrder(
      (task.Networks ?? []).map(({ Target, Aliases, DriverOpts }) => ({
        aliases: inSetOrder([...(Aliases ?? [])]),
        driverOpts: inSetOrder(Object.entries(DriverOpts ?? {}).map(([name, value]) => `${name}=${value}`)),
        id: Target,
        name: "",
      })),
    ),
    placement: {
      constraints: inSetOrder([...(Placement.Constraints ?? [])]),
      maxReplicas: Placement.MaxReplicas ?? 0,
      platforms: inSetOrder(
        (Placement.Platforms ?? []).map(({ Architecture, OS }) => ({
          architecture: Architecture ?? "",
          os: OS ?? "",
        })),
      ),
      prefs: inSetOrder((Placement.Preferences ?? []).map(({ Spread }) => Spread?.SpreadDescriptor ?? "")),
    },
    resources: { limits: amountsOf(Resources?.Limits), reservation: reservationOf(Resources?.Reservations) },
    restartPolicy: {
      condition: RestartPolicy.Condition ?? "",
      delay: RestartPolicy.Delay === undefined ? "" : shortDuration(RestartPolicy.Delay),
      maxAttempts: RestartPolicy.MaxAttempts ?? 0,
      window: RestartPolicy.Window === undefined ? "" : shortDuration(RestartPolicy.Window),
    },
    runtime: task.Runtime ?? "",
  };
}

function reservationOf(found: Parameters<typeof amountsOf>[0]): PropertyMap | null {
  const amounts = amountsOf(found);
  return amounts === null ? null : { genericResources: null, ...amounts };
}

function portBlock(port: FoundPort): PropertyMap {
  return {
    name: port.Name ?? "",
    protocol: port.Protocol ?? "",
    publishMode: port.PublishMode ?? "",
    publishedPort: port.PublishedPort ?? 0,
    targetPort: port.TargetPort ?? 0,
  };
}

function rolloutBlock(found: FoundRollout | undefined): PropertyMap | null {
  if (found === undefined) return null;
  return {
    delay: shortDuration(found.Delay ?? 0),
    failureAction: found.FailureAction ?? "",
    maxFailureRatio: (found.MaxFailureRatio ?? 0).toFixed(1),
    monitor: shortDuration(found.Monitor ?? 0),
    order: found.Order ?? "",
    parallelism: found.Parallelism ?? 0,
  };
}

function plainBlock(value: PropertyValue | undefined): PropertyMap | null {
  if (!isMap(value)) return null;
  const { __defaults: _, ...block } = value;
  return block;
}
