import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { labDir } from "../../common/project.mjs";
import { runPulumi } from "./pulumi-run.ts";

const path = process.env.PATH;
const urn = "urn:pulumi:dev::other::docker:index/network:Network::net";
const event = {
  resourcePreEvent: { metadata: { op: "create", urn, type: "docker:index/network:Network" } },
};
/** What a preview ends with. */
const summary = (changes: Record<string, number>) => ({ summaryEvent: { resourceChanges: changes } });

/** A CLI that writes down how it was called, and answers as the real one does. */
const fakeCli = `#!/bin/sh
echo "$*" >> calls
case "$1 $2" in
  "stack output") echo '{"topic":"message-topic"}' ;;
  "preview "*) [ -f program.mjs ] && exec node @pulumi/pulumi/cmd/run/index.mjs ;;
  "plugin install") echo "error: no such host" >&2; exit 1 ;;
esac
while [ $# -gt 0 ]; do
  [ "$1$PULUMI_DEBUG_COMMANDS" = --event-log ] && echo "error: unknown flag: --event-log" >&2 && exit 1
  [ "$1" = --event-log ] && cat events > "$2"
  shift
done
`;

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "pulumi run "));
  mkdirSync(join(dir, "bin"));
  writeFileSync(join(dir, "bin", "pulumi"), fakeCli, { mode: 0o755 });
  writeFileSync(join(dir, "events"), JSON.stringify(event));
  writeFileSync(
    join(dir, "Pulumi.yaml"),
    "name: other\nruntime: nodejs\nbackend:\n  url: file://./.pulumi-state\n",
  );
  process.env.PATH = `${join(dir, "bin")}:${path}`;
});
afterEach(() => {
  process.env.PATH = path;
  rmSync(dir, { recursive: true });
});

describe("runPulumi", () => {
  test("when a document is asked for, then the CLI's events and outputs become one", async () => {
    const { exitCode, document } = await runPulumi(request("up"));
    expect(exitCode).toBe(0);
    expect(document).toEqual({
      result: "succeeded",
      steps: [{ op: "create", urn }],
      summary: {},
      outputs: { topic: "message-topic" },
      errors: [],
    });
  });

  test("when the stack has no state yet, then it is made before anything else", async () => {
    await runPulumi(request("up"));
    expect(calls()[0]).toBe("stack init dev --no-select --non-interactive");
  });

  test("when the stack is there, then it is not made again", async () => {
    const stacks = join(dir, ".pulumi-state/.pulumi/stacks/other");
    mkdirSync(stacks, { recursive: true });
    writeFileSync(join(stacks, "dev.json"), "{}");
    await runPulumi(request("output"));
    expect(calls()).toEqual(["stack output --json --stack dev"]);
  });

  test("when a property is misspelt, then the program is stopped where it says so, by its own process", async () => {
    mkdirSync(join(dir, "@pulumi/pulumi/cmd/run"), { recursive: true });
    writeFileSync(join(dir, "@pulumi/pulumi/cmd/run/index.mjs"), 'await import("../../../../program.mjs");');
    symlinkSync(join(labDir, "node_modules"), join(dir, "node_modules"));
    const program = 'import * as docker from "@pulumi/docker";\nnew docker.Volume("v", { lables: [] });\n';
    writeFileSync(join(dir, "program.mjs"), program);
    const { exitCode, document } = await runPulumi(request("preview"));
    expect(exitCode).toBe(32);
    expect(document?.errors.join()).toMatch(
      /^error: program\.mjs:2:1: docker\.Volume "v": unknown property "lables"; did you mean "labels"\?/,
    );
  });

  test("when the provider cannot be fetched, then the error offers the embedded engine", async () => {
    await expect(runPulumi(request("up"), { missingPlugin: "5.2.0" })).rejects.toMatchObject({
      message: expect.stringContaining("no such host"),
      hint: expect.stringContaining("--engine embedded"),
    });
  });
});

describe("runPulumi with a user who can be asked", () => {
  const asked = { operation: "up", projectDir: "", stack: "dev" } as const;
  beforeEach(() => {
    const stacks = join(dir, ".pulumi-state/.pulumi/stacks/other");
    mkdirSync(stacks, { recursive: true });
    const state = { checkpoint: { latest: { resources: [{ urn, type: "t" }] } } };
    writeFileSync(join(stacks, "dev.json"), JSON.stringify(state));
  });

  /** Runs `up` with this answer, and says what the question was about. */
  async function upWith(answer: boolean, changes: Record<string, number>) {
    writeFileSync(join(dir, "events"), JSON.stringify(summary(changes)));
    const questions: Record<string, number>[] = [];
    const confirm = async (counts: Record<string, number>) => {
      questions.push(counts);
      return answer;
    };
    await runPulumi({ ...asked, projectDir: dir }, { confirm }).catch((error) => {
      if (answer) throw error;
      expect(error.message).toBe("Declined: nothing was changed.");
    });
    return questions;
  }

  test("when the answer is yes, then the CLI has previewed before it, and never asks itself", async () => {
    expect(await upWith(true, { same: 3, replace: 1 })).toEqual([{ same: 3, replace: 1 }]);
    expect(calls()[0]).toMatch(/^preview --stack dev --non-interactive --event-log /);
    expect(calls()[1]).toBe("up --stack dev --yes --non-interactive --skip-preview");
  });

  test("when the answer is no, then the CLI changes nothing", async () => {
    expect(await upWith(false, { replace: 1 })).toHaveLength(1);
    expect(calls()).toHaveLength(1);
  });

  test("when there is nothing to change, then no question is asked", async () => {
    expect(await upWith(true, { same: 4 })).toEqual([]);
    expect(calls()).toHaveLength(2);
  });
});

function request(operation: "up" | "preview" | "output") {
  return { operation, projectDir: dir, stack: "dev", json: true } as const;
}

function calls() {
  return readFileSync(join(dir, "calls"), "utf8").trim().split("\n");
}
