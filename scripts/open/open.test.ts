import { expect, test } from "vitest";
import { open } from "./open.ts";

test.each(["x", "-1", "65536", "80.5", ""])(
  "when the port is %j, then it is refused, and nothing is served",
  async (port) => {
    await expect(open({ port, browser: false })).rejects.toMatchObject({
      name: "LabError",
      message: expect.stringContaining(`got "${port}"`),
    });
  },
);
