import { isMap } from "../property-values.ts";
import type { CheckFailure, PropertyMap } from "../resource-type.ts";
import { UNKNOWN } from "../resource-type.ts";
import { parseGoDuration } from "./go-duration.ts";
import { blocksOf, textOf } from "./property-access.ts";

const RESTARTS = ["no", "on-failure", "always", "unless-stopped"];

/** What the provider refuses before Docker is asked: values that cannot be meant. */
export function checkContainer(inputs: PropertyMap): CheckFailure[] {
  return [...checkRestart(inputs), ...checkHealth(inputs), ...checkPorts(inputs)];
}

function checkRestart({ restart }: PropertyMap): CheckFailure[] {
  if (restart === undefined || restart === UNKNOWN || RESTARTS.includes(textOf(restart))) return [];
  return [
    { property: "restart", reason: `expected one of ${RESTARTS.join(", ")}, saw ${JSON.stringify(restart)}` },
  ];
}

function checkHealth({ healthcheck }: PropertyMap): CheckFailure[] {
  if (!isMap(healthcheck)) return [];
  return ["interval", "timeout", "startPeriod", "startInterval"].flatMap((name) => {
    const value = healthcheck[name];
    if (value === undefined || value === UNKNOWN || parseGoDuration(textOf(value)) !== undefined) return [];
    return [
      {
        property: `healthcheck.${name}`,
        reason: `expected a duration such as "2s" or "1m30s", saw ${JSON.stringify(value)}`,
      },
    ];
  });
}

function checkPorts(inputs: PropertyMap): CheckFailure[] {
  return blocksOf(inputs.ports).flatMap((port, index) =>
    (["internal", "external"] as const).flatMap((name) => {
      const value = port[name];
      if (value === undefined || value === UNKNOWN) return [];
      if (typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 65535) return [];
      return [
        {
          property: `ports[${index}].${name}`,
          reason: `expected a port from 1 to 65535, saw ${JSON.stringify(value)}`,
        },
      ];
    }),
  );
}
