import { isMap } from "../../model/property-values.ts";
import type { PropertyMap } from "../../model/resource-type.ts";
import { fromKnown } from "./container-outputs.ts";

/** The outputs after a create that failed once the container existed: nothing was read yet. */
export function unreadOutputs(id: string, inputs: PropertyMap): PropertyMap {
  const empty = [
    "deviceReadBps",
    "deviceReadIops",
    "deviceRequests",
    "deviceWriteBps",
    "deviceWriteIops",
    "devices",
    "envs",
    "hosts",
    "labels",
    "mounts",
    "networksAdvanced",
    "ports",
    "securityOpts",
    "ulimits",
    "uploads",
    "volumes",
  ];
  const { __defaults: _, ...given } = inputs;
  return {
    ...Object.fromEntries(empty.map((name) => [name, []])),
    memoryReservation: 0,
    readOnly: false,
    rm: false,
    stdinOpen: false,
    tty: false,
    ...plainBlocks(given),
    ...(isMap(given.healthcheck) ? { healthcheck: { retries: 0, ...plainBlocks(given.healthcheck) } } : {}),
    ...fromKnown(inputs, "created"),
    command: inputs.command ?? null,
    entrypoints: inputs.entrypoints ?? null,
    networkDatas: null,
    exitCode: null,
    id,
  };
}

/** Properties without the `__defaults` that `check` adds to blocks. */
function plainBlocks(properties: PropertyMap): PropertyMap {
  return JSON.parse(
    JSON.stringify(properties, (key, value) => (key === "__defaults" ? undefined : value)),
  ) as PropertyMap;
}
