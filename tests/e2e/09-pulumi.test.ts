import { beforeAll, expect, test } from "vitest";
import { chooseEngine } from "../../lib/engines/operate.ts";
import { bringUp, mustRun } from "../support/run-lab.ts";

const { engine, reason } = await chooseEngine(undefined);
const noPulumi = engine === "embedded";

beforeAll(bringUp);

test("when the embedded engine brought the stack up, then the real preview has nothing to do", async (ctx) => {
  ctx.skip(noPulumi, reason);
  const { words } = await mustRun("preview", "--engine", "pulumi", "--expect-no-changes");
  expect(words).toMatch(/\d+ unchanged/);
});

test("when the real CLI brought the stack up, then the embedded preview has nothing to do", async (ctx) => {
  ctx.skip(noPulumi, reason);
  await mustRun("up", "--yes", "--engine", "pulumi");
  const { words } = await mustRun("preview", "--engine", "embedded", "--expect-no-changes");
  expect(words).toMatch(/\d+ unchanged/);
});
