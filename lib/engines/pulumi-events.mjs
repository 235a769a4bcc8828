/** @import { OperationDocument } from "./operate.mjs" */

/**
 * One line of `--event-log`; shapes: https://pkg.go.dev/github.com/pulumi/pulumi/sdk/v3/go/common/apitype#EngineEvent
 * @typedef {object} EngineEvent
 * @property {{ metadata: StepMetadata }} [resourcePreEvent]
 * @property {{ resourceChanges?: Record<string, number> }} [summaryEvent]
 * @property {{ severity: string, message: string }} [diagnosticEvent]
 *
 * @typedef {object} StepMetadata
 * @property {string} op
 * @property {string} urn
 * @property {string} type
 * @property {string[] | null} [keys]
 * @property {Record<string, { diffKind: string, inputDiff: boolean }> | null} [detailedDiff]
 */

/** The parts of a replacement that the document tells as one step. */
const partsOfReplacement = new Set([
  "create-replacement",
  "delete-replaced",
  "read-replacement",
  "discard-replaced",
]);

/**
 * The lab's document, whichever engine worked: steps with their reasons, counts, errors.
 * @param {EngineEvent[]} events
 * @param {number} status the CLI's exit status
 */
export function documentFromEvents(events, status) {
  /** @type {OperationDocument["summary"]} */
  const summary = events.findLast((event) => event.summaryEvent)?.summaryEvent?.resourceChanges ?? {};
  /** @type {{ result: "succeeded" | "failed", errors: string[] } & Omit<OperationDocument, "errors" | "result">} */
  const document = {
    result: status === 0 ? "succeeded" : "failed",
    steps: events.flatMap(({ resourcePreEvent }) =>
      resourcePreEvent ? stepFrom(resourcePreEvent.metadata) : [],
    ),
    summary,
    outputs: {},
    errors: events.flatMap(({ diagnosticEvent }) =>
      diagnosticEvent?.severity === "error" ? [withoutMarkup(diagnosticEvent.message)] : [],
    ),
  };
  return document;
}

/**
 * @param {StepMetadata} metadata
 * @returns {OperationDocument["steps"][number][]}
 */
function stepFrom({ op, urn, type, keys, detailedDiff }) {
  if (partsOfReplacement.has(op) || type.startsWith("pulumi:providers:")) return [];
  const detailed = Object.entries(detailedDiff ?? {}).map(([path, { diffKind, inputDiff }]) => [
    path,
    { kind: diffKind, inputDiff },
  ]);
  return [
    {
      op: /** @type {import("../../engine/model/observer.ts").Operation} */ (op),
      urn,
      ...(detailed.length > 0 ? { detailedDiff: Object.fromEntries(detailed) } : {}),
      ...(keys?.length ? { replaceReasons: keys } : {}),
    },
  ];
}

/** Messages carry colours as `<{%fg 1%}>`. @param {string} message */
function withoutMarkup(message) {
  return message.replace(/<\{%.*?%\}>/g, "").trim();
}
