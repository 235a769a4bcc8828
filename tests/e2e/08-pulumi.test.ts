import dockerSdk from "@pulumi/docker/package.json" with { type: "json" };
import { beforeAll, expect, test } from "vitest";
import { probePulumi } from "../../scripts/lib/pulumi-cli.mjs";
import { bringUp, runLab } from "./support/lab.ts";

const cli = await probePulumi(dockerSdk.version);
const reason = cli.plugin ? undefined : "no Pulumi CLI with its Docker provider on PATH";

beforeAll(bringUp);

test("when the embedded engine brought the stack up, then the real preview has nothing to do", async (ctx) => {
  ctx.skip(reason !== undefined, reason);
  const { status, words } = await runLab(["preview", "--engine", "pulumi", "--expect-no-changes"]);
  expect({ status, words }).toMatchObject({ status: 0 });
});

test("when the real CLI brought the stack up, then the embedded preview has nothing to do", async (ctx) => {
  ctx.skip(reason !== undefined, reason);
  expect((await runLab(["up", "--yes", "--engine", "pulumi"])).status).toBe(0);
  const { status, words } = await runLab(["preview", "--engine", "embedded", "--expect-no-changes"]);
  expect({ status, words }).toMatchObject({ status: 0 });
});
