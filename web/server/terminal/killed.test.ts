import { fork } from "node:child_process";
import { once } from "node:events";
import { expect, onTestFinished, test } from "vitest";
import { processExists } from "../../../common/process-identity.ts";
import { eventually } from "../../../tests/support/eventually.ts";
import { newFolder } from "../testing/served-page.ts";

test("when the server is killed, then all its shells end, and what they run ends too", async () => {
  const server = fork(new URL("testing/many-shells.ts", import.meta.url), [newFolder()]);
  onTestFinished(() => void server.kill("SIGKILL"));
  const [processes] = (await once(server, "message")) as [number[]];
  expect(processes).toHaveLength(6);
  expect(processes.every(processExists)).toBe(true);
  server.kill("SIGKILL");
  await eventually("all have ended", () => !processes.some(processExists));
});
