import { readableChanges } from "../../engine/readable-value.ts";
import type { OperationDocument } from "./engine-operation.ts";

/** One line of `--event-log`; shapes: https://pkg.go.dev/github.com/pulumi/pulumi/sdk/v3/go/common/apitype#EngineEvent */
export interface EngineEvent {
  resourcePreEvent?: { metadata: StepMetadata };
  summaryEvent?: { resourceChanges?: Record<string, number> };
  diagnosticEvent?: { severity: string; message: string };
}

type Inputs = OperationDocument["outputs"];

interface StepMetadata {
  op: string;
  urn: string;
  type: string;
  keys?: string[] | null;
  detailedDiff?: Record<string, { diffKind: string; inputDiff: boolean }> | null;
  old?: { inputs?: Inputs } | null;
  new?: { inputs?: Inputs } | null;
}

/** The parts of a replacement that the document reports as one step. */
const partsOfReplacement = new Set([
  "create-replacement",
  "delete-replaced",
  "read-replacement",
  "discard-replaced",
]);

/**
 * The lab's document, whichever engine worked: steps with their reasons, counts, errors. The CLI's exit status says
 * whether it succeeded. `diff`: with the values before and after.
 */
export function documentFromEvents(events: EngineEvent[], status: number, { diff = false } = {}) {
  const summary: OperationDocument["summary"] =
    events.findLast((event) => event.summaryEvent)?.summaryEvent?.resourceChanges ?? {};
  const document: { result: "succeeded" | "failed"; errors: string[] } & Omit<
    OperationDocument,
    "errors" | "result"
  > = {
    result: status === 0 ? "succeeded" : "failed",
    steps: events.flatMap(({ resourcePreEvent }) =>
      resourcePreEvent ? stepFrom(resourcePreEvent.metadata, diff) : [],
    ),
    summary,
    outputs: {},
    errors: events.flatMap(({ diagnosticEvent }) =>
      diagnosticEvent?.severity === "error" ? [withoutMarkup(diagnosticEvent.message)] : [],
    ),
  };
  if (status !== 0 && document.errors.length === 0) document.errors.push(...printedErrors(events));
  return document;
}

/** What a program printed that ended without an error of the CLI's own. */
function printedErrors(events: EngineEvent[]) {
  const printed = events.flatMap(({ diagnosticEvent }) =>
    diagnosticEvent?.severity === "info#err" ? [diagnosticEvent.message.trimEnd()] : [],
  );
  const text = withoutMarkup(printed.join("\n")).replace(/^error: /, "");
  return text === "" ? [] : [text];
}

function stepFrom(metadata: StepMetadata, diff: boolean): OperationDocument["steps"][number][] {
  const { op, urn, type, keys, detailedDiff } = metadata;
  if (partsOfReplacement.has(op) || type.startsWith("pulumi:providers:")) return [];
  const detailed = Object.entries(detailedDiff ?? {}).map(([path, { diffKind, inputDiff }]) => [
    path,
    { kind: diffKind, inputDiff },
  ]);
  const changes = diff ? changesOf(metadata, Object.fromEntries(detailed)) : [];
  return [
    {
      op: op as OperationDocument["steps"][number]["op"],
      urn,
      ...(detailed.length > 0 ? { detailedDiff: Object.fromEntries(detailed) } : {}),
      ...(keys?.length ? { replaceReasons: keys } : {}),
      ...(changes.length > 0 ? { changes } : {}),
    },
  ];
}

function changesOf(metadata: StepMetadata, detailedDiff: OperationDocument["steps"][number]["detailedDiff"]) {
  const { op, old, new: wanted } = metadata;
  return readableChanges({
    op,
    detailedDiff: detailedDiff ?? {},
    oldInputs: old?.inputs ?? {},
    newInputs: wanted?.inputs ?? {},
  });
}

/** Messages carry colours as `<{%fg 1%}>`. */
function withoutMarkup(message: string) {
  return message.replace(/<\{%.*?%\}>/g, "").trim();
}
