import { afterEach, expect, test } from "vitest";
import { type FakeEngine, json, startFakeEngine } from "../testing/fake-engine.ts";
import { convergeAfter } from "./convergence.ts";
import type { FoundService } from "./found-service.ts";
import type { Task } from "./tasks.ts";

let engine: FakeEngine;
afterEach(() => engine.close());

const TaskTemplate = { ContainerSpec: { Image: "app:2" }, ForceUpdate: 0 };

const service = (UpdateStatus?: FoundService["UpdateStatus"], FailureAction = "pause"): FoundService => ({
  ID: "s",
  Version: { Index: 1 },
  Spec: {
    Name: "app",
    TaskTemplate,
    Mode: { Replicated: { Replicas: 2 } },
    UpdateConfig: { FailureAction },
  },
  ...(UpdateStatus && { UpdateStatus }),
});

const task = (Slot: number, State: string, Err = "", image = "app:2"): Task => ({
  ID: `t${Slot}`,
  Slot,
  DesiredState: "running",
  Spec: { ...TaskTemplate, ContainerSpec: { Image: image } },
  Status: { State, Err },
});

async function converge(found: FoundService, tasks: Task[], before?: FoundService) {
  engine = await startFakeEngine({ "GET /services/s": json(found), "GET /tasks": json(tasks) });
  return convergeAfter("s", { convergeConfig: { timeout: "600ms" } }, before, engine.contextIn());
}

test("when all tasks of a new service run, then it has converged", async () => {
  await expect(converge(service(), [task(1, "running"), task(2, "running")])).resolves.toBeUndefined();
});

test("when a task does not run in time, then the error has what the tasks say", async () => {
  const stuck = task(2, "pending", "no suitable node (scheduling constraints not satisfied on 3 nodes)");
  await expect(converge(service(), [task(1, "running"), stuck])).rejects.toThrow(
    "the service did not converge after 600ms (1 of 2 tasks running). Its tasks say: no suitable node (scheduling constraints not satisfied on 3 nodes)",
  );
});

test("when Docker rolls an update back, then the update failed, with Docker's reason", async () => {
  const status = { State: "rollback_completed", StartedAt: "2", Message: "rollback completed" };
  await expect(
    converge(service(status), [task(1, "running"), task(2, "running")], service()),
  ).rejects.toThrow("the update was rolled back: rollback completed");
});

test("when tasks of before still run, then the update has not converged", async () => {
  const tasks = [task(1, "running"), task(2, "running", "", "app:1")];
  await expect(converge(service({ State: "updating", StartedAt: "2" }), tasks, service())).rejects.toThrow(
    "1 of 2 tasks run anew",
  );
});

test("when Docker may yet roll back, then the update has not converged although all tasks run", async () => {
  const updating = service({ State: "updating", StartedAt: "2" }, "rollback");
  const tasks = [task(1, "running"), task(2, "running")];
  await expect(converge(updating, tasks, service())).rejects.toThrow("did not converge");
  await engine.close();
  const completed = service({ State: "completed", StartedAt: "2" }, "rollback");
  await expect(converge(completed, tasks, service())).resolves.toBeUndefined();
});
