import { describe, expect, test } from "vitest";
import { loadRecordings, type RecordedResource } from "../../../tests/conformance/recording.ts";
import { isMap } from "../../model/property-values.ts";
import type { PropertyMap, PropertyValue, ResourceContext } from "../../model/resource-type.ts";
import { resourceTypes } from "./resource-types.ts";

/** One resource of one recorded plan: what the real provider knew, what the program asked for, and the answer. */
interface RecordedChange {
  readonly title: string;
  readonly token: string;
  readonly id: string;
  readonly op: string;
  readonly outputs: PropertyMap | undefined;
  readonly oldInputs: PropertyMap;
  readonly inputs: PropertyMap;
  readonly detailedDiff: Record<string, { kind: string; inputDiff: boolean }>;
  readonly replaceReasons: readonly string[];
  /** An earlier step of it failed: it is updated in any case. */
  readonly isUnfinished: boolean;
}

const changes = loadRecordings().flatMap(({ scenario, steps }) => {
  let known: RecordedResource[] = [];
  return steps.flatMap((step, index): RecordedChange[] => {
    if (!("planExit" in step)) return [];
    const before = known;
    known = step.state?.resources ?? known;
    if (step.plan === undefined) return [];
    // What a refresh reads influences its plan, and is not in the recordings.
    if (step.do === "refresh" || step.flags?.includes("--refresh")) return [];
    const planned = (step.plan.steps ?? []) as unknown as PlanStep[];
    const where = `${scenario}, step ${index}`;
    return [
      ...planned.flatMap((one) => changeOf(one, before, where)),
      ...(step.do === "up" && !step.flags ? unchanged(planned, before, where) : []),
    ];
  });
});

type PlanStep = {
  op: string;
  urn: string;
  detailedDiff?: Record<string, { kind: string; inputDiff: boolean }>;
  replaceReasons?: string[];
  oldState?: { inputs?: PropertyMap };
  newState?: { inputs?: PropertyMap };
};

describe("when old state and new inputs are those of a recording, then the diff is the real provider's", () => {
  // A replacement without a difference follows from a dependency: it is not the provider's answer.
  const answered = changes.filter(
    ({ token, op, outputs }) =>
      !isImage(token) && !isSecret(outputs?.envs) && outputs !== undefined && /same|update|replace/.test(op),
  );
  test.each(
    answered.filter(({ op, detailedDiff }) => op !== "replace" || Object.keys(detailedDiff).length > 0),
  )(
    "$title",
    async ({
      token,
      id,
      outputs = {},
      oldInputs,
      inputs,
      op,
      isUnfinished,
      detailedDiff,
      replaceReasons,
    }) => {
      const diff = typeOf(token).diff(
        { id, inputs: oldInputs, outputs },
        (await check(token, inputs)).inputs,
      );
      // A property named in `replaceOnChanges` replaces because the engine says so, not the provider.
      const asked = replaceReasons.filter((name) => !diff.replaceKeys.includes(name));
      expect(asked).toEqual(asked.filter((name) => name === "memory"));
      expect(diff.detailed).toEqual(
        Object.fromEntries(
          Object.entries(detailedDiff).map(([path, { kind, inputDiff }]) => [
            path,
            { kind: asked.includes(path) ? kind.replace("-replace", "") : kind, inputDiff },
          ]),
        ),
      );
      if (!isUnfinished) expect(diff.changed).toBe(op !== "same");
      expect(diff.replaceKeys).toEqual(replaceReasons.filter((name) => !asked.includes(name)));
    },
  );
});

describe("when inputs are given as the program gave them, then the checked inputs are the real provider's", () => {
  const given = changes.filter(
    ({ token, op, inputs }) => !isImage(token) && !isSecret(inputs.envs) && !/same|import/.test(op),
  );
  test.each(given)("$title", async (change) => {
    const { inputs, failures } = await check(change.token, change.inputs);
    expect(failures).toEqual([]);
    expect(inputs).toEqual(change.inputs);
  });
});

/** A resource that a plan does not name stays as it is: with its own inputs, there must be no difference. */
function unchanged(planned: PlanStep[], known: RecordedResource[], where: string): RecordedChange[] {
  const rest = known.filter(({ urn }) => !planned.some((step) => step.urn === urn));
  return rest.flatMap((resource) => {
    const inputs = resource.inputs as PropertyMap | undefined;
    return changeOf({ op: "same", urn: resource.urn, newState: inputs ? { inputs } : {} }, known, where);
  });
}

function changeOf(
  { op, urn, detailedDiff, replaceReasons, oldState, newState }: PlanStep,
  known: RecordedResource[],
  where: string,
): RecordedChange[] {
  const token = urn.split("::").at(-2)?.split("$").at(-1) ?? "";
  if (!resourceTypes.has(token) || newState?.inputs === undefined) return [];
  const old = known.find((resource) => resource.urn === urn);
  return [
    {
      title: `${where}: ${op} ${urn.split("::").at(-1)}`,
      token,
      op,
      id: String(old?.id),
      outputs: old?.outputs as PropertyMap | undefined,
      oldInputs: oldState?.inputs ?? newState.inputs,
      inputs: newState.inputs,
      isUnfinished: Array.isArray(old?.initErrors) && old.initErrors.length > 0,
      detailedDiff: detailedDiff ?? {},
      replaceReasons: replaceReasons ?? [],
    },
  ];
}

/** The build of an image adds a digest of files, which the recordings replace with a placeholder. */
function isImage(token: string): boolean {
  return token === "docker:index/image:Image";
}

function isSecret(value: PropertyValue | undefined): boolean {
  return value !== undefined && !Array.isArray(value);
}

/** Checks what the program gave: the recorded inputs without what the provider added. */
function check(token: string, recorded: PropertyMap) {
  const request = { name: "name", inputs: withoutDefaults(recorded), old: undefined, preview: true };
  return typeOf(token).check(request, {} as ResourceContext);
}

function typeOf(token: string) {
  const type = resourceTypes.get(token);
  if (type === undefined) throw new Error(`no type ${token}`);
  return type;
}

function withoutDefaults<T extends PropertyValue>(value: T): T {
  if (Array.isArray(value)) return value.map(withoutDefaults) as T;
  if (!isMap(value)) return value;
  const added = Array.isArray(value.__defaults) ? value.__defaults : [];
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== "__defaults" && !added.includes(name))
      .map(([name, inner]) => [name, withoutDefaults(inner)]),
  ) as T;
}
