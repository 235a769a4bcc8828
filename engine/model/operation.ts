import type { Change, Step } from "./observer.ts";
import { conceal } from "./property-values.ts";
import type { PropertyMap } from "./resource-type.ts";
import { isProviderType, STACK_TYPE, typeOf } from "./urn.ts";

/** The operation, its stack, and how to show it. */
export interface OperationOptions {
  readonly operation: "up" | "preview" | "refresh" | "destroy" | "output";
  readonly projectDir: string;
  readonly stack: string;
  /** Read reality into the state first. */
  readonly refresh?: boolean;
  readonly targets?: readonly string[];
  readonly targetDependents?: boolean;
  readonly expectNoChanges?: boolean;
  /** Show values before and after. */
  readonly diff?: boolean;
  /** Skip the preview that is made before a question and for the steps of `json`. */
  readonly skipPreview?: boolean;
  /** Print nothing: the caller prints the result. */
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly configOverrides?: Readonly<Record<string, string>>;
  /** Asked before anything is deleted or replaced, with the counts of a preview; false stops. */
  readonly confirm?: (summary: Record<string, number>) => Promise<boolean>;
}

/** The result of an operation; secrets are concealed. */
export interface OperationResult {
  readonly exitCode: number;
  readonly result: "succeeded" | "failed";
  readonly steps: readonly (Pick<Step, "op" | "urn" | "detailedDiff" | "replaceReasons"> & {
    /** Values before and after, if they were asked for. */
    readonly changes?: readonly Change[];
  })[];
  /** The number of steps of each kind; a refresh that found nothing new counts as `same`. */
  readonly summary: Record<string, number>;
  readonly outputs: PropertyMap;
  readonly errors: readonly string[];
}

/** Counts all steps, and lists those that the CLI lists. */
export function resultOf(run: {
  exitCode: number;
  steps: readonly Step[];
  errors: readonly string[];
  outputs: PropertyMap;
  /** Says what a step changes, if values are wanted. */
  changesOf?: ((step: Step) => Change[]) | undefined;
}): OperationResult {
  const last = new Map(run.steps.map((step) => [step.urn, step]));
  const summary: Record<string, number> = {};
  for (const { op } of last.values()) {
    const counted = op === "refresh" || op === "read" ? "same" : op;
    summary[counted] = (summary[counted] ?? 0) + 1;
  }
  return {
    exitCode: run.exitCode,
    result: run.exitCode === 0 ? "succeeded" : "failed",
    steps: run.steps.filter(isListed).map((step) => ({ ...bare(step), ...changesIn(step, run.changesOf) })),
    summary,
    outputs: conceal(run.outputs) as PropertyMap,
    errors: run.errors,
  };
}

/** As in the CLI, an unchanged resource is not listed, except the stack itself, and one whose protection changed. */
function isListed({ op, urn, optionsChanged }: Step): boolean {
  if (isProviderType(typeOf(urn))) return false;
  return op !== "same" || optionsChanged === true || typeOf(urn) === STACK_TYPE;
}

function changesIn(step: Step, changesOf?: (step: Step) => Change[]): { changes?: Change[] } {
  const changes = changesOf?.(step) ?? [];
  return changes.length === 0 ? {} : { changes };
}

function bare({ op, urn, detailedDiff, replaceReasons }: Step): OperationResult["steps"][number] {
  return {
    op,
    urn,
    ...(detailedDiff === undefined || Object.keys(detailedDiff).length === 0 ? {} : { detailedDiff }),
    ...(replaceReasons === undefined ? {} : { replaceReasons }),
  };
}
