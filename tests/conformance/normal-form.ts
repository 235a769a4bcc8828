import { nodeImage } from "../support/images-here.ts";
import { type Answer, recordedImage } from "../support/scratch-project.ts";
import type { RecordedOperation, RecordedResource } from "./recording.ts";

/** Replaces what differs in every run by the placeholders of the recordings. */
export function normalize<T>(value: T): T {
  const text = JSON.stringify(value)
    .replaceAll(/[0-9a-f]{64}/g, "<hex64>")
    .replaceAll(/\b(?=[0-9a-z]*\d)[0-9a-z]{25}\b/g, "<id25>") // what a swarm numbers
    .replaceAll(process.env.CONFORMANCE_REGISTRY || "<registry>", "<registry>")
    .replaceAll(/(vxlanid_list":)"[^"]*"/g, '$1"<n>"')
    .replaceAll(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, "<uuid>")
    .replaceAll(/\b([0-9a-f]{2}:){5}[0-9a-f]{2}\b/g, "<mac>")
    .replaceAll(/(?:\b\d{1,3}(?:\.\d{1,3}){3}|<ip>)(\/\d+)?/g, "<ip>")
    .replaceAll(/"ipPrefixLength":\d+/g, '"ipPrefixLength":0')
    .replaceAll(/"mountpoint":"[^"]*(?=\/volumes\/)/g, '"mountpoint":"') // wherever this engine keeps its data
    .replaceAll(`"${nodeImage}"`, `"${recordedImage}"`)
    .replaceAll(`<hex64>${nodeImage}"`, `<hex64>${recordedImage}"`) // the id of a RemoteImage ends in its name
    // The image of the recordings sets none of these, and came from no registry.
    .replaceAll('"user":"node"', '"user":""')
    .replaceAll(/"workingDir":"\/(app)?"/g, '"workingDir":""')
    .replaceAll(/"repoDigest":"[^"]+@sha256:<hex64>"/g, '"repoDigest":""')
    .replaceAll('"entrypoints":["docker-entrypoint.sh"]', '"entrypoints":[]')
    .replaceAll(/"hostname":"[0-9a-f]{12}"/g, '"hostname":"<hex12>"')
    .replaceAll(/"ciphertext":"[^"]*"/g, '"ciphertext":"<ciphertext>"');
  return JSON.parse(text) as T;
}

/** The parts of a plan that are compared: operation, resource, and why it is replaced. */
export function planOf(steps: Answer["steps"] | PlannedSteps): string[] {
  return (steps ?? [])
    .map(
      ({ op, urn, replaceReasons }) =>
        `${op} ${urn}${replaceReasons ? ` because of ${[...replaceReasons].sort()}` : ""}`,
    )
    .sort();
}

/** The differences by property, for the steps that have some. */
export function diffsOf(steps: Answer["steps"] | PlannedSteps): Record<string, unknown> {
  return Object.fromEntries(
    (steps ?? [])
      .filter(({ detailedDiff }) => Object.keys(detailedDiff ?? {}).length > 0)
      .map(({ urn, detailedDiff }) => [urn, detailedDiff]),
  );
}

type PlannedSteps = NonNullable<RecordedOperation["plan"]>["steps"];

const COMPARED = [
  "urn",
  "custom",
  "type",
  "id",
  "inputs",
  "parent",
  "protect",
  "external",
  "dependencies",
  "provider",
  "propertyDependencies",
  "importID",
  "customTimeouts",
  "retainOnDelete",
  "ignoreChanges",
  "replaceOnChanges",
  "delete",
  "pendingReplacement",
];

/** The parts of a resource that are compared: everything but times, failure messages, and outputs that were null. */
export function resourceOf(
  resource: RecordedResource | Record<string, unknown>,
  outputNames: readonly string[],
): Record<string, unknown> {
  const outputs = (resource.outputs ?? {}) as Record<string, unknown>;
  return {
    ...Object.fromEntries(
      COMPARED.filter((field) => resource[field] !== undefined).map((field) => [field, resource[field]]),
    ),
    failed: Array.isArray(resource.initErrors) && resource.initErrors.length > 0,
    outputs: Object.fromEntries(outputNames.map((name) => [name, outputs[name]])),
  };
}

/** The outputs of a recording that are not null. */
export function shownOutputs(resource: RecordedResource): string[] {
  return Object.entries(resource.outputs ?? {})
    .filter(([, value]) => value !== null)
    .map(([name]) => name);
}
