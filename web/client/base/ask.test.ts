import { expect, test } from "vitest";
import { addressOf } from "./ask.ts";

test("when a route has parameters, then they are filled in, encoded", () => {
  expect(
    addressOf("/kafka/topics/:topic/records", { topic: "a/b c" }, { partition: 0, from: undefined }),
  ).toBe("/kafka/topics/a%2Fb%20c/records?partition=0");
  expect(addressOf("/lessons/:number", { number: 3 }, {})).toBe("/lessons/3");
});
