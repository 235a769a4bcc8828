import { expect, test } from "vitest";
import type { PendingOperation, Resource } from "../model/checkpoint.ts";
import { fakeSession } from "../testing/fake-session.ts";
import { recoverPending } from "./recovery.ts";

const type = "docker:index/network:Network";
const urn = `urn:pulumi:s::p::${type}::n`;
const resource: Resource = {
  urn,
  custom: true,
  type,
  id: "id",
  provider: "urn:pulumi:s::p::pulumi:providers:docker::default::1",
  inputs: { name: "n" },
  outputs: {},
};

test.each(["creating", "updating", "deleting"] as const)(
  "when %s was cut off, then its recovery is reported as one step, which ends",
  async (cutOff) => {
    const { session } = fakeSession([resource], { n: { Name: "n" }, id: { Name: "n" } });
    const events: string[] = [];
    session.observer.began = (of, doing) => {
      events.push(`${doing} ${of === urn ? "n" : of}`);
      return { status() {}, log() {}, done: () => events.push("done"), failed: (why) => events.push(why) };
    };
    (session.snapshot.pending as PendingOperation[]).push({ type: cutOff, resource });
    await recoverPending(session);
    expect(events).toEqual(["recovering n", "done"]);
  },
);

test("when Docker makes a network only after its engine was killed, then the recovery still finds it and removes it", async () => {
  const networks: Record<string, { Name: string }> = {};
  let made = false;
  const { session } = fakeSession([], networks);
  const modified = new Date().toISOString();
  (session.snapshot.pending as PendingOperation[]).push({
    type: "creating",
    resource: { ...resource, modified },
  });
  const recovered = recoverPending(session);
  setTimeout(() => {
    networks.n = { Name: "n" };
    made = true;
  }, 150);
  await recovered;
  expect(networks).toEqual({});
  expect(made).toBe(true);
});
