import { execFile } from "node:child_process";
import { delimiter } from "node:path";
import type { PulumiCli } from "../../lib/engines/engine-choice.ts";
import { isUsable } from "../../lib/project/dependencies.mjs";
import type { Finding } from "./finding.ts";

const expected = "22.18 or later";

/** Two engines, two Nodes: the embedded engine runs on the lab's own, the Pulumi CLI uses the first on PATH. */
export async function checkNode(looking: Promise<PulumiCli>): Promise<Finding[]> {
  const embedded = { check: "Node, embedded engine", expected, seen: process.version };
  return [
    isUsable(process.versions.node) ? embedded : { ...embedded, todo: "start the lab by ./lab" },
    await forPulumi(looking),
  ];
}

/** A Node that is too old for the Pulumi CLI does no harm if there is no CLI. */
async function forPulumi(looking: Promise<PulumiCli>): Promise<Finding> {
  const finding = { check: "Node, Pulumi CLI", expected };
  const [pulumi, node = "none"] = await Promise.all([looking, firstOnPath()]);
  if (isUsable(node.replace("v", ""))) return { ...finding, seen: node };
  if (pulumi.version === undefined)
    return { ...finding, seen: `${node} on PATH, but no Pulumi CLI that would use it` };
  return { ...finding, seen: `${node} on PATH`, todo: 'export PATH="$PWD/node_modules/.bin:$PATH"' };
}

/** The version of the Node that a shell would start, which may not be the lab's own. */
function firstOnPath(): Promise<string | undefined> {
  const folders = (process.env.PATH ?? "")
    .split(delimiter)
    .filter((folder) => !folder.includes("node_modules"));
  return new Promise((resolve) => {
    execFile(
      "node",
      ["--version"],
      { env: { ...process.env, PATH: folders.join(delimiter) } },
      (error, stdout) => resolve(error ? undefined : stdout.trim()),
    );
  });
}
