import { expect, test } from "vitest";
import { joinAdvice } from "./join-advice.ts";
import { requireHosts } from "./require-hosts.ts";

test.each([
  ["on macOS", { platform: "darwin", uid: 501 }, /not Linux/],
  ["as another user than root", { platform: "linux", uid: 1000 }, /takes root/],
])("when three hosts are wanted %s, then they are refused with another way", (_, machine, reason) => {
  const refused = () => requireHosts(machine);
  expect(refused).toThrow(reason);
  expect(refused).toThrow(expect.objectContaining({ hint: expect.stringContaining("./lab hosts join") }));
});

test("when it is asked how real machines join, then each command stands on a line of its own", () => {
  const advice = joinAdvice(["kafka-lab/kafka:3", "node:24", "node:24"]);
  const commands = advice.split("\n").filter((line) => line.startsWith("  docker "));
  expect(commands.filter((line) => line.includes("node update --label-add kafka-lab.broker="))).toHaveLength(
    3,
  );
  expect(commands.filter((line) => /docker (pull|tag|push) /.test(line))).toEqual([
    "  docker tag kafka-lab/kafka:3 REGISTRY/kafka-lab/kafka:3",
    "  docker push REGISTRY/kafka-lab/kafka:3",
    "  docker pull node:24",
    "  docker tag node:24 REGISTRY/library/node:24",
    "  docker push REGISTRY/library/node:24",
  ]);
});
