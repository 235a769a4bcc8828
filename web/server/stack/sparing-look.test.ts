import { expect, test } from "vitest";
import type { SeenResource } from "../../../engine/look.ts";
import type { FoundContainer } from "./containers.ts";
import { sparingLook } from "./sparing-look.ts";
import { projectWithStack, write } from "./testing/project-with-stack.ts";

const urn = "urn:pulumi:s::p::docker:index/network:Network::net";
const net: SeenResource = {
  ...{ urn, type: "docker:index/network:Network", name: "net", id: "n", inputs: {} },
  ...{ real: "present", error: undefined, changes: [] },
};
const containers = (state: FoundContainer["state"], name = "kafka") =>
  new Map([["id", { name, state, health: undefined, networks: [] }]]);

function begin(answer = () => [net]) {
  const request = { projectDir: projectWithStack(), stack: "s" };
  const clock = { ms: 0, looks: 0 };
  const look = sparingLook(
    async () => {
      clock.looks += 1;
      return answer();
    },
    () => clock.ms,
  );
  return { clock, request, look: (of: Parameters<typeof look>[1]) => look(request, of) };
}

test("when nothing has changed, then the last look counts, for ten seconds", async () => {
  const { clock, look } = begin();
  for (clock.ms = 0; clock.ms < 10_000; clock.ms += 2_000)
    expect(await look(containers("running"))).toEqual([net]);
  expect(clock.looks).toBe(1);
  await look(containers("running"));
  expect(clock.looks).toBe(2);
});

test("when a container is paused, renamed or gone, or Docker does not answer, then it looks at once", async () => {
  const { clock, look } = begin();
  const all = [
    containers("running"),
    containers("paused"),
    containers("paused", "broker"),
    new Map(),
    undefined,
  ];
  for (const each of all) await look(each);
  expect(clock.looks).toBe(all.length);
});

test("when the state was written, then it looks at once", async () => {
  const { clock, request, look } = begin();
  await look(containers("running"));
  write(request.projectDir, ".pulumi-state/.pulumi/stacks/p/s.json", "{}\n\n\n");
  await look(containers("running"));
  expect(clock.looks).toBe(2);
});

test("when something could not be looked at, then the next look tries again", async () => {
  const { clock, look } = begin(() => [{ ...net, real: "unknown", error: "no answer" }]);
  await look(containers("running"));
  await look(containers("running"));
  expect(clock.looks).toBe(2);
});
