import { expect, test } from "vitest";
import { createHeard } from "./heard.ts";

test("when a command prints much, then its newest part is kept, and a new command begins anew", () => {
  const heard = createHeard(5);
  heard.add("abc");
  heard.add("defg");
  expect(heard.text()).toBe("cdefg");
  heard.begin();
  expect(heard.text()).toBe("");
});
