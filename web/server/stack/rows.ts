import type { SeenResource } from "../../../engine/look.ts";
import type { ResourceRow, StackPlan } from "../../contract/stack.ts";
import type { FoundContainer } from "./containers.ts";
import { shown } from "./plan.ts";

type Difference = ResourceRow["differences"][number];
type Step = StackPlan["steps"][number];

/** What the three columns are made of. */
export interface Columns {
  /** What the state remembers and what is there. */
  readonly seen: readonly SeenResource[];
  /** By their ids; undefined where Docker does not answer. */
  readonly containers: ReadonlyMap<string, FoundContainer> | undefined;
  /** What the program wants, if a preview has said it; `isWhole`: it came to its end. */
  readonly plan: StackPlan | undefined;
  readonly isWhole: boolean;
}

/** One row for each resource of Docker's; components and the stack itself are not there in Docker. */
export function rowsOf({ seen, containers, plan, isWhole }: Columns): ResourceRow[] {
  const steps = new Map(plan?.steps.map((step) => [step.urn, step]));
  const remembered = seen
    .filter(({ real }) => real !== "component")
    .map((resource) => rememberedRow(resource, steps.get(resource.urn), { containers, isWhole }));
  const known = new Set(seen.map(({ urn }) => urn));
  const wanted = (plan?.steps ?? []).filter(
    ({ urn, type, op }) => !known.has(urn) && type.startsWith("docker:") && op !== "delete",
  );
  return [...remembered, ...wanted.map((step) => wantedRow(step, containers))];
}

function rememberedRow(
  { urn, type, name, id, inputs, real, changes }: SeenResource,
  step: Step | undefined,
  { containers, isWhole }: Pick<Columns, "containers" | "isWhole">,
): ResourceRow {
  const container = real === "present" ? containers?.get(id) : undefined;
  // What a preview does not list stays as it is.
  const wanted =
    step !== undefined ? (step.op === "delete" ? "absent" : "present") : isWhole ? "present" : "unknown";
  const drift = changes.map(({ path, before, after }) => ({
    property: path,
    remembered: shown(before),
    real: shown(after),
  }));
  const others = container === undefined ? [] : [...condition(container), ...networks(container, inputs)];
  return {
    urn,
    type,
    name,
    wanted,
    remembered: "present",
    real: real === "present" && drift.length + others.length > 0 ? "different" : realOf(real),
    container: container && stateOf(container),
    differences: [...bySteps(step, drift), ...byRefresh(step, drift, wanted === "present"), ...others],
  };
}

/** A container with the wanted name may be there although the state has lost it. */
function wantedRow(step: Step, containers: Columns["containers"]): ResourceRow {
  const { urn, type, name } = step;
  const isContainer = type === "docker:index/container:Container";
  const inDocker = step.diff.find(({ property }) => property === "name")?.after;
  const container = [...(containers?.values() ?? [])].find(
    (each) => isContainer && JSON.stringify(each.name) === inDocker,
  );
  const absence = isContainer && containers !== undefined ? "absent" : "unknown";
  const real = container === undefined ? absence : "present";
  return {
    urn,
    type,
    name,
    wanted: "present",
    remembered: "absent",
    real,
    container: container && stateOf(container),
    differences: [],
  };
}

function realOf(real: SeenResource["real"]): ResourceRow["real"] {
  return real === "component" ? "unknown" : real;
}

type Drift = Pick<Difference, "property" | "remembered" | "real">;

function bySteps(step: Step | undefined, drift: readonly Drift[]): Difference[] {
  if (step?.op !== "update" && step?.op !== "replace") return [];
  return step.diff.map(({ property, before, after }) => {
    const found = drift.find((each) => each.property === property);
    const real = found === undefined ? before : found.real;
    return { property, wanted: after, remembered: before, real, seenBy: "plan" };
  });
}

/** A plan compares with the state, and so does not see what has changed in Docker since. */
function byRefresh(step: Step | undefined, drift: readonly Drift[], isPlanned: boolean): Difference[] {
  return drift
    .filter(({ property }) => !step?.diff.some((each) => each.property === property))
    .map((each) => ({ ...each, wanted: isPlanned ? each.remembered : undefined, seenBy: "refresh" }));
}

function stateOf({ networks: _, ...state }: FoundContainer): ResourceRow["container"] {
  return state;
}

/** To a plan and to a refresh, a container that is paused, restarts again and again or is unhealthy is one that runs. */
function condition({ state, health }: FoundContainer): Difference[] {
  const isStuck = state === "paused" || state === "restarting";
  return [
    ...(isStuck ? [unnoticed("state", "running", state)] : []),
    ...(health === "unhealthy" ? [unnoticed("health", "healthy", health)] : []),
  ];
}

/** The provider does not read again which networks a container is in. */
function networks(
  { networks: found }: FoundContainer,
  { networksAdvanced }: SeenResource["inputs"],
): Difference[] {
  const asked = (Array.isArray(networksAdvanced) ? networksAdvanced : []).flatMap((each) =>
    each !== null && typeof each === "object" && "name" in each ? [String(each.name)] : [],
  );
  if (asked.length === 0) return [];
  const isFound = (name: string) => found.some((each) => each.name === name || each.id === name);
  const added = found.filter(({ name, id }) => !asked.includes(name) && !asked.includes(id));
  if (asked.every(isFound) && added.length === 0) return [];
  const names = found.map(({ name }) => name);
  return [unnoticed("networksAdvanced", JSON.stringify(asked), JSON.stringify(names))];
}

function unnoticed(property: string, normal: string, real: string): Difference {
  return { property, wanted: normal, remembered: normal, real: shown(real), seenBy: "nobody" };
}
