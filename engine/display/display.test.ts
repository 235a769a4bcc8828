import { Writable } from "node:stream";
import { expect, test } from "vitest";
import { type OperationOptions, resultOf } from "../model/operation.ts";
import { UNKNOWN } from "../model/resource-type.ts";
import { createDisplay } from "./display.ts";

const urn = "urn:pulumi:dev::lab::docker:index/network:Network::n";

function displayOf(operation: OperationOptions["operation"]) {
  const lines: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(...String(chunk).trimEnd().split("\n"));
      done();
    },
  });
  const options: OperationOptions = { operation, projectDir: ".", stack: "dev" };
  return { display: createDisplay(options, stream as NodeJS.WriteStream), lines };
}

const failed = (errors: string[]) => resultOf({ exitCode: 1, steps: [], errors, outputs: { url: "old" } });

test("when a run failed, then the outputs of an earlier one are not printed", () => {
  const { display, lines } = displayOf("up");
  display.message("error", "no such image", urn);
  display.finish(failed([`${urn}: no such image`]));
  expect(lines.join("\n")).not.toContain("old");
  expect(lines.filter((line) => line.includes("no such image"))).toHaveLength(1);
  expect(lines.at(-1)).toBe("up failed: 1 error(s), shown above");
});

test("when the reason of a failure was not shown yet, then it is shown before the last line", () => {
  const { display, lines } = displayOf("up");
  display.finish(failed(["stopped: what had begun was finished and saved"]));
  expect(lines[0]).toBe("  error: stopped: what had begun was finished and saved");
  expect(lines.at(-1)).toBe("up failed: 1 error(s), shown above");
});

test("when it was a preview, then it says what is to be done, and marks what is not known yet", () => {
  const { display, lines } = displayOf("preview");
  display.planned({ op: "create", urn });
  display.finish(resultOf({ exitCode: 0, steps: display.steps, errors: [], outputs: { id: UNKNOWN } }));
  expect(lines).toContain("  id  output<string>");
  expect(lines.at(-1)).toMatch(/^\+ 1 to create, /);
});
