import { expect, test } from "vitest";
import { curlCommand } from "./curl-command.ts";

test("when a call is written for a shell, then quotes in its body stay what they are", () => {
  const call = {
    method: "POST",
    path: "/api/messages?x=1",
    headers: [["content-type", "application/json"]] as const,
    body: `"it's"`,
  };
  expect(curlCommand("http://127.0.0.1:5101/", call)).toBe(
    `curl -i -X POST -H 'content-type: application/json' --data-binary '"it'\\''s"' 'http://127.0.0.1:5101/api/messages?x=1'`,
  );
});
