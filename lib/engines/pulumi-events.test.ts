import { describe, expect, test } from "vitest";
import { documentFromEvents, type EngineEvent } from "./pulumi-events.ts";

const urn = "urn:pulumi:dev::kafka-lab::docker:index/container:Container::kafka";
const type = "docker:index/container:Container";

describe("documentFromEvents", () => {
  test("when a container is replaced, then that is one step with its reasons", () => {
    const detailedDiff = { image: { diffKind: "update-replace", inputDiff: false } };
    const events = ["replace", "create-replacement", "delete-replaced"].map(
      (op): EngineEvent => ({
        resourcePreEvent: { metadata: { op, urn, type, keys: ["image"], detailedDiff } },
      }),
    );
    expect(documentFromEvents(events, 0).steps).toEqual([
      {
        op: "replace",
        urn,
        detailedDiff: { image: { kind: "update-replace", inputDiff: false } },
        replaceReasons: ["image"],
      },
    ]);
  });

  test("when values are wanted, then each step has those that it changes, before and after", () => {
    const detailedDiff = { "envs[0]": { diffKind: "update-replace", inputDiff: false } };
    const metadata = { op: "replace", urn, type, detailedDiff };
    const values = { old: { inputs: { envs: ["A=1"] } }, new: { inputs: { envs: ["A=2"] } } };
    const created = { op: "create", urn, type, new: { inputs: { memory: 1024 } } };
    const events = [
      { resourcePreEvent: { metadata: { ...metadata, ...values } } },
      { resourcePreEvent: { metadata: created } },
    ];
    expect(documentFromEvents(events, 0, { diff: true }).steps.map(({ changes }) => changes)).toEqual([
      [{ path: "envs[0]", before: '"A=1"', after: '"A=2"', replaces: true }],
      [{ path: "memory", before: undefined, after: "1024", replaces: false }],
    ]);
    expect(documentFromEvents(events, 0).steps[0]).not.toHaveProperty("changes");
  });

  test("when the provider itself is a step, then it is left out", () => {
    const metadata = { op: "same", urn: "urn:provider", type: "pulumi:providers:docker" };
    expect(documentFromEvents([{ resourcePreEvent: { metadata } }], 0).steps).toEqual([]);
  });

  test("when the CLI failed, then the result says so and errors lose their colours", () => {
    const diagnosticEvent = { severity: "error", message: "<{%fg 1%}>port is taken<{%reset%}>\n" };
    const document = documentFromEvents([{ diagnosticEvent }], 255);
    expect(document).toMatchObject({ result: "failed", errors: ["port is taken"] });
  });

  test("when a program failed by what it printed, then that is the error; of one that did not, it is none", () => {
    const events = ["error: a.ts:1:2: no\n\n", "    text\n"].map((message) => ({
      diagnosticEvent: { severity: "info#err", message },
    }));
    expect(documentFromEvents(events, 255).errors).toEqual(["a.ts:1:2: no\n    text"]);
    expect(documentFromEvents(events, 0).errors).toEqual([]);
  });

  test("when it is summed up, then the last counts are taken", () => {
    const events = [{ create: 1 }, { same: 3 }].map((resourceChanges) => ({
      summaryEvent: { resourceChanges },
    }));
    expect(documentFromEvents(events, 0).summary).toEqual({ same: 3 });
  });
});
