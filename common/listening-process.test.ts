import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { expect, test } from "vitest";
import { processListeningOn } from "./listening-process.ts";

test.runIf(process.platform === "linux")(
  "when this process listens on a port, then it is found",
  async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const found = [processListeningOn(port), processListeningOn(port, "127.0.0.1")];
    const elsewhere = processListeningOn(port, "127.0.0.2");
    await new Promise((resolve) => server.close(resolve));
    for (const holder of found) expect(holder).toMatchObject({ pid: process.pid });
    expect(elsewhere).toBeUndefined();
    expect(processListeningOn(port)).toBeUndefined();
  },
);
