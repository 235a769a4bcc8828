import { expect, test } from "vitest";
import { sayHowToRoll } from "./say-how-to-roll.ts";

const step = (op: "create" | "replace", name: string, type = "container:Container") => ({
  op,
  urn: `urn:pulumi:local::kafka-lab::kafka-lab:infra:Kafka$docker:index/${type}::${name}`,
});
const steps = (...each: ReturnType<typeof step>[]) => ({ steps: each as never });

test("when a plan replaces several brokers, then it says how to do that one at a time", () => {
  const plan = steps(step("replace", "kafka"), step("replace", "kafka-2"), step("replace", "service-a"));
  expect(sayHowToRoll(plan)).toMatch(/replaces kafka, kafka-2 at once.*\.\/lab roll$/);
});

test("when a plan replaces one broker, its image or none, or is not known, then it says nothing", () => {
  expect(sayHowToRoll(steps(step("replace", "kafka"), step("create", "kafka-2")))).toBeUndefined();
  expect(sayHowToRoll(steps(step("replace", "kafka-image", "remoteImage:RemoteImage")))).toBeUndefined();
  expect(sayHowToRoll(undefined)).toBeUndefined();
});
