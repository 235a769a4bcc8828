import { isMap } from "../../model/property-values.ts";
import type { Diff, DiffKind, PropertyMap, ResourceState } from "../../model/resource-type.ts";
import { diffAgainst } from "../properties/difference.ts";
import { SERVICE } from "./service-schema.ts";

/** What Docker cannot change on a service, inside of what it can. An unknown task counts as well: its network may be new. */
const REPLACING = /^taskSpec(\.networksAdvanceds|\.containerSpec\.(labels|hosts|sysctl))\b|^taskSpec$/;

/** The map properties that the provider reports along with another change, until an update has made them empty maps. */
const UNREAD_MAPS = ["env", "sysctl"];

type Detailed = Record<string, { kind: DiffKind; inputDiff: boolean }>;

/** The changes of a service; of a task almost all are made in place, in a rolling update. */
export function diffService(old: ResourceState, inputs: PropertyMap): Diff {
  const diff = diffAgainst(SERVICE, old, inputs);
  if (!diff.changed) return diff;
  const replaces =
    diff.replaceKeys.length > 0 || Object.keys(diff.detailed).some((path) => REPLACING.test(path));
  const detailed: Detailed = { ...diff.detailed, ...unreadMaps(old, inputs) };
  return replaces ? { ...diff, ...replacing(detailed) } : { ...diff, detailed };
}

function replacing(found: Detailed): Pick<Diff, "detailed" | "replaceKeys"> {
  const detailed = Object.fromEntries(
    Object.entries(found).map(([path, { kind, inputDiff }]) => [
      path,
      { kind: isReplacing(path, kind) ? (`${kind}-replace` as DiffKind) : kind, inputDiff },
    ]),
  );
  const paths = Object.keys(detailed).filter((path) => detailed[path]?.kind.endsWith("-replace"));
  const keys = [...new Set(paths.map((path) => path.split(".")[0] ?? path))].sort();
  if (keys.length > 0) return { detailed, replaceKeys: keys };
  // The provider knows that something replaces, and cannot say what.
  return {
    detailed: { __meta: { kind: "update-replace", inputDiff: false }, ...detailed },
    replaceKeys: ["__meta"],
  };
}

/** A set that changed as a whole is reported without what it means. */
function isReplacing(path: string, kind: DiffKind): boolean {
  const isWholeSet = path === "taskSpec.networksAdvanceds" && kind === "update";
  return !kind.endsWith("-replace") && REPLACING.test(path) && !isWholeSet;
}

function unreadMaps(old: ResourceState, inputs: PropertyMap): Detailed {
  const [before, after] = [containerSpecOf(old.outputs), containerSpecOf(inputs)];
  const names = UNREAD_MAPS.filter((name) => before?.[name] === null && after?.[name] === undefined);
  return Object.fromEntries(
    names.map((name) => [`taskSpec.containerSpec.${name}`, { kind: "add", inputDiff: false }]),
  );
}

function containerSpecOf({ taskSpec }: PropertyMap): PropertyMap | undefined {
  return isMap(taskSpec) && isMap(taskSpec.containerSpec) ? taskSpec.containerSpec : undefined;
}
