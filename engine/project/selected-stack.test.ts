import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { loadProject } from "./project.ts";
import { selectedStack } from "./selected-stack.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "selected-"));
  writeFileSync(
    join(folder, "Pulumi.yaml"),
    'name: p\nruntime: nodejs\nbackend: {url: "file://./my state"}\n',
  );
  writeFileSync(join(folder, "Pulumi.two.yaml"), "");
  mkdirSync(join(folder, "home/workspaces"), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The stack that is selected by a workspace file as the real CLI writes it. */
function selected(workspace: object | string, env: NodeJS.ProcessEnv = {}): string | undefined {
  const hash = createHash("sha1").update(join(folder, "Pulumi.yaml")).digest("hex");
  const text = typeof workspace === "string" ? workspace : JSON.stringify(workspace);
  writeFileSync(join(folder, `home/workspaces/p-${hash}-workspace.json`), text);
  return selectedStack(loadProject(folder), { PULUMI_HOME: join(folder, "home"), ...env });
}

test("when the CLI has selected a stack of this backend, then that one is found, however the backend is written", () => {
  expect(selected({ stacks: { "file://./my state": "organization/p/two" } })).toBe("two");
  const url = `file://${folder}/my%20state`;
  expect(selected({ stacks: { [url]: "organization/p/two" } })).toBe("two");
  expect(selected({ stacks: { [url]: "two" } }, { PULUMI_BACKEND_URL: url })).toBe("two");
  expect(selected({ stack: "organization/p/two" })).toBe("two");
});

test.each<[object | string]>([
  [{ stacks: { "file:///elsewhere": "organization/p/two" } }],
  [{ stacks: { "https://api.pulumi.com": "me/p/two", "file://./my state": "organization/p/gone" } }],
  [{ stack: "me/p/two" }],
  [{}],
  ["{"],
])("when the CLI remembers %o, then no stack is found", (workspace) => {
  expect(selected(workspace)).toBeUndefined();
});
