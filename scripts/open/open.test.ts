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

test.each(["https://lab.example.org", "lab.example.org:443", "lab.example.org/", "--port=1", ""])(
  "when the name of a proxy is %j, then it is refused",
  async (name) => {
    await expect(open({ port: "0", host: [name], browser: false })).rejects.toThrow(`got "${name}"`);
  },
);
